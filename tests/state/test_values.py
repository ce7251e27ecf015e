"""Frozen values as JSON and back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.gather.known_letters import KeptLetter
from mailcheck.model import MessageRef, Missing, Protection, SentDocument, SentMail
from mailcheck.state.values import from_text, to_text
from tests.factories import document, message_ref, sent


@dataclass(frozen=True)
class Everything:
    """One field of each shape."""

    day: date
    moment: datetime
    pair: tuple[str, int]
    several: tuple[date, ...] = ()
    maybe: MessageRef | None = None
    name: str = "usual"


MOMENT = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        Everything(date(2026, 1, 2), MOMENT, ("a", 1)),
        Everything(date(2026, 1, 2), MOMENT, ("ä", 1), (date(2026, 1, 3),), MessageRef("Sent", 1, 2, date(2026, 1, 4))),
    ],
)
def test_what_was_written_is_read(value):
    """Dates, enumerations, tuples, options and values within values."""
    assert from_text(Everything, to_text(value)) == value


@given(st.lists(st.builds(SentDocument, protection=st.builds(Protection, children=st.just(()))), max_size=3))
def test_every_letter_is_read_as_it_was_kept(documents):
    """Whatever was found."""
    kept = KeptLetter(date(2026, 11, 1), tuple(documents))
    assert from_text(KeptLetter, to_text(kept)) == kept


def test_a_whole_sent_folder_is_read_as_it_was_kept():
    """Its documents are rows, and a few octets each."""
    each = [document(message=message_ref(uid), key=f"{uid:032}") for uid in range(1000)]
    kept = to_text(sent(*each))
    assert from_text(SentMail, kept) == sent(*each)
    assert len(kept) < 80 * len(each)


@dataclass(frozen=True)
class Perhaps:
    """Something that may be missing."""

    found: tuple[int, ...] | Missing
    other: MessageRef | Missing | None = None


@pytest.mark.parametrize(
    "value",
    [Perhaps(()), Perhaps((1, 2), MessageRef("Sent", 1, 2, date(2026, 1, 4))), Perhaps(Missing("no", "key", "never"))],
)
def test_what_is_missing_is_read_as_missing(value):
    """And not taken for what it stands for."""
    assert from_text(Perhaps, to_text(value)) == value
    assert from_text(Perhaps | Missing, to_text(value)) == value


def test_nothing_but_missing():
    """A look that came to nothing is kept like one that came to something."""
    assert from_text(int | Missing, to_text(Missing("no"))) == Missing("no")
    assert from_text(int | Missing, to_text(3)) == 3


@pytest.mark.parametrize("text", ["", "[]", "3", '{"stored": 3}', '{"other": 1}', '{"stored": "2026-13-01"}', "nul"])
def test_anything_else_is_refused(text):
    """A damaged row is no letter."""
    with pytest.raises(ValueError):  # noqa: PT011 - json's own, date's own, or ours
        from_text(KeptLetter, text)
