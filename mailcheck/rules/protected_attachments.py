"""Documents leave the professional account protected."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from mailcheck.model import (
    Answer,
    Evidence,
    Grade,
    Item,
    MessageProtection,
    MessageRef,
    Missing,
    Outcome,
    PartKind,
    ProtectionState,
    RulePolicy,
    SentDocument,
    SentMail,
    Status,
    worst,
)
from mailcheck.rules import could_not_check, outcome, rule

DAYS_TO_SORT = 14
OPENS = frozenset({ProtectionState.OPEN, ProtectionState.PARTIAL})
HARMLESS = frozenset({Answer.NOT_CONFIDENTIAL, Answer.ASKED_WITHOUT})


@rule
def protected_attachments(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Confidential documents leave the professional account protected.

    Why: mail rests in the clear on every server between you and the reader, and in every mailbox it is passed on to.
    Looks at: each document attached to each letter sent since the day that counts, as far as is needed to see
        whether opening it needs a password. The words of letters are not read.
    Cannot see: what a document says, so it asks; a file reached through a link; a letter whose copy was not kept.
    Put right: send it again with a password, ask for the first one to be deleted, and tell the password by telephone.
    """
    days = int(policy.options.get("days_to_sort", DAYS_TO_SORT))
    for seen in evidence.professional():
        name = seen.account.name
        match seen.sent:
            case Missing() as missing:
                yield could_not_check(name, missing, evidence="A12")
            case None:
                yield could_not_check(name, Missing("The Sent folder was not looked at."))
            case SentMail(messages=0):
                yield could_not_check(
                    name, Missing(f"Nothing was sent since {_day(evidence.since)}, so there was nothing to look at.")
                )
            case SentMail() as sent:
                yield from _judge_sent(name, sent, today=evidence.now.date(), days=days)


def _judge_sent(name: str, sent: SentMail, *, today: date, days: int) -> Iterator[Outcome]:
    troubles = [
        trouble
        for _, group in groupby(sent.documents, key=lambda document: document.message)
        for trouble in _judge_message(name, tuple(group), today=today, days=days)
    ]
    yield from troubles
    if sent.unexamined:
        yield _unexamined(name, sent)
    if not troubles and not sent.unexamined:
        yield _all_well(name, sent)


def _judge_message(name: str, documents: Sequence[SentDocument], *, today: date, days: int) -> Iterator[Outcome]:
    """Yield one outcome for the open documents of a message and one for the unreadable ones."""
    attached = [document for document in documents if _is_question(document)]
    opened = [document for document in attached if document.protection.state in OPENS]
    unread = [document for document in attached if document.protection.state is ProtectionState.UNREADABLE]
    if opened:
        yield _opened(name, opened, today=today, days=days)
    if unread:
        yield _unread(name, unread)


def _is_question(document: SentDocument) -> bool:
    """Whether a document still needs a judgement: pictures inside the text only once they were called confidential."""
    if document.answer in HARMLESS:
        return False
    return document.kind is PartKind.DOCUMENT or document.answer is Answer.CONFIDENTIAL


def _opened(name: str, documents: Sequence[SentDocument], *, today: date, days: int) -> Outcome:
    status = worst(_status(document, today=today, days=days) for document in documents)
    message = documents[0].message
    many = f"{len(documents)} documents" if len(documents) > 1 else "a document"
    if any(document.answer is Answer.CONFIDENTIAL for document in documents):
        title = f"A letter of {_day(message.stored)} carried a confidential document that anybody can open."
        together = "{count} letters carried a confidential document that anybody can open."
        remedy = "Send it again with a password, ask the reader to delete the first one, and talk to your supervisor."
    else:
        title = f"A letter of {_day(message.stored)} carried {many} that anybody can open. Is it confidential?"
        together = "{count} letters carried documents that anybody can open. Is any of them confidential?"
        remedy = "Look at the letter. If the document names or describes a client, send it again with a password."
    return outcome(
        status,
        name,
        title,
        detail="; ".join(
            sorted({f"{document.protection.format}: {document.protection.reason}" for document in documents})
        ),
        remedy=remedy,
        grade=Grade.PROOF,
        evidence="A1",
        items=[_item(document) for document in documents],
        key=f"open {message.key}",
        together=together,
    )


def _status(document: SentDocument, *, today: date, days: int) -> Status:
    if document.answer is Answer.CONFIDENTIAL:
        return Status.NOT_MET
    asked = document.asked or today
    return Status.NOT_MET if today - asked > timedelta(days=days) else Status.ATTENTION


def _unread(name: str, documents: Sequence[SentDocument]) -> Outcome:
    message = documents[0].message
    return outcome(
        Status.COULD_NOT_CHECK,
        name,
        f"A letter of {_day(message.stored)} carried a file that mailcheck could not read.",
        detail="; ".join(sorted({document.protection.reason for document in documents})),
        remedy="Look at the letter: is the file confidential, and did it have a password?",
        grade=Grade.INFO,
        evidence="A1",
        items=[_item(document) for document in documents],
        key=f"unread {message.key}",
        together="{count} letters carried a file that mailcheck could not read.",
    )


def _unexamined(name: str, sent: SentMail) -> Outcome:
    count = len(sent.unexamined)
    return outcome(
        Status.COULD_NOT_CHECK,
        name,
        f"{count} sent {'letter' if count == 1 else 'letters'} could not be examined.",
        detail="; ".join(sorted({why for _, why in sent.unexamined})),
        remedy="Nothing you did is wrong. The next check tries again.",
        evidence="A12",
        items=[_place(message) for message, _ in sent.unexamined],
    )


def _all_well(name: str, sent: SentMail) -> Outcome:
    documents = [document for document in sent.documents if document.kind is PartKind.DOCUMENT]
    sorted_out = sum(document.answer in HARMLESS for document in documents)
    encrypted = sum(kind is MessageProtection.ENCRYPTED for _, kind in sent.protected_messages)
    facts = [f"{len(documents) - sorted_out} need a secret to open"] if len(documents) > sorted_out else []
    if sorted_out:
        facts.append(f"{sorted_out} you called not confidential")
    if encrypted:
        facts.append(f"{encrypted} {'letter was' if encrypted == 1 else 'letters were'} encrypted as a whole")
    if pictures := len(sent.documents) - len(documents):
        facts.append(
            f"{pictures} {'picture inside letters was' if pictures == 1 else 'pictures inside letters were'} not judged"
        )
    title = "Every document that was sent needs a secret to open." if facts else "No document was sent."
    if sorted_out:
        title = "No document was sent open that names or describes a client, going by your answers."
    return outcome(
        Status.MET,
        name,
        title,
        detail="; ".join(facts),
        grade=Grade.PROOF,
        evidence="A1 A2" if encrypted else "A1",
        looked_at=f"{sent.messages} sent letters, {len(documents)} documents",
    )


def _item(document: SentDocument) -> Item:
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


def _place(message: MessageRef) -> Item:
    return Item(message.folder, message.uidvalidity, message.uid, message.stored)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
