"""Documents leave the professional account protected."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from mailcheck.model import (
    Evidence,
    Grade,
    Item,
    MessageProtection,
    MessageRef,
    Missing,
    Outcome,
    PartKind,
    RulePolicy,
    SentMail,
    Status,
)
from mailcheck.rules import could_not_check, outcome, rule
from mailcheck.rules.open_documents import HARMLESS, in_words, judge_letter

DAYS_TO_SORT = 14


@rule
def protected_attachments(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Confidential documents leave the professional account protected.

    Why: mail rests in the clear on every server between you and the reader, and in every mailbox it is passed on to.
    Looks at: each document attached to each letter sent since the day that counts, as far as is needed to see
        whether opening it needs a password. The words of letters are not read.
    Cannot see: what a document says, so it asks; a file reached through a link; a letter whose copy was not kept,
        unless an earlier check saw it.
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
            case SentMail() as sent:
                if not sent.messages:
                    why = f"Nothing was sent since {in_words(evidence.since)}, so there was nothing to look at."
                    yield could_not_check(name, Missing(why))
                yield from _judge_sent(name, sent, today=evidence.now.date(), days=days)


def _judge_sent(name: str, sent: SentMail, *, today: date, days: int) -> Iterator[Outcome]:
    troubles = [
        trouble
        for documents, is_gone in ((sent.documents, False), (sent.gone, True))
        for _, letter in groupby(documents, key=lambda document: document.message)
        for trouble in judge_letter(name, tuple(letter), today=today, days=days, is_gone=is_gone)
    ]
    yield from troubles
    if sent.unexamined:
        yield _unexamined(name, sent)
    if sent.messages and not troubles and not sent.unexamined:
        yield _all_well(name, sent)


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


def _place(message: MessageRef) -> Item:
    return Item(message.folder, message.uidvalidity, message.uid, message.stored)
