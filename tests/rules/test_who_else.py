"""What the member said of who else reads, laid beside what was seen."""

from datetime import date

import pytest

from mailcheck.model import Role, Said, Who, WhoElse
from mailcheck.rules.signs import in_words, signs_of
from mailcheck.rules.who_else import grants_access, is_open, said_on
from tests.factories import GONE, account, evidence, person, seen, sharing

MADE = date(2026, 11, 3)


def about(looked, *who, keys=("J1 partner",), role=Role.PROFESSIONAL):
    """Return an account and all evidence, with an answer if there is one."""
    work = seen(account(address="a.morris@practice.example", role=role), sharing=looked)
    answers = (WhoElse("practice", who, keys, MADE),) if who else ()
    return work, evidence(work, said=Said(who_else=answers))


def test_something_seen_is_open_until_it_is_answered():
    """And nothing seen is nothing to ask."""
    assert is_open(*about(sharing(person())))
    assert not is_open(*about(sharing(person()), Who.COLLEAGUE))
    assert not is_open(*about(sharing()))
    assert is_open(*about(sharing(person(), person("second")), Who.COLLEAGUE))


def test_a_family_answer_is_asked_about_again_if_something_is_new():
    """Who the second reader is has not been said."""
    assert is_open(*about(sharing(person(), person("second")), Who.FAMILY))


@pytest.mark.parametrize(
    ("who", "granted"),
    [(Who.COLLEAGUE, True), (Who.EXECUTOR, True), (Who.SUPPLIER, True), (Who.FAMILY, False), (Who.NOBODY, False)],
)
def test_access_is_granted_by_an_answer(who, granted):
    """To whom the policy allows it."""
    assert grants_access(*about(sharing(person()), who)) is granted


def test_access_that_has_ended_is_no_longer_granted():
    """The reader is gone; where nobody could look, the answer stands."""
    assert not grants_access(*about(sharing(), Who.COLLEAGUE))
    assert grants_access(*about(GONE, Who.COLLEAGUE))


def test_staff_at_an_enquiries_address_need_no_agreement():
    """They may read it without a question."""
    assert not grants_access(*about(sharing(person()), Who.COLLEAGUE, role=Role.ENQUIRIES))


def test_an_answer_is_told_with_its_day():
    """All of it."""
    told = said_on(WhoElse("practice", (Who.COLLEAGUE, Who.SUPPLIER), (), MADE))
    assert told == "On 3 November 2026 you said: a colleague or a member of staff and a supplier."
    assert said_on(None) == ""


@pytest.mark.parametrize(
    ("folders", "words"),
    [
        (["inbox"], "the inbox"),
        (["inbox", "Sent"], "the inbox and the Sent folder"),
        (["inbox", "Sent", "Drafts", "archive"], "the inbox, the Sent folder, the drafts and the archive"),
        (["Sent", "Sent"], "the Sent folder"),
        ([], ""),
    ],
)
def test_folders_in_words(folders, words):
    """As people list things."""
    assert in_words(folders) == words


def test_access_and_names_are_one_question():
    """Everything that was seen of an account, in one list."""
    work = seen(account(address="reception@practice.example"), sharing=sharing(person()))
    assert [sign.row for sign in signs_of(work, evidence(work))] == ["J1", "J8"]
