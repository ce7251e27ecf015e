"""How the passwords of documents travelled."""

import pytest

from mailcheck.model import Handover, Status, Words, protected
from mailcheck.rules.password_apart import password_apart
from tests.factories import GONE, document, evidence, message_ref, policy, seen, sent

LOCKED = document(protected("zip", "encrypted with AES-256"))


def judge(words, *documents, **options):
    """Return what the rule says about one professional account."""
    mail = sent(*(documents or (LOCKED,)))
    return list(password_apart(evidence(seen(sent=mail, words=words)), policy(options=options)))


def told(how, **more):
    """The words of twelve letters, the first of which carries the document."""
    return Words(12, ((message_ref(), how),), **more)


def test_without_the_members_wish_it_is_not_applicable():
    """The words of letters are not read, and the report says so."""
    (answer,) = judge(None)
    assert answer.status is Status.NOT_APPLICABLE
    assert "not read" in answer.title
    assert "read_words" in answer.remedy


@pytest.mark.parametrize(
    ("how", "status", "row"),
    [
        (Handover.SAME_LETTER, Status.NOT_MET, "A5"),
        (Handover.LATER_LETTER, Status.ATTENTION, "A6"),
        (Handover.GUESSABLE, Status.ATTENTION, "A7"),
    ],
)
def test_a_password_that_did_not_travel_apart(how, status, row):
    """An incident each, with where the letter is and nothing of it."""
    (answer,) = judge(told(how))
    assert (answer.status, answer.evidence_ids, answer.is_incident) == (status, (row,), True)
    assert "3 November 2026" in answer.title
    assert [item.uid for item in answer.items] == [1]
    assert "{count}" in answer.together


@pytest.mark.parametrize(
    ("decision", "status"),
    [("accepted", Status.MET), ("attention", Status.ATTENTION), ("not-met", Status.NOT_MET), (7, Status.ATTENTION)],
)
def test_the_institute_decides_about_a_later_letter(decision, status):
    """Attention, unless it decided otherwise."""
    (answer,) = judge(told(Handover.LATER_LETTER), password_by_later_mail=decision)
    assert answer.status is status


def test_a_password_told_another_way_is_good():
    """A8."""
    (answer,) = judge(told(Handover.ANOTHER_WAY))
    assert (answer.status, answer.detail) == (Status.MET, "1 told another way")
    assert answer.evidence_ids == ("A5", "A6", "A8")
    assert answer.looked_at == "the words of 12 sent letters, 1 of them with a protected document"


def test_a_password_that_no_letter_tells_is_met():
    """It was told by telephone, perhaps."""
    (answer,) = judge(told(Handover.NOT_SEEN))
    assert (answer.status, answer.detail) == (Status.MET, "")


def test_the_password_of_an_open_document_is_no_matter():
    """Nothing was protected."""
    (answer,) = judge(told(Handover.SAME_LETTER), document())
    assert answer.status is Status.NOT_APPLICABLE


def test_letters_that_could_not_be_read_are_told():
    """Those that carry a protected document, and those of which nothing is known."""
    unread = ((message_ref(), "its words are longer than mailcheck reads"), (message_ref(9), "the same"))
    (answer,) = judge(Words(12, unread=unread))
    assert (answer.status, len(answer.items)) == (Status.COULD_NOT_CHECK, 1)


@pytest.mark.parametrize(("mail", "words"), [(GONE, told(Handover.NOT_SEEN)), (sent(LOCKED), GONE), (None, Words(1))])
def test_a_look_that_failed_is_could_not_check(mail, words):
    """Silence is not a pass."""
    (answer,) = password_apart(evidence(seen(sent=mail, words=words)), policy())
    assert answer.status is Status.COULD_NOT_CHECK
