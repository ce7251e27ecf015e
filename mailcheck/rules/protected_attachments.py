"""Documents leave the professional account protected."""

from collections.abc import Iterator
from datetime import date
from itertools import chain, groupby

from mailcheck.model import (
    Evidence,
    Grade,
    Missing,
    Outcome,
    PartKind,
    RulePolicy,
    SentMail,
    Status,
)
from mailcheck.model.days import day_in_words
from mailcheck.rules import SENT_NOT_LOOKED_AT, could_not_check, outcome, rule
from mailcheck.rules.letters import place_of
from mailcheck.rules.open_documents import HARMLESS, is_trouble, judge_letter
from mailcheck.rules.sent_letters import hard_to_open, marked_in_vain, rows_of, safely_sent, whole_letters

DAYS_TO_SORT = 14
SECURE_SYSTEMS = "secure-gateway"


@rule
def protected_attachments(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Confidential documents leave the professional account protected.

    Why: an ordinary e-mail can be read on every server it passes, and by everybody it is passed on to.
    Looks at: each document attached to each letter sent since the day that counts, as far as is needed to see
        whether opening it needs a password. The words of letters are not read.
    Cannot see: what a document says, so it asks; a file reached through a link; a letter whose copy was not kept,
        unless an earlier check saw it.
    Put right: send it again with a password, ask for the first one to be deleted, and tell the password by telephone.
    """
    days = int(policy.options.get("days_to_sort", DAYS_TO_SORT))
    accepts_routes = SECURE_SYSTEMS in policy.options.get("accepted_protection", (SECURE_SYSTEMS,))
    for seen in evidence.professional():
        name = seen.account.name
        match seen.sent:
            case Missing() as missing:
                yield could_not_check(name, missing, evidence="A12")
            case None:
                yield could_not_check(name, SENT_NOT_LOOKED_AT)
            case SentMail() as sent:
                if not sent.messages:
                    yield _nothing_sent(name, evidence.since)
                safe = safely_sent(sent) if accepts_routes else frozenset()
                yield from _judge_sent(evidence, name, sent, safe, days=days)


def _nothing_sent(name: str, since: date) -> Outcome:
    """Return that there was nothing to look at: no pass, and no fault of anybody's."""
    return outcome(
        Status.COULD_NOT_CHECK,
        name,
        f"Nothing was sent since {day_in_words(since)}, so there was nothing to look at.",
        remedy=(
            "Nothing has to be done: what you send from now on is looked at. What was sent before can be told as "
            "history, if you wish: `mailcheck check --look-back`."
        ),
    )


def _judge_sent(evidence: Evidence, name: str, sent: SentMail, safe: frozenset[str], *, days: int) -> Iterator[Outcome]:
    today, is_well = evidence.now.date(), True
    open_ones = (
        trouble
        for documents, is_gone in ((sent.documents.where(is_trouble), False), (sent.gone, True))
        for message, letter in groupby(documents, key=lambda document: document.message)
        if message.key not in safe
        for trouble in judge_letter(name, tuple(letter), today=today, days=days, is_gone=is_gone)
    )
    for trouble in chain(open_ones, marked_in_vain(name, sent), hard_to_open(name, sent)):
        is_well = False
        yield trouble
    if sent.unexamined:
        yield _unexamined(name, sent)
    if sent.messages and is_well and not sent.unexamined:
        # A letter that was called harmless may have been deleted since, so what is there is not all that was sent.
        by_answers = any(each.answer in HARMLESS for each in evidence.said.sorted)
        yield _all_well(name, sent, safe, by_answers=by_answers)


def _unexamined(name: str, sent: SentMail) -> Outcome:
    count = len(sent.unexamined)
    return outcome(
        Status.COULD_NOT_CHECK,
        name,
        f"{count} sent {'letter' if count == 1 else 'letters'} could not be examined.",
        detail="; ".join(sorted({why for _, why in sent.unexamined})),
        remedy="Nothing you did is wrong. The next check tries again.",
        evidence="A12",
        items=[place_of(message) for message, _ in sent.unexamined],
    )


def _all_well(name: str, sent: SentMail, safe: frozenset[str], *, by_answers: bool) -> Outcome:
    documents = sent.documents.where(lambda each: each.kind is PartKind.DOCUMENT)
    harmless = documents.where(lambda each: each.answer in HARMLESS)
    routed = sum(document.message.key in safe for document in documents) if safe else 0
    sorted_out = sum(document.message.key not in safe for document in harmless)
    closed = len(documents) - sorted_out - routed
    facts = [f"{closed} {'needs' if closed == 1 else 'need'} a password or a key"] if closed else []
    if sorted_out:
        facts.append(f"{sorted_out} you called not confidential")
    if routed:
        facts.append(f"{routed} went through a secure mail system")
    facts += whole_letters(sent)
    if pictures := len(sent.documents) - len(documents):
        facts.append(
            f"{pictures} {'picture inside letters was' if pictures == 1 else 'pictures inside letters were'} not judged"
        )
    title = "Every document that was sent is protected against being opened." if documents else "No document was sent."
    if routed:
        title = "Every document that was sent was protected."
    if sorted_out or by_answers:
        title = "No document was sent open that names or describes a client, going by your answers."
    return outcome(
        Status.MET,
        name,
        title,
        detail=f"{'; '.join(facts)}." if facts else "",
        grade=Grade.PROOF,
        evidence=" ".join(("A1", *rows_of(sent), *(("A4",) if routed else ()))),
        looked_at=f"{sent.messages} sent letters, {len(documents)} documents",
    )
