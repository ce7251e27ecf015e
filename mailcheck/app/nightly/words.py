"""A message in words: counts, and nothing that names anybody. Pure."""

from collections.abc import Iterator

from mailcheck.app.nightly.told import Telling
from mailcheck.dataclass import dataclass
from mailcheck.report.words import count


@dataclass(frozen=True, slots=True)
class Message:
    """What appears on a screen."""

    title: str
    text: str


def in_words(telling: Telling, *, neutral: bool = False) -> Message:
    """Return a message; `neutral`: whoever else reads it learns neither of mail nor of a practice."""
    if neutral:
        return Message("Reminder", " ".join(_neutral(telling)))
    return Message("mailcheck", " ".join((*_sentences(telling), _where(telling))).strip())


def _sentences(of: Telling) -> Iterator[str]:
    if of.new:
        yield _new(of)
        if of.open > of.new:
            yield f"{of.open:,} open in all."
    elif of.is_reminder and of.open:
        yield f"Still open: {count(of.open, 'thing')}."
    if of.is_cleared:
        yield "What was found is closed. Thank you."
    if of.is_seen_again:
        yield "Everything can be looked at again."
    elif of.unseen:
        yield _unseen(of)
    if of.is_attestation_due:
        yield "Another attestation for your supervisor is due: mailcheck attest."
    if of.is_sign_of_life:
        yield "All is working: your accounts are looked at every night."
        yield f"Nothing is new; {of.open:,} open." if of.open else "Nothing is open."


def _new(of: Telling) -> str:
    things = count(of.new, "new thing")
    if not of.new_not_met:
        return f"{things} to look at."
    which = "not met" if of.new_not_met == of.new else f"{of.new_not_met:,} of them not met"
    return f"{things}, {which}."


def _unseen(of: Telling) -> str:
    lasts = f" for {count(of.unseen_days, 'day')}" if of.unseen_days else ""
    return f"{count(of.unseen, 'thing')} could not be looked at{lasts}. That is no fault of yours."


def _where(of: Telling) -> str:
    return "To see more: mailcheck check" if of.open or of.unseen else ""


def _neutral(of: Telling) -> Iterator[str]:
    if of.new:
        yield f"{count(of.new, 'new item')} on your list."
    elif of.is_reminder:
        yield "Your list still has something on it."
    elif of.is_new_unseen:
        yield "Your list could not be brought up to date."
    elif of.is_attestation_due:
        yield "Something on your list is due."
    else:
        yield "Your list is up to date."
