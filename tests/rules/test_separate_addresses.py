"""Two addresses, or one written in two ways: three answers."""

from mailcheck.model import AliasRules, Grade, Plus, Provider, Status
from mailcheck.rules.separate_addresses import separate_addresses
from tests.factories import account, evidence, home, policy, seen

GMAIL = Provider(
    "gmail",
    "Gmail",
    "mailbox",
    domains=("gmail.com", "googlemail.com"),
    alias=AliasRules(plus=Plus.SAME, dots="ignored", same_mailbox=(("gmail.com", "googlemail.com"),)),
)


def judge(work, private):
    """Return what the rule says about two addresses."""
    (answer,) = separate_addresses(evidence(seen(work), seen(private)), policy())
    return answer


def at_gmail(maker, address, **given):
    """An account at Gmail."""
    return maker(address=address, host="imap.gmail.com", user=address, provider=GMAIL, provider_by_domain=True, **given)


def test_one_address_written_in_two_ways_is_the_same():
    """Dots and tags are nothing to Gmail: D1, proof."""
    answer = judge(at_gmail(account, "anna.morris@gmail.com"), at_gmail(home, "annamorris+home@googlemail.com"))
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.NOT_MET, Grade.PROOF, ("D1",))
    assert "annamorris" not in answer.detail


def test_a_tag_at_ones_own_domain_is_a_question():
    """Most servers ignore a tag, but nobody knows of this one: D2, asked."""
    answer = judge(account(address="anna@harbour.example"), home(address="anna+home@harbour.example"))
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.ATTENTION, Grade.STRONG, ("D2",))


def test_the_same_log_in_is_one_mailbox():
    """Two addresses, one log-in at one server: D3."""
    work = account(host="IMAP.harbour.example", user="anna")
    answer = judge(work, home(host="imap.harbour.example", user="Anna"))
    assert (answer.status, answer.evidence_ids) == (Status.NOT_MET, ("D3",))


def test_two_ports_of_this_computer_may_lead_to_two_providers():
    """A bridge and a tunnel: the log-in name says nothing; one port is one mailbox all the same."""
    work = account(host="localhost", port=1143, user="anna")
    assert judge(work, home(host="localhost", port=1144, user="anna")).status is Status.MET
    assert judge(work, home(host="localhost", port=1143, user="anna")).status is Status.NOT_MET


def test_different_names_are_met_and_say_no_more_than_that():
    """A pass by name tells that it is one by name only."""
    answer = judge(account(), home())
    assert answer.status is Status.MET
    assert "is looked at as well" in answer.detail


def test_without_a_personal_account_it_asks_for_one():
    """Nothing to compare with is no pass."""
    (answer,) = separate_addresses(evidence(seen()), policy())
    assert answer.status is Status.ATTENTION


def test_every_professional_address_is_compared_with_every_personal_one():
    """Two professional and two personal accounts are four pairs."""
    accounts = [
        seen(account()),
        seen(account(name="second", address="b@b.example")),
        seen(home()),
        seen(home(name="old")),
    ]
    answers = list(separate_addresses(evidence(*accounts), policy()))
    assert [each.accounts for each in answers] == [
        ("practice", "home"),
        ("practice", "old"),
        ("second", "home"),
        ("second", "old"),
    ]


def test_an_account_that_was_left_out_on_request_is_named_as_such():
    """Nobody is told to add an account that is there."""
    (answer,) = separate_addresses(evidence(seen(), left_out=("home",)), policy())
    assert (answer.status, answer.title) == (Status.ATTENTION, "Left out this time: home. So nothing was compared.")
