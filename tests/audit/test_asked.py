"""Declarations that are asked only where nobody can see the answer."""

from dataclasses import replace
from datetime import date

import pytest

from mailcheck.audit.asked import applies
from mailcheck.audit.declarations import declarations
from mailcheck.gather.mail_rules import NOT_OFFERED
from mailcheck.model import (
    Clause,
    Declaration,
    Declared,
    Missing,
    OpenedMailbox,
    Policy,
    Provider,
    Role,
    Said,
    Status,
    Who,
    WhoElse,
)
from mailcheck.model.letter import Letter, LetterState
from mailcheck.model.traces import SieveLook
from mailcheck.settings import load_policy
from tests.factories import GONE, NOW, account, evidence, home, person, seen, sharing

TODAY = date(2026, 11, 22)
GMAIL = Provider("gmail", "Gmail", "mailbox")
WORK = account(address="a.morris@practice.example")
HIDDEN = sharing(shows_rights=False)


def asked(only_if, **given):
    """A declaration that has a condition."""
    return Declaration("d", "C-1", "Have you looked?", "You have.", condition="Is it so?", only_if=only_if, **given)


def access(*looks, provider=None):
    """Return whether a professional account hides who has access."""
    works = [seen(account(name=f"p{n}", provider=provider), sharing=look) for n, look in enumerate(looks)]
    return applies(asked("access-hidden"), evidence(*works, seen(home(provider=GMAIL), sharing=HIDDEN)))


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ([sharing()], False),
        ([sharing(person())], False),
        ([HIDDEN], True),
        ([None], None),
        ([GONE], None),
        ([sharing(), HIDDEN], True),
        ([sharing(), GONE], None),
        ([HIDDEN, GONE], True),
        ([], None),
    ],
)
def test_hidden_access(looks, expected):
    """One professional account that hides it is enough; what was not looked at cannot tell. Home does not matter."""
    assert access(*looks) is expected


def test_gmail_hides_access_whatever_happened():
    """That is known without looking."""
    assert access(GONE, provider=GMAIL) is True
    assert access(sharing(), provider=GMAIL) is True


SCRIPTS = SieveLook((), TODAY)


@pytest.mark.parametrize(
    ("work", "private", "expected"),
    [
        ({"scripts": SCRIPTS}, {"scripts": SCRIPTS}, False),
        ({"scripts": SCRIPTS}, {}, None),
        ({"scripts": GONE}, {"scripts": SCRIPTS}, None),
        ({"scripts": NOT_OFFERED}, {"scripts": SCRIPTS}, True),
        ({"scripts": SCRIPTS}, {"of": home(provider=GMAIL)}, True),
        ({"of": account(host="outlook.office365.com")}, {"scripts": SCRIPTS}, True),
    ],
)
def test_hidden_forwarding(work, private, expected):
    """Home counts as well: mail may be forwarded in either direction."""
    both = seen(**work), seen(**({"of": home()} | private))
    assert applies(asked("forwarding-hidden"), evidence(*both)) is expected


def test_test_letters_both_ways_show_that_nothing_is_forwarded():
    """Then there is nothing to ask; a letter one way is not enough, nor one that appeared on the other side."""

    def hidden(*letters):
        both = seen(account(provider=GMAIL)), seen(home(provider=GMAIL))
        return applies(asked("forwarding-hidden"), evidence(*both, said=Said(letters=letters)))

    there, back = (
        Letter("c", to, other, NOW, LetterState.APART, NOW)
        for to, other in (("practice", "home"), ("home", "practice"))
    )
    assert hidden(there, back) is False
    assert hidden(there) is True
    assert hidden(there, replace(back, state=LetterState.BOTH)) is True


def granted(looked, *who, role=Role.PROFESSIONAL, private=None):
    """Return whether somebody was said to have access."""
    work = seen(account(address="a.morris@practice.example", role=role), sharing=looked)
    answers = (WhoElse("practice", who, ("J1 partner", "J3 home"), TODAY),) if who else ()
    home_account = seen(home(), sharing=private or sharing())
    return applies(asked("access-granted"), evidence(work, home_account, said=Said(who_else=answers)))


def test_granted_access():
    """Asked after an answer that names somebody; not asked where it is seen or said that there is nobody."""
    assert granted(sharing(person()), Who.COLLEAGUE) is True
    assert granted(sharing(person()), Who.NOBODY) is False
    assert granted(sharing(person()), Who.FAMILY) is False
    assert granted(sharing()) is False
    assert granted(sharing(person()), Who.COLLEAGUE, role=Role.ENQUIRIES) is False


@pytest.mark.parametrize("looked", [HIDDEN, GONE, None, sharing(person())])
def test_where_it_is_not_known_who_has_access_it_is_asked(looked):
    """By its condition, as before."""
    assert granted(looked) is None


def test_a_home_log_in_that_opens_the_practice_is_not_nobody():
    """So it cannot be told yet."""
    assert granted(sharing(), private=sharing(opens=[OpenedMailbox("practice", ("inbox",))])) is None


def test_other_declarations_are_always_asked():
    """And without evidence nothing can be told."""
    assert applies(asked(""), evidence(seen(sharing=sharing()))) is None
    assert applies(asked("access-hidden"), None) is None


def stands(look, *declared, **given):
    """Return how the one declaration stands."""
    policy = Policy("p", "1", "", TODAY, (Clause("C-1", "", ""),), {}, (asked("access-hidden", **given),))
    (report,) = declarations(policy, Said(declarations=declared), TODAY, evidence(seen(sharing=look)))
    return report.status, report.question


def said(answer):
    """An answer that holds."""
    return Declared("d", answer, "Anna", TODAY, TODAY)


def test_what_is_shown_is_not_asked():
    """Not even an old answer counts."""
    assert stands(sharing()) == (Status.NOT_APPLICABLE, "Is it so?")
    assert stands(sharing(), said("no"))[0] is Status.NOT_APPLICABLE


def test_what_is_hidden_is_asked_without_its_condition():
    """Somebody who had said that the condition does not hold is asked again."""
    assert stands(HIDDEN) == (Status.ATTENTION, "Have you looked?")
    assert stands(HIDDEN, said("not-applicable"))[0] is Status.ATTENTION
    assert stands(HIDDEN, said("yes"))[0] is Status.DECLARED
    assert stands(HIDDEN, said("no"))[0] is Status.NOT_MET


def test_what_cannot_be_told_is_asked_as_before():
    """Condition first; "it does not hold" is an answer."""
    for look in (None, GONE, Missing("later")):
        assert stands(look) == (Status.ATTENTION, "Is it so?")
        assert stands(look, said("not-applicable"))[0] is Status.NOT_APPLICABLE


def test_the_shipped_policy_uses_all_of_them():
    """Each stands in for what a provider may hide, and can be asked without its condition."""
    used = {each.only_if: each for each in load_policy().declarations if each.only_if}
    assert set(used) == {
        "access-hidden",
        "forwarding-hidden",
        "access-granted",
        "not-connected",
        "work-not-connected",
    }
    assert all(each.condition for each in used.values())
    assert all("these accounts" not in each.question for each in used.values())
