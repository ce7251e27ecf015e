"""The set-up's steps, walked without a terminal, a page or a network."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.app.saying import wrapped
from mailcheck.app.steps import Door, Facts, Kind, Progress, Question, Unusable, Way, answer, back, screen, skip
from mailcheck.app.steps.addresses import APART, declared
from mailcheck.app.steps.walk import BY_ITSELF, STEPS
from mailcheck.model import Role
from mailcheck.settings import load_policy, load_providers
from mailcheck.settings.issuers import issuers, known_issuers

QUESTIONS = {
    each.id: Question(each.question, each.meaning)
    for each in load_policy().declarations
    if each.only_if or each.meaning
}
FACTS = Facts(load_providers(), issuers({"fastmail": {"client_id": "abc-123"}}), QUESTIONS)


def walked(progress: Progress, *answers: str, facts: Facts = FACTS) -> Progress:
    """Answer one screen after another."""
    for each in answers:
        progress = answer(facts, progress, each)
    return progress


def met(progress: Progress, **found: object) -> Progress:
    """Go on as if a server had been found."""
    return walked(progress.drafted(**{"host": "imap.example", "is_trusted": True, "way": Way.PASSWORD, **found}), "")


def signed_in(progress: Progress) -> Progress:
    """Go on as if the sign-in had worked."""
    return progress.drafted(is_done=True, is_kept=True, messages=412, kept="Kept.").to("signed-in")


def test_the_first_door_leads_from_two_accounts_to_the_end():
    """Work, home, further addresses, letter, report, night: the order that a member meets."""
    progress = walked(Progress(), "1", "n", "jane@practice.example")
    assert (progress.at, progress.work.address) == ("find", "jane@practice.example")
    progress = signed_in(walked(met(progress), "y"))
    progress = walked(progress, "", "", "")
    assert (progress.at, progress.role) == ("address", Role.PERSONAL)
    progress = signed_in(met(walked(progress, "jane@home.example", "n")))
    progress = walked(progress, "", "n", "n", "n", "n", "n")
    assert progress.at == "done"
    assert "jane@practice.example is connected, read-only" in screen(FACTS, progress).text


def test_the_second_door_shows_a_plan_and_sets_a_transition():
    """With the new address at hand both are set up, and the weeks of separation begin."""
    progress = walked(Progress(), "2", "n")
    assert progress.at == "plan"
    assert "Open a second mailbox" in screen(FACTS, progress).text
    assert walked(progress, "1").in_transition
    later = walked(progress, "2", "jane@gmail.com")
    later = walked(signed_in(met(later)), "", "", "")
    assert (later.at, later.in_transition) == ("letter", False)


def test_the_third_door_asks_where_the_letters_arrive():
    """The forwarding address is kept as a further one of the mailbox."""
    progress = walked(Progress(), "3", "n", "1", "jane@practice.example", "jane.smith@gmail.com")
    assert (progress.at, progress.work.address, progress.work.also) == (
        "find",
        "jane.smith@gmail.com",
        ("jane@practice.example",),
    )


def test_the_third_door_leads_to_the_plan_if_private_letters_arrive_there_too():
    """Then it is one account for everything under two names."""
    progress = walked(Progress(), "3", "n", "2")
    assert (progress.at, progress.door) == ("plan", Door.ONE)


def test_who_said_that_the_two_are_one_is_not_asked_whether_they_are_apart():
    """Declaring the account leaves that question open: no answer is recorded for it. Others are asked it."""
    assert APART not in declared(FACTS, Progress(door=Door.ONE)).asked
    assert APART in declared(FACTS, Progress(door=Door.ONE, in_transition=True)).asked
    assert APART in declared(FACTS, Progress(door=Door.TWO)).asked


@pytest.mark.parametrize(("door", "extra"), [("4", [""]), ("5", [])])
def test_the_last_two_doors_end_declared(door, extra):
    """Nothing is connected; what stands in for looking is asked, and there is an end."""
    progress = walked(Progress(), door, "n", *extra, "jane@nhs.net")
    assert progress.work.is_declared
    while progress.at == "declared":
        assert "Yes means:" in screen(FACTS, progress).text
        progress = walked(progress, "y")
    progress = walked(progress, "", "n")
    assert progress.at == "nightly"
    night = screen(FACTS, progress)
    assert (night.kind, "nothing to look at by night" in night.text) == (Kind.NOTE, True)
    assert walked(progress, "y").at == "entry"
    assert "declared by you; nothing is measured" in screen(FACTS, walked(progress.to("entry"), "n")).text


def test_who_goes_back_behind_the_questions_is_asked_them_again():
    """Each was dropped as it was answered; the way back ends before the first of them."""
    progress = walked(Progress(), "5", "n", "jane@nhs.net")
    asked = progress.asked
    assert len(asked) > 1
    for answered in range(1, len(asked) + 1):
        on = walked(progress, *["y"] * answered)
        earlier = back(FACTS, on)
        assert earlier.at == "address"
        assert walked(earlier, "jane@nhs.net").asked == asked


def test_a_shared_computer_leads_to_a_log_in_of_ones_own_and_to_no_night():
    """Nothing is kept, so nothing can run alone."""
    progress = walked(Progress(), "1", "y")
    assert progress.at == "own-log-in"
    assert "Users & Groups" in screen(FACTS, progress).text
    assert screen(FACTS, progress.to("nightly")).kind is Kind.NOTE


def test_a_provider_without_imap_is_declared():
    """And the reason is the provider's own."""
    progress = walked(Progress(), "1", "n", "jane@tuta.com").drafted(provider="tuta")
    progress = walked(progress, "")
    assert progress.at == "cannot"
    assert "Tuta has no IMAP" in screen(FACTS, progress).text
    assert walked(progress, "").work.is_declared


def test_a_missing_client_id_is_said_before_anything_is_asked():
    """With a text for the institute, and the declaration as a way on."""
    progress = walked(Progress(), "1", "n", "jane@outlook.com")
    progress = met(progress, provider="outlook-com", way=Way.BROWSER, issuer="microsoft")
    assert progress.at == "no-client"
    assert "Please register mailcheck with Microsoft" in screen(FACTS, progress).text
    assert walked(progress, "d").work.is_declared
    with pytest.raises(Unusable):
        walked(progress, "i", "a b")


def test_a_sign_in_in_the_browser_is_offered_where_there_is_a_client_id():
    """No password is ever asked for then."""
    progress = met(walked(Progress(), "1", "n", "jane@fastmail.com"), way=Way.BROWSER, issuer="fastmail")
    progress = walked(progress, "y")
    assert (progress.at, walked(progress, "").at) == ("browser", "approve")


def test_a_find_that_nothing_vouches_for_needs_a_yes():
    """Enter is not enough."""
    progress = met(walked(Progress(), "1", "n", "jane@practice.example"), is_trusted=False, source="by SRV")
    with pytest.raises(Unusable):
        walked(progress, "")
    assert walked(progress, "y", "y").at == "secret"


def test_what_the_settings_hold_is_kept_by_enter():
    """Run again, the set-up leaves alone what is there."""
    known = replace(Progress().work, address="jane@practice.example", is_done=True, is_kept=True)
    facts = replace(FACTS, known={Role.PROFESSIONAL: known})
    progress = walked(Progress(), "1", "n", "", facts=facts)
    assert (progress.at, progress.work) == ("further", known)
    assert "- professional: jane@practice.example, connected" in screen(facts, Progress()).text
    assert "set up already" not in screen(FACTS, Progress()).text


@pytest.mark.parametrize(
    ("typed", "host", "port"),
    [("imap.example.org", "imap.example.org", 993), ("imap.example.org:143", "imap.example.org", 143)],
)
def test_a_server_is_typed_by_hand(typed, host, port):
    """With a port or without."""
    progress = walked(walked(Progress(), "1", "n", "jane@practice.example").to("host"), typed)
    assert (progress.at, progress.work.host, progress.work.port) == ("meet", host, port)


@pytest.mark.parametrize("typed", ["http://imap.example", "a b", ":", "x:y", "imap.example:99999", ""])
def test_what_is_no_server_is_refused_in_a_sentence(typed):
    """And nothing is lost."""
    progress = walked(Progress(), "1", "n", "jane@practice.example").to("host")
    with pytest.raises(Unusable, match=r"\w{3,}.*\."):
        walked(progress, typed)


def test_one_goes_back_to_what_was_asked_and_not_to_a_wait():
    """Also from the personal account to the professional one."""
    progress = met(walked(Progress(), "1", "n", "jane@practice.example"))
    assert back(FACTS, progress).at == "address"
    home = walked(signed_in(progress), "", "", "")
    assert (back(FACTS, home).at, back(FACTS, home).role) == ("partner", Role.PROFESSIONAL)
    assert back(FACTS, Progress()) == Progress()


def test_skipping_everything_ends():
    """From the first step to the last, without an answer."""
    progress = walked(Progress(), "1")
    for _ in range(40):
        progress = skip(FACTS, progress)
    assert progress.at == "done"


ADDRESSES = [
    "jane@practice.example",
    *(f"jane@{provider.domains[0]}" for provider in FACTS.providers if provider.domains),
]


@pytest.mark.parametrize("step", sorted(STEPS))
def test_every_screen_fits_a_small_terminal(step):
    """80 columns, 24 lines, with the heading, the options and the line to type on; whatever the provider needs."""
    for address in ADDRESSES:
        shown = screen(FACTS, full(step, address))
        lines = wrapped(shown.text, width=80).count("\n") + 1
        assert lines + len(shown.options) + 7 <= 24, f"{address}\n{wrapped(shown.text)}"


def full(step: str, address: str) -> Progress:
    """Return a progress in which every text is rather long."""
    provider = FACTS.providers.by_address(address)
    return Progress(at=step, asked=("account-protected",), codes=("x",) * 9, report=("x",) * 10).drafted(
        address=address,
        provider=provider.id if provider else "",
        host="imap.a-rather-long-name-of-a-server.example",
        source="by the autoconfiguration of your domain",
        way=Way.BROWSER if provider and provider.auth == ("oauth",) else Way.PASSWORD,
        issuer=(provider and provider.oauth) or "microsoft",
        trouble=("What happened, in a line that may be rather long, as they are.",) * 4,
    )


def test_one_goes_back_to_the_account_that_was_left_out():
    """With one account there is no second one to come back from."""
    progress = walked(skip(FACTS, walked(Progress(), "2", "n")), "jane@x.example", "")
    assert progress.at == "host"
    left_out = skip(FACTS, progress)
    assert (left_out.at, back(FACTS, left_out).at, back(FACTS, left_out).draft.address) == (
        "report",
        "host",
        "jane@x.example",
    )


@given(st.lists(st.sampled_from(["", "1", "2", "y", "n", "d", "h", "s!", "b!", "jane@x.example", "imap.x.example"])))
@settings(max_examples=150, deadline=None)
def test_no_answer_leads_nowhere(answers):
    """Whatever is typed, there is a screen, or a sentence that says what would do."""
    progress = Progress()
    for each in answers:
        try:
            match each:
                case "s!":
                    progress = skip(FACTS, progress)
                case "b!":
                    progress = back(FACTS, progress)
                case _:
                    progress = answer(FACTS, progress, each)
        except Unusable:
            assert screen(FACTS, progress).title
        if progress.at in {"browser", "approve", "code"}:
            progress = progress.drafted(issuer="fastmail")
        assert screen(FACTS, progress).title
        assert progress.at in STEPS
    assert set(STEPS) > BY_ITSELF
    assert set(FACTS.issuers) >= set(known_issuers())
