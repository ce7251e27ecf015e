"""Who else may open the professional mailbox, and what the member said of it."""

from datetime import date

import pytest

from mailcheck.model import (
    Declared,
    Grade,
    Missing,
    OpenedMailbox,
    Provider,
    Reader,
    ReaderKind,
    Role,
    Said,
    Status,
    Who,
    WhoElse,
)
from mailcheck.model.days import day_in_words
from mailcheck.model.traces import Target, TraceEvidence, TraceKind, Whose
from mailcheck.model.use import SentUse
from mailcheck.rules.not_shared_mailbox import not_shared_mailbox
from tests.factories import GONE, NOW, account, evidence, home, person, policy, seen, sharing

EVERYONE, GROUP = Reader(ReaderKind.EVERYONE), Reader(ReaderKind.GROUP, key="staff")
MADE = date(2026, 11, 3)


def said(*who, about=("J1 partner",), account="practice", **more):
    """What a member said of who else reads."""
    return Said(who_else=(WhoElse(account, who, about, MADE),), **more)


def judge(looked=None, *, of=None, private=None, told=None, use=None, **given):
    """Return every outcome for one professional account, beside a home account."""
    work = seen(of or account(), sharing=looked if looked is not None else sharing(), sent_use=use)
    accounts = evidence(
        work, private or seen(home(), sent=None, sharing=sharing(shows_rights=True)), said=told or Said(), **given
    )
    return list(not_shared_mailbox(accounts, policy()))


def states(*args, **given):
    """Return the state and the rows of evidence of every outcome."""
    return [(answer.status, answer.evidence_ids) for answer in judge(*args, **given)]


# --- nothing, and what could not be seen ----------------------------------------------------------------------------


def test_nobody_else_is_met_by_measurement():
    """The server's list names the member alone."""
    (answer,) = judge()
    assert (answer.status, answer.grade) == (Status.MET, Grade.PROOF)
    assert answer.detail == "The mail server's own list names you alone for the inbox and the Sent folder."


@pytest.mark.parametrize("looked", [GONE, Missing("The mail server hung up.", "reset")])
def test_what_could_not_be_looked_at_is_no_pass(looked):
    """In the words of what went wrong."""
    (answer,) = judge(looked)
    assert (answer.status, answer.title) == (Status.COULD_NOT_CHECK, looked.reason)


def test_what_was_not_looked_at_is_no_pass():
    """Silence is never a pass."""
    (answer,) = not_shared_mailbox(evidence(seen()), policy())
    assert answer.status is Status.COULD_NOT_CHECK


def test_a_folder_that_the_server_keeps_to_itself():
    """The inbox was fine, Sent could not be looked at: no pass, and both are told."""
    (answer,) = judge(sharing(Sent=Missing("No.", "refused-command")))
    assert (answer.status, answer.title) == (
        Status.COULD_NOT_CHECK,
        "The mail server would not say who may open the Sent folder.",
    )


def test_only_professional_accounts_are_judged():
    """A joint home address is allowed."""
    private = seen(home(joint=True), sharing=sharing(person(), EVERYONE))
    assert states(private=private) == [(Status.MET, ("J1", "J2"))]


# --- J2 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [EVERYONE, GROUP])
def test_everybody_and_a_group_are_not_met_at_once(reader):
    """Nobody has to be asked who that is, and no answer makes it better."""
    for told in (Said(), said(Who.COLLEAGUE, about=("J2 staff",)), said(Who.NOBODY, about=("J2 staff",))):
        assert states(sharing(reader), told=told) == [(Status.NOT_MET, ("J2",))]


def test_a_group_at_an_enquiries_address_is_a_question():
    """Staff may read it; a group of them still has to be named by the member, once."""
    enquiries = account(role=Role.ENQUIRIES)
    assert states(sharing(GROUP), of=enquiries) == [(Status.ATTENTION, ("J2",))]
    told = said(Who.COLLEAGUE, about=("J2 staff",))
    assert states(sharing(GROUP), of=enquiries, told=told) == [(Status.DECLARED, ("J2",))]
    assert states(sharing(EVERYONE), of=enquiries) == [(Status.NOT_MET, ("J2",))]


# --- J1 -------------------------------------------------------------------------------------------------------------


def test_a_stranger_on_the_list_is_a_question_first():
    """Proof that somebody can, and still no accusation."""
    (answer,) = judge(sharing(person(), Sent=(person(),)))
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.ATTENTION, Grade.PROOF, ("J1",))
    assert answer.title == "Somebody else with an account on your mail server may read the inbox and the Sent folder."
    assert "mailcheck answer" in answer.remedy


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ((Who.FAMILY,), Status.NOT_MET),
        ((Who.FAMILY, Who.COLLEAGUE), Status.NOT_MET),
        ((Who.COLLEAGUE,), Status.DECLARED),
        ((Who.EXECUTOR,), Status.DECLARED),
        ((Who.SUPPLIER,), Status.DECLARED),
        ((Who.NOBODY,), Status.ATTENTION),
        ((), Status.ATTENTION),
    ],
)
def test_the_answer_decides(who, status):
    """Family is against the policy; others are declared; nobody means that the list is wrong."""
    assert states(sharing(person()), told=said(*who)) == [(status, ("J1",))]


def test_a_mistake_on_the_list_comes_with_the_steps():
    """The member said nobody; somebody can all the same."""
    (answer,) = judge(sharing(person()), told=said(Who.NOBODY))
    assert answer.detail.startswith("On 3 November 2026 you said: nobody but you.")
    assert answer.remedy.startswith("Take the access away")


def test_a_new_reader_asks_again():
    """The colleague was answered for; the second person was not."""
    found = states(sharing(person(), person("second")), told=said(Who.COLLEAGUE))
    assert found == [(Status.ATTENTION, ("J1",))] * 2


def test_a_new_reader_does_not_soften_a_family_that_can_still_read():
    """Not-met stays not-met, whatever else is new."""
    found = states(sharing(person(), person("second")), told=said(Who.FAMILY))
    assert found == [(Status.NOT_MET, ("J1",))] * 2


def test_an_answer_about_another_account_does_not_count():
    """Nor one about readers that are gone."""
    assert states(sharing(person()), told=said(Who.COLLEAGUE, account="other")) == [(Status.ATTENTION, ("J1",))]
    assert states(sharing(person()), told=said(Who.FAMILY, about=("J1 gone",))) == [(Status.ATTENTION, ("J1",))]
    assert states(sharing(), told=said(Who.FAMILY)) == [(Status.MET, ("J1", "J2"))]


def test_the_latest_answer_counts():
    """Whatever the order in the file."""
    answers = (
        WhoElse("practice", (Who.COLLEAGUE,), ("J1 partner",), date(2026, 11, 9)),
        WhoElse("practice", (Who.FAMILY,), ("J1 partner",), MADE),
    )
    assert states(sharing(person()), told=Said(who_else=answers)) == [(Status.DECLARED, ("J1",))]


def test_each_reader_is_a_finding_of_its_own():
    """So that an exception for one does not cover the next."""
    answers = judge(sharing(person(), person("second")))
    assert len({answer.key for answer in answers}) == 2


# --- J3 -------------------------------------------------------------------------------------------------------------


def from_home(*folders, **given):
    """A home account whose log-in opens the practice."""
    return seen(home(**given), sent=None, sharing=sharing(opens=[OpenedMailbox("practice", folders or ("inbox",))]))


def test_the_home_log_in_is_a_question():
    """Who uses it is asked; both accounts are named."""
    (answer,) = judge(private=from_home("inbox", "Sent"))
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.ATTENTION, Grade.PROOF, ("J3",))
    assert answer.accounts == ("practice", "home")
    assert answer.title == "Your account 'home' can open this mailbox: the inbox and the Sent folder."


def test_both_sides_show_one_thing():
    """The practice's list names the home account, and the home log-in opens it: one outcome."""
    listed = sharing(Reader(ReaderKind.OWN_ACCOUNT, account="home"))
    for private in (from_home(), seen(home(), sharing=sharing())):
        assert states(listed, private=private) == [(Status.ATTENTION, ("J3",))]


@pytest.mark.parametrize(
    ("who", "status"), [(Who.NOBODY, Status.DECLARED), (Who.FAMILY, Status.NOT_MET), (Who.COLLEAGUE, Status.DECLARED)]
)
def test_who_uses_the_home_account_decides(who, status):
    """Here "nobody but me" is a good answer."""
    assert states(private=from_home(), told=said(who, about=("J3 home",))) == [(status, ("J3",))]


def test_a_joint_home_account_that_opens_the_practice_is_not_met():
    """The settings say that others use it."""
    assert states(private=from_home(joint=True)) == [(Status.NOT_MET, ("J3",))]


def test_a_home_account_that_was_not_looked_at_is_still_on_the_list():
    """A check of the practice alone: the list names the home account all the same."""
    work = seen(account(), sharing=sharing(Reader(ReaderKind.OWN_ACCOUNT, account="home")))
    (answer,) = not_shared_mailbox(evidence(work), policy())
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("J3",))


# --- J4, J11, J13 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "host", "is_shared"),
    [
        ("anna@practice.example\\office", "mail.practice.example", True),
        ("anna@practice.example/office@practice.example", "outlook.office365.com", True),
        ("PRACTICE\\anna\\office", "mail.practice.example", True),
        ("anna.morris\\office", "mail.practice.example", True),
        ("PRACTICE\\anna", "mail.practice.example", False),
        ("anna@practice.example", "outlook.office365.com", False),
        ("anna/office", "imap.practice.example", False),
        ("anna@practice.example\\anna", "mail.practice.example", False),
        ("anna\\", "mail.practice.example", False),
        ("", "outlook.office365.com", False),
    ],
)
def test_the_log_in_of_a_shared_mailbox(user, host, is_shared):
    """A Windows domain before the name is an ordinary log-in; a slash divides on Exchange Online alone."""
    rows = [answer.evidence_ids for answer in judge(of=account(user=user, host=host))]
    assert (("J4",) in rows) is is_shared


def test_a_shared_log_in_is_answered_like_the_rest():
    """Attention until then, and declared after "nobody"."""
    work = account(user="anna@practice.example\\office", host="mail.practice.example")
    (asked,) = judge(of=work)
    assert (asked.status, asked.grade) == (Status.ATTENTION, Grade.STRONG)
    assert states(of=work, told=said(Who.NOBODY, about=(asked.key,))) == [(Status.DECLARED, ("J4",))]


def by_another(whose):
    """Letters that another account sent in the member's name."""
    target = Target(whose, "home" if whose is Whose.OTHER else "", "" if whose is Whose.OTHER else "k")
    trace = TraceEvidence(TraceKind.SENT_BY_ANOTHER, "practice", target, True, 2, 1, MADE, MADE)
    return SentUse(letters=20, own=20, traces=(trace,))


def test_letters_that_somebody_elses_account_sent_are_a_question():
    """And those that went by way of the member's own other account are not."""
    (asked,) = judge(use=by_another(Whose.UNKNOWN))
    assert (asked.status, asked.evidence_ids, asked.title) == (
        Status.ATTENTION,
        ("J11",),
        "Somebody else's account sent 2 letters in your name.",
    )
    assert states(use=by_another(Whose.OTHER)) == [(Status.MET, ("J1", "J2"))]


GMAIL = Provider("gmail", "Gmail", "mailbox")


@pytest.mark.parametrize(
    ("of", "looked"),
    [
        (account(provider=GMAIL), sharing(shows_rights=False)),
        (account(), sharing(shows_rights=False)),
        (account(provider=GMAIL), sharing()),
    ],
)
def test_what_a_provider_hides_is_a_question(of, looked):
    """Attention, not could-not-check: nothing failed. Also where a list is shown that cannot be the whole truth."""
    (answer,) = judge(looked, of=of)
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("J13",))
    assert "mailcheck declare" in answer.remedy


@pytest.mark.parametrize(
    ("answer", "expires", "status"),
    [
        ("yes", NOW.date(), Status.NOT_APPLICABLE),
        ("no", NOW.date(), Status.ATTENTION),
        ("yes", date(2026, 11, 21), Status.ATTENTION),
        ("not-applicable", NOW.date(), Status.ATTENTION),
    ],
)
def test_ones_own_look_stands_in_for_it_while_it_holds(answer, expires, status):
    """The declaration itself colours the clause; neither "not yet" nor "does not apply" is a look."""
    looked = Declared("access-settings-reviewed", answer, "Anna", MADE, expires)
    assert states(sharing(shows_rights=False), told=Said(declarations=(looked,))) == [(status, ("J13",))]


def test_who_has_not_looked_yet_is_not_told_that_they_looked():
    """A "no" is told with its day, and what is to be done is still said."""
    looked = Declared("access-settings-reviewed", "no", "Anna", MADE, NOW.date())
    (answer,) = judge(sharing(shows_rights=False), told=Said(declarations=(looked,)))
    assert answer.detail == f"Only you can see it. On {day_in_words(MADE)} you said that you have not looked yet."
    assert "You looked" not in answer.detail
    assert "mailcheck declare" in answer.remedy


def test_several_things_are_all_told():
    """Nothing hides behind the worst."""
    looked = sharing(EVERYONE, person(), Sent=Missing("No.", "refused-command"))
    assert states(looked, of=account(user="a.b\\office")) == [
        (Status.NOT_MET, ("J2",)),
        (Status.ATTENTION, ("J1",)),
        (Status.ATTENTION, ("J4",)),
        (Status.COULD_NOT_CHECK, ("J1", "J2")),
    ]


def test_where_everybody_may_read_the_home_log_in_is_no_news():
    """Dovecot lists the mailbox for the home log-in then; one thing to put right, told once."""
    assert states(sharing(EVERYONE), private=from_home()) == [(Status.NOT_MET, ("J2",))]
    assert states(sharing(GROUP), private=from_home()) == [(Status.NOT_MET, ("J2",)), (Status.ATTENTION, ("J3",))]


def test_no_finding_names_anybody():
    """Keyed digests and account names only."""
    for answer in judge(sharing(person("digest-of-partner"), GROUP), private=from_home()):
        told = f"{answer.title}{answer.detail}{answer.remedy}"
        assert "digest" not in told
        assert "@" not in told


def test_a_provider_that_hides_it_and_refuses_to_tell_is_a_question():
    """It was to be expected; a refusal elsewhere is a look that should have worked, and so is a lost connection."""
    refused = Missing("The server refused.", "refused-command")
    at_icloud = account(host="imap.mail.me.com")
    for of, missing, status in (
        (at_icloud, refused, Status.ATTENTION),
        (at_icloud, GONE, Status.COULD_NOT_CHECK),
        (account(), refused, Status.COULD_NOT_CHECK),
    ):
        (answer,) = not_shared_mailbox(evidence(seen(of, sharing=missing)), policy())
        assert answer.status is status
