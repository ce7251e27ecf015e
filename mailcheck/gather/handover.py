"""How the password of a document travelled, as far as the letters around it tell."""

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime, timedelta

from mailcheck.dataclass import dataclass
from mailcheck.model import Handover, LinkService, MessageRef, SentDocument
from mailcheck.parse.passwords import Told

LATER = timedelta(minutes=60)
"""A password that comes by e-mail within this time goes with the document (evidence A6)."""


@dataclass(frozen=True, slots=True)
class ReadLetter:
    """What is remembered of one letter while a look goes on: no word of it."""

    message: MessageRef
    sent: datetime
    readers: frozenset[str] = field(repr=False)
    told: Told
    is_short: bool
    """Whether it is so short that the password is what it is about."""
    carries: bool
    """Whether it carries a document itself."""
    links: tuple[LinkService, ...] = ()
    enclosed: tuple[SentDocument, ...] = ()


def handover_of(letter: ReadLetter, others: Iterable[ReadLetter]) -> Handover:
    """Say how the password of what `letter` carries travelled.

    What the letter itself says goes before a later letter, and both before what it announces: whoever promises a
    text message and then sends an e-mail has sent an e-mail.
    """
    match letter.told:
        case Told.PASSWORD:
            return Handover.SAME_LETTER
        case Told.RULE:
            return Handover.GUESSABLE
    if any(_follows(other, letter) for other in others):
        return Handover.LATER_LETTER
    return Handover.ANOTHER_WAY if letter.told is Told.ANOTHER_WAY else Handover.NOT_SEEN


def _follows(other: ReadLetter, letter: ReadLetter) -> bool:
    """Whether a short letter with a password went to one of the same people soon after."""
    is_soon = timedelta(0) <= other.sent - letter.sent <= LATER
    tells = other.is_short and not other.carries and other.told is Told.PASSWORD
    return is_soon and tells and not letter.readers.isdisjoint(other.readers)
