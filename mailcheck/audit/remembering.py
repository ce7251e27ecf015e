"""What a run knows of earlier ones, and what it leaves to the next: dates, and incidents whose letter has vanished."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING

from mailcheck.audit.baselines import keep_baselines, with_baselines
from mailcheck.model import (
    AccountEvidence,
    Answer,
    Documents,
    Evidence,
    Findings,
    PartKind,
    ProtectionState,
    Said,
    SentDocument,
    SentMail,
)
from mailcheck.rules.open_documents import HARMLESS, item_of
from mailcheck.rules.sent_letters import safely_sent

if TYPE_CHECKING:
    from mailcheck.state import KeptDocument, State


def recalled(evidence: Evidence, state: "State") -> Evidence:
    """Return the evidence with what only earlier runs can know: of the sent letters, and of how the inboxes stood.

    Letters that were sent open and have vanished since are added. Every open document is dated from the day it was
    first seen, so that the days to answer count from then.
    """
    today = evidence.now.date()

    def complete(name: str, sent: SentMail) -> SentMail:
        missing = gone(sent, state.documents(name, but=sent.documents.keys()), evidence.said, since=evidence.since)
        return replace(
            sent,
            documents=sent.documents.asked_on(_is_unprotected, partial(state.first_seen, today=today)),
            gone=Documents.of(missing).asked_on(_is_unprotected, partial(state.first_seen, today=today))[:],
        )

    return with_baselines(_each(evidence, complete), state)


def gone(sent: SentMail, known: Iterable["KeptDocument"], said: Said, *, since: date) -> tuple[SentDocument, ...]:
    """Return the known documents whose letter is no longer there, less those that were called harmless.

    One that was settled stays: it is no longer judged, and stays counted.

    A document is known again by its keyed digest, wherever its letter was moved within the sent folders and whatever
    its UID is now.
    """
    answers = _answers(said)
    documents = (
        replace(kept.document, answer=_answer(kept, answers))
        for kept in _missing(sent, known)
        if not _is_harmless(kept, answers) and kept.document.message.stored >= since
    )
    return tuple(sorted(documents, key=lambda document: (document.message.stored, document.message.key, document.key)))


def _missing(sent: SentMail, known: Iterable["KeptDocument"]) -> Iterator["KeptDocument"]:
    """Yield what is known and no longer there; where something could not be read, nothing can be said to be missing."""
    if any(not message.key for message, _ in sent.unexamined):
        return
    unexamined = {message.key for message, _ in sent.unexamined}
    known = tuple(known)
    here = {kept.document.key for kept in known}
    here.intersection_update(sent.documents.keys() if here else ())
    for kept in known:
        if kept.document.key not in here and kept.document.message.key not in unexamined:
            yield kept


def _is_harmless(kept: "KeptDocument", answers: Mapping[str, Answer]) -> bool:
    answer = _answer(kept, answers)
    if kept.document.kind is PartKind.INLINE_IMAGE:  # judged only if it was called so; else perhaps a logo by now
        return answer is not Answer.CONFIDENTIAL
    return answer in HARMLESS


def _answer(kept: "KeptDocument", answers: Mapping[str, Answer]) -> Answer | None:
    return answers.get(kept.document.key, kept.document.answer)


def _answers(said: Said) -> Mapping[str, Answer]:
    return {entry.document: entry.answer for entry in said.sorted if entry.document}


def remember(evidence: Evidence, findings: Findings, state: "State") -> Findings:
    """Keep every open document for the next run, and return the findings, each with the day it was first seen."""
    with state.together():
        for name, sent in _sent(evidence):
            _keep(name, sent, findings, evidence.said, state)
        keep_baselines(evidence, state)
        return findings.first_seen_on(partial(state.first_seen, today=evidence.now.date()))


def _keep(name: str, sent: SentMail, findings: Findings, said: Said, state: "State") -> None:
    from mailcheck.state import KeptDocument  # noqa: PLC0415 - sqlite3 is needed only where there is a state

    incidents = findings.where(lambda kind: kind.outcome.is_incident and kind.outcome.accounts == (name,))
    answers = _answers(said)
    known = state.documents(name, but=sent.documents.keys())
    closed = [kept.document.key for kept in _missing(sent, known) if _is_harmless(kept, answers)]
    protected = sent.documents.where(lambda each: not _is_unprotected(each)).keys()
    safe = safely_sent(sent)  # deleting such a letter leaves nothing open behind
    mark = _mark(sent, incidents, safe, closed)
    if state.mark_of_documents(name) == mark:
        return  # the run before this one kept the same
    # Of thousands of items only that, which takes a third of the memory.
    speaks = {hash(item): finding.id for finding in incidents for item in finding.outcome.items}
    documents = (
        KeptDocument(each, finding)
        for each in chain(sent.documents.where(_is_unprotected), sent.gone)
        if (finding := speaks.get(hash(item_of(each)), "")) or each.message.key not in safe
    )
    state.keep_documents(name, documents, closed=chain(closed, protected), mark=mark)


def _mark(sent: SentMail, incidents: Findings, safe: Iterable[str], closed: Iterable[str]) -> str:
    """Return a digest of all that decides which documents are kept, and as what."""
    mark = sha256(sent.documents.which)
    for rows in sent.documents.rows:
        mark.update(rows)
    for each in (sent.documents.kinds, sent.documents.places, sent.gone):
        mark.update(repr(each).encode())
    for octets in incidents.octets():
        mark.update(octets)
    for names in (sorted(safe), closed):
        mark.update(" ".join(names).encode() + b"\n")
    return mark.hexdigest()


def _is_unprotected(document: SentDocument) -> bool:
    return document.protection.state is not ProtectionState.PROTECTED


def _sent(evidence: Evidence) -> list[tuple[str, SentMail]]:
    return [(seen.account.name, seen.sent) for seen in evidence.accounts if isinstance(seen.sent, SentMail)]


def _each(evidence: Evidence, change: Callable[[str, SentMail], SentMail]) -> Evidence:
    def changed(seen: AccountEvidence) -> AccountEvidence:
        if not isinstance(seen.sent, SentMail):
            return seen
        return replace(seen, sent=change(seen.account.name, seen.sent))

    return replace(evidence, accounts=tuple(map(changed, evidence.accounts)))
