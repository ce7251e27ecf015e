"""What the member said, applied to what is found."""

from datetime import date

import pytest

from mailcheck.gather.answers import Answers
from mailcheck.gather.keys import Keys
from mailcheck.model import Answer, Said, Sorted

KEYS = Keys(b"k" * 32)
DAY = date(2026, 11, 1)


def answers(*entries: Sorted) -> Answers:
    """Return these answers, ready to be applied."""
    return Answers(Said(sorted=entries), KEYS)


def never() -> bytes:
    """Stand for a document that must not be fetched."""
    raise AssertionError("fetched")


def copy(answer: Answer, content: bytes) -> Sorted:
    """Return an answer for every copy of a file."""
    return Sorted(answer, DAY, fingerprint=KEYS.fingerprint(content), size=len(content))


def test_an_answer_about_a_document_is_found_by_its_key():
    """Nothing is fetched for it."""
    assert answers(Sorted(Answer.CONFIDENTIAL, DAY, document="d")).of("d", 5, never) is Answer.CONFIDENTIAL


def test_an_answer_about_every_copy_is_found_by_its_content():
    """The size leads to the content, and the content decides."""
    said = answers(copy(Answer.NOT_CONFIDENTIAL, b"leaflet"))
    assert said.of("d", 7, lambda: b"leaflet") is Answer.NOT_CONFIDENTIAL
    assert said.of("e", 7, lambda: b"another") is None


def test_nothing_is_fetched_unless_the_size_fits():
    """A file of another size cannot be a copy."""
    assert answers(copy(Answer.NOT_CONFIDENTIAL, b"leaflet")).of("d", 8, never) is None


def test_one_documents_answer_goes_before_that_of_its_copies():
    """The member looked at this very one."""
    said = answers(Sorted(Answer.CONFIDENTIAL, DAY, document="d"), copy(Answer.NOT_CONFIDENTIAL, b"leaflet"))
    assert said.of("d", 7, never) is Answer.CONFIDENTIAL


def test_a_later_answer_replaces_an_earlier_one():
    """A member may think again."""
    first, second = copy(Answer.CONFIDENTIAL, b"leaflet"), copy(Answer.ASKED_WITHOUT, b"leaflet")
    assert answers(first, second).of("d", 7, lambda: b"leaflet") is Answer.ASKED_WITHOUT


def test_trouble_with_the_content_is_the_callers():
    """What cannot be fetched is not answered for."""
    with pytest.raises(AssertionError):
        answers(copy(Answer.CONFIDENTIAL, b"leaflet")).of("d", 7, never)
