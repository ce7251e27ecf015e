"""Letters, documents and contacts that move from the practice to the home account."""

from dataclasses import replace
from datetime import date

import pytest

from mailcheck.model import Grade, Status
from mailcheck.model.transition import Transition
from mailcheck.model.use import Contact, Contacts, SentUse
from mailcheck.rules.professional_mail_stays import professional_mail_stays
from tests.factories import GONE, evidence, home, policy, seen
from tests.rules.forwarding import marks

FIRST, LATER = date(2026, 9, 1), date(2026, 11, 2)
AT_WORK = Contacts(tuple(Contact(f"key-{name}", (FIRST, FIRST), ()) for name in "abc"))


def judged(work=AT_WORK, private=None, *, joint=False, use=None, **given):
    """Return what the rule says of two accounts."""
    both = evidence(seen(contacts=work, sent_use=use), seen(home(joint=joint), contacts=private or Contacts(())))
    return tuple(professional_mail_stays(replace(both, **given), policy()))


def at_home(*names, wrote=(), written=(), since=None, **given):
    """Correspondents of the home account."""
    return Contacts(tuple(Contact(f"key-{name}", wrote, written) for name in names), since, **given)


def rows(answers):
    """Return what was found, by row."""
    return [" ".join(each.evidence_ids) for each in answers if each.status is Status.ATTENTION]


def test_nothing_is_met():
    """All that is looked at is named."""
    (answer,) = judged()
    assert (answer.status, answer.evidence_ids) == (Status.MET, ("U3", "U5", "U6", "U7", "U9"))


def test_one_client_written_to_from_home_is_asked_about():
    """U9: the phone's default account, most likely."""
    (answer,) = judged(private=at_home("a", written=(LATER, LATER)))
    assert answer.title == "From home you wrote to somebody you know only from your practice."
    assert "On a phone" in answer.remedy


def test_two_clients_who_write_home_are_asked_about():
    """U7; one may be chance."""
    assert rows(judged(private=at_home("a", "b", wrote=(LATER, LATER)))) == ["U7"]
    assert rows(judged(private=at_home("a", wrote=(LATER, LATER)))) == []


@pytest.mark.parametrize(
    "private",
    [
        at_home("a", "b", "c", wrote=(FIRST, LATER), written=(FIRST, LATER)),
        at_home("x", "y", wrote=(LATER, LATER), written=(LATER, LATER)),
        at_home("a", "b", wrote=(LATER, LATER), written=(LATER, LATER), since=date(2026, 10, 1)),
    ],
    ids=["known at home before", "strangers to the practice", "the home letters do not reach back"],
)
def test_people_who_may_have_been_known_at_home_before_are_nothing(private):
    """Only where it is certain who came first."""
    assert rows(judged(private=private)) == []


def test_people_met_before_a_transition_do_not_count():
    """There was only one mailbox then."""
    weeks = Transition(date(2026, 10, 1), date(2026, 12, 10))
    assert rows(judged(private=at_home("a", written=(LATER, LATER)), transition=weeks)) == []


def test_documents_between_the_two_addresses_are_told():
    """U6, in both directions together."""
    work = replace(AT_WORK, passed_on=("home", "home", "another"))
    (answer,) = judged(work, Contacts((), passed_on=("practice",)))
    assert answer.title == "3 letters pass documents between your two addresses."


def test_copies_filed_at_home_are_told():
    """U3: Thunderbird's own note of where it files."""
    assert rows(judged(use=SentUse(9, traces=(marks("U3", "home"), marks("U3", "another"))))) == ["U3"]


def test_clinical_names_at_home_are_a_hint():
    """U5: weak, by names of files alone."""
    (answer,) = judged(private=Contacts((), clinical=2))
    assert (answer.grade, answer.evidence_ids) == (Grade.WEAK, ("U5",))


def test_what_was_not_looked_at_is_no_pass():
    """A failed look."""
    assert [each.status for each in judged(private=GONE)] == [Status.COULD_NOT_CHECK]


def test_a_joint_home_address_is_left_alone():
    """Its correspondents are not looked at."""
    assert [each.status for each in judged(joint=True)] == [Status.NOT_APPLICABLE]
