"""What is to be said of whole letters, whatever they carried (for `protected-attachments`)."""

from collections.abc import Iterator

from mailcheck.model import Grade, MessageProtection, Outcome, SecureRoute, SentMail, Status
from mailcheck.model.days import day_in_words
from mailcheck.rules import outcome
from mailcheck.rules.letters import place_of

SAFE = frozenset({SecureRoute.GATEWAY, SecureRoute.SECURE_DOMAINS})
ROWS = {MessageProtection.ENCRYPTED: "A2", MessageProtection.SIGNED: "A3"}
TNEF = "tnef"


def safely_sent(sent: SentMail) -> frozenset[str]:
    """Return the keys of letters whose way protected them: through a secure system, or between secure addresses."""
    return frozenset(message.key for message, route in sent.routes if route in SAFE)


def rows_of(sent: SentMail) -> tuple[str, ...]:
    """Return the rows of evidence for letters that are encrypted or signed as a whole."""
    kinds = {kind for _, kind in sent.protected_messages}
    return tuple(row for kind, row in ROWS.items() if kind in kinds)


def whole_letters(sent: SentMail) -> Iterator[str]:
    """Yield what protects letters as a whole, in plain words."""
    kinds = [kind for _, kind in sent.protected_messages]
    if count := kinds.count(MessageProtection.ENCRYPTED):
        yield f"{count} {'letter was' if count == 1 else 'letters were'} encrypted as a whole"
    if count := kinds.count(MessageProtection.SIGNED):
        were = "letter was" if count == 1 else "letters were"
        yield f"{count} {were} signed: a change would be noticed, but anybody can read it"


def marked_in_vain(name: str, sent: SentMail) -> Iterator[Outcome]:
    """Yield the letters that are marked for a secure system, and were sent from where there is none (A4)."""
    for message, route in sent.routes:
        if route is SecureRoute.WORD_ONLY:
            yield outcome(
                Status.ATTENTION,
                name,
                f"A letter of {day_in_words(message.stored)} was marked [secure], but this word only works from a"
                " secure system.",
                detail="Your provider is not on mailcheck's list of such systems, so the letter left like any other.",
                remedy="Protect the document itself; `mailcheck protect` makes a copy with a password.",
                grade=Grade.STRONG,
                evidence="A4",
                items=[place_of(message)],
                key=f"word {message.key}",
                together="{count} letters were marked [secure], but this word only works from a secure system.",
                is_incident=True,
            )


def hard_to_open(name: str, sent: SentMail) -> Iterator[Outcome]:
    """Yield the documents that left in Outlook's own envelope, winmail.dat (A10)."""
    for document in sent.documents.where(lambda each: each.protection.format == TNEF):
        yield outcome(
            Status.ATTENTION,
            name,
            f"A letter of {day_in_words(document.message.stored)} has files in a form that many people cannot open.",
            detail="Outlook put them into one file called winmail.dat. What is inside was looked at all the same.",
            remedy="In Outlook, write letters in HTML or plain text, not in Rich Text.",
            grade=Grade.STRONG,
            evidence="A10",
            items=[place_of(document.message)],
            key=f"tnef {document.message.key}",
            together="{count} letters have files in a form that many people cannot open.",
            is_incident=True,
        )
