"""Each account's part of the report: what was looked at in it, and what was not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from mailcheck.audit.dating import LOOKED_AT, looked_on
from mailcheck.audit.months import sent_months
from mailcheck.audit.settled import answer_of, closed_items
from mailcheck.model import (
    NOT_CONNECTED,
    Account,
    AccountEvidence,
    AccountReport,
    Answer,
    Basis,
    Coverage,
    Evidence,
    Findings,
    Item,
    Missing,
    NotLooked,
    PartKind,
    Policy,
    ProtectionState,
    Refusal,
    SentDocument,
    SentMail,
    SortedDocuments,
    Status,
    worst,
)
from mailcheck.rules.open_documents import item_of

_KEPT_BACK = frozenset({"sieve-not-offered", "refused-command"})
"""The keys of servers that do not show something to anybody: no look that failed, and asked about elsewhere."""


def account(seen: AccountEvidence, findings: Findings, since: date) -> AccountReport:
    """Return one account's part of the report."""
    name = seen.account.name
    kinds = [kind for kind in findings.kinds if name in kind.outcome.accounts]
    problem = _problem(seen)
    status = worst(kind.status for kind in kinds if kind.basis is not Basis.ADVICE)
    closed = findings.where(lambda kind: kind.settled is not None and name in kind.outcome.accounts)
    return AccountReport(
        name=name,
        role=seen.account.role.value,
        provider=seen.account.provider.name if seen.account.provider else "",
        status=worst((status, Status.COULD_NOT_CHECK)) if problem else status,
        problem=problem,
        coverage=_coverage(seen, since, closed_items(closed)),
        months=sent_months(seen.sent),
    )


def declared_account(declared: Account, since: date) -> AccountReport:
    """Return the part of the report of an account that the member declares instead of connecting."""
    provider = declared.provider.name if declared.provider else ""
    coverage = Coverage(since=since, not_looked=(NOT_CONNECTED,))
    return AccountReport(declared.name, declared.role.value, provider, Status.DECLARED, None, coverage)


def _problem(seen: AccountEvidence) -> Refusal | None:
    for part in (seen.connection, seen.sent, seen.looks):
        if isinstance(part, Missing):
            return Refusal(part.key, part.retry, part.reason, part.said)
    return None


def _coverage(seen: AccountEvidence, since: date, closed: Mapping[Item, str]) -> Coverage:
    not_looked, looked = tuple(_not_looked(seen)), tuple(looked_on(seen))
    match seen.sent:
        case SentMail() as sent:
            unreadable = sent.documents.how_many(lambda each: each.protection.state is ProtectionState.UNREADABLE)
            return Coverage(
                folders=tuple(folder.label for folder in sent.folders),
                messages=sent.messages,
                new_messages=sent.new_messages,
                documents=len(sent.documents),
                unreadable=unreadable + len(sent.unexamined),
                since=since,
                not_looked=not_looked,
                protected=sent.documents.how_many(lambda each: each.protection.state is ProtectionState.PROTECTED),
                sorting=_sorting(sent, closed),
                looked=looked,
                fetched_whole=sent.documents.how_many(lambda each: each.was_fetched_whole),
            )
    return Coverage(since=since, not_looked=not_looked, looked=looked)


def _sorting(sent: SentMail, closed: Mapping[Item, str]) -> SortedDocuments:
    """Count what was answered about attached documents that left without protection; pictures are not asked about.

    What was closed waits for no answer.
    """
    unprotected = sent.documents.where(_is_asked_about)
    counts: Counter[Answer | None] = Counter()
    if closed:
        for each in unprotected:
            counts.update(_answers_to(each, closed))
    else:
        for like, number in unprotected.by_kind():
            counts[like.answer] += number
    for each in filter(_is_asked_about, sent.gone):
        counts.update(_answers_to(each, closed))
    return SortedDocuments(
        confidential=counts[Answer.CONFIDENTIAL],
        not_confidential=counts[Answer.NOT_CONFIDENTIAL],
        asked_without=counts[Answer.ASKED_WITHOUT],
        waiting=counts[None],
    )


def _is_asked_about(document: SentDocument) -> bool:
    return document.kind is PartKind.DOCUMENT and document.protection.state is not ProtectionState.PROTECTED


def _answers_to(document: SentDocument, closed: Mapping[Item, str]) -> Iterator[Answer | None]:
    """Yield how a document counts; one that was closed in another way than by an answer does not."""
    answer = answer_of(document, closed)
    if answer is not None or item_of(document) not in closed:
        yield answer


def _not_looked(seen: AccountEvidence) -> Iterator[NotLooked]:
    parts = (("the mailbox", seen.connection), ("sent letters", seen.sent), ("the newest letters", seen.looks))
    for what, part in parts:
        if isinstance(part, Missing):
            yield NotLooked(what, part.reason)
            return
    if seen.sent is None:
        yield NotLooked("sent letters", "this is not a professional account")
    for field, what in LOOKED_AT.items():
        part = getattr(seen, field)
        if field != "sent" and isinstance(part, Missing) and part.key not in _KEPT_BACK:
            yield NotLooked(what, part.reason)


def never_looked(policy: Policy, known: Iterable[str], evidence: Evidence) -> tuple[NotLooked, ...]:
    """Return what no run looks at, said in every report."""
    shown = {clause.id for clause in policy.clauses if clause.members}
    built = set(known)
    missing = sorted(name for name, rule in policy.rules.items() if rule.clause in shown and name not in built)
    notes = list(_unread_words(evidence))
    if missing:
        notes.append(NotLooked(", ".join(missing), "this version does not look at these yet"))
    if not evidence.accounts:
        notes.append(
            NotLooked("any mailbox", "no account is connected" if evidence.declared else "no account is set up")
        )
    return tuple(notes)


def _unread_words(evidence: Evidence) -> Iterator[NotLooked]:
    """Yield what is not read: every word, or all but those of sent letters, where the member asked for these."""
    if all(seen.words is None for seen in evidence.professional()):
        why = "mailcheck does not read them, unless you switch it on (read_words)"
        yield NotLooked("the words of e-mails, where links lead to, and chats", why)
    else:
        why = "mailcheck reads the words of letters you sent, as you asked, and of those you received whom they greet"
        yield NotLooked("the rest of letters you received, where links lead to, and chats", why)
