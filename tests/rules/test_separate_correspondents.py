"""People who know both addresses."""

from dataclasses import replace
from datetime import date

import pytest

from mailcheck.model import Status
from mailcheck.model.transition import Transition
from mailcheck.model.use import Contact, Contacts
from mailcheck.rules.separate_correspondents import separate_correspondents
from tests.factories import GONE, evidence, home, policy, seen

DAYS = (date(2026, 9, 1), date(2026, 11, 2))


def people(*names, wrote=DAYS, written=DAYS):
    """Correspondents, by name."""
    return Contacts(tuple(Contact(f"key-{name}", wrote, written) for name in names))


def judged(work, private, *, joint=False, **given):
    """Return what the rule says of two accounts' correspondents."""
    both = evidence(seen(contacts=work), seen(home(joint=joint), contacts=private))
    return tuple(separate_correspondents(replace(both, **given), policy()))


def test_five_people_in_both_are_asked_about():
    """U4: each wrote and was written to on both accounts."""
    (answer,) = judged(people(*"abcdefg"), people(*"cdefgxyz"))
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("U4",))
    assert answer.title.startswith("5 people write to both")


@pytest.mark.parametrize(
    "private",
    [people(*"abcd"), people(*"abcdefgh", wrote=()), people(*"abcdefgh", written=())],
    ids=["four", "who never wrote home", "who were never written to"],
)
def test_a_few_or_one_sided_contacts_are_nothing(private):
    """3 of 200 in common is chance; and a newsletter is no correspondence."""
    (answer,) = judged(people(*"abcdefgh"), private)
    assert answer.status is Status.MET


def test_before_a_transition_everybody_was_known_to_both():
    """Old letters do not count."""
    weeks = Transition(date(2026, 11, 10), date(2026, 12, 10))
    (answer,) = judged(people(*"abcdefgh"), people(*"abcdefgh"), transition=weeks)
    assert answer.status is Status.MET


def test_what_was_not_looked_at_is_no_pass():
    """A failed look, or none although it was switched on."""
    assert judged(GONE, people())[0].status is Status.COULD_NOT_CHECK
    assert judged(people(), None)[0].status is Status.COULD_NOT_CHECK


def test_a_joint_home_address_is_left_alone():
    """Its correspondents are not looked at."""
    assert judged(people(*"abcdefgh"), people(*"abcdefgh"), joint=True)[0].status is Status.NOT_APPLICABLE
