"""What is to be said of one letter that carried open or unreadable documents (for `protected-attachments`)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from mailcheck.model import Answer, Grade, Item, Outcome, PartKind, ProtectionState, SentDocument, Status, worst
from mailcheck.model.days import day_in_words
from mailcheck.rules import outcome
from mailcheck.rules.file_words import told

OPENS = frozenset({ProtectionState.OPEN, ProtectionState.PARTIAL})
HARMLESS = frozenset({Answer.NOT_CONFIDENTIAL, Answer.ASKED_WITHOUT})
GONE = "The letter is no longer in the Sent folder; that does not undo it."


def judge_letter(
    name: str, documents: Iterable[SentDocument], *, today: date, days: int, is_gone: bool = False
) -> Iterator[Outcome]:
    """Yield one outcome for the open documents of a letter of account `name` and one for the unreadable ones.

    `days` is how long a question may stay unanswered. `is_gone` says that the letter was deleted after an earlier run
    saw it: an incident stays one.
    """
    attached = [document for document in documents if is_trouble(document)]
    opened = [document for document in attached if document.protection.state in OPENS]
    unread = [document for document in attached if document.protection.state is ProtectionState.UNREADABLE]
    if opened:
        yield _opened(name, opened, today=today, days=days, is_gone=is_gone)
    if unread:
        yield _unread(name, unread, is_gone=is_gone)


def is_trouble(document: SentDocument) -> bool:
    """Whether something is to be said of a document: of a picture inside the text, once it was called confidential."""
    if document.answer in HARMLESS or document.protection.state is ProtectionState.PROTECTED:
        return False
    return document.kind is PartKind.DOCUMENT or document.answer is Answer.CONFIDENTIAL


def _opened(name: str, documents: Sequence[SentDocument], *, today: date, days: int, is_gone: bool) -> Outcome:
    status = worst(_status(document, today=today, days=days) for document in documents)
    message = documents[0].message
    many = f"{len(documents)} documents" if len(documents) > 1 else "a document"
    if any(document.answer is Answer.CONFIDENTIAL for document in documents):
        title = f"A letter of {day_in_words(message.stored)} carried a confidential document that anybody can open."
        together = "{count} letters carried a confidential document that anybody can open."
        remedy = "Send it again with a password, ask the reader to delete the first one, and talk to your supervisor."
    else:
        title = f"A letter of {day_in_words(message.stored)} carried {many} that anybody can open. Is it confidential?"
        together = "{count} letters carried documents that anybody can open. Is any of them confidential?"
        remedy = "Answer with `mailcheck sort`. If one names or describes a client, send it again with a password."
        if is_gone:
            remedy = "If it named a client, send it again with a password. Then close it with `mailcheck settle`."
    facts = sorted({told(document.protection) for document in documents})
    return outcome(
        status,
        name,
        title,
        detail=_detail(facts, is_gone=is_gone),
        remedy=remedy,
        grade=Grade.PROOF,
        evidence="A1",
        items=[item_of(document) for document in documents],
        key=f"open {message.key}",
        together=together,
        is_incident=True,
    )


def _status(document: SentDocument, *, today: date, days: int) -> Status:
    if document.answer is Answer.CONFIDENTIAL:
        return Status.NOT_MET
    asked = document.asked or today
    return Status.NOT_MET if today - asked > timedelta(days=days) else Status.ATTENTION


def _unread(name: str, documents: Sequence[SentDocument], *, is_gone: bool) -> Outcome:
    message = documents[0].message
    remedy = "Look at the file. Was it confidential, and did it have a password? Answer with `mailcheck sort`."
    if is_gone:
        remedy = "If it was not confidential, or had a password, close it with `mailcheck settle`."
    return outcome(
        Status.COULD_NOT_CHECK,
        name,
        f"A letter of {day_in_words(message.stored)} carried a file that mailcheck could not read.",
        detail=_detail(sorted({document.protection.reason for document in documents}), is_gone=is_gone),
        remedy=remedy,
        grade=Grade.INFO,
        evidence="A1",
        items=[item_of(document) for document in documents],
        key=f"unread {message.key}",
        together="{count} letters carried a file that mailcheck could not read.",
        is_incident=True,
    )


def _detail(facts: Iterable[str], *, is_gone: bool) -> str:
    told = "; ".join(facts)
    return f"{told}. {GONE}" if is_gone else told


def item_of(document: SentDocument) -> Item:
    """Return what a report may say of a document: where it is and of what kind, and never its name."""
    message, protection = document.message, document.protection
    return Item(
        message.folder,
        message.uidvalidity,
        message.uid,
        message.stored,
        protection.format,
        protection.state.value,
        protection.strength.value,
        document.size,
    )
