"""From findings and declarations to clauses, accounts and the state of the whole run."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from mailcheck.audit.asked import applies
from mailcheck.audit.dating import LOOKED_AT, looked_on
from mailcheck.audit.months import sent_months
from mailcheck.audit.registered import REGISTRATION, registered
from mailcheck.audit.settled import answer_of, closed_items
from mailcheck.model import (
    IN_ORDER,
    NOT_CONNECTED,
    Account,
    AccountEvidence,
    AccountReport,
    Answer,
    Basis,
    ClauseVerdict,
    Coverage,
    Declaration,
    DeclarationReport,
    Declared,
    Evidence,
    Finding,
    Item,
    Missing,
    NotLooked,
    PartKind,
    Policy,
    ProtectionState,
    Refusal,
    RuleVerdict,
    Said,
    SentDocument,
    SentMail,
    SortedDocuments,
    Status,
    worst,
)
from mailcheck.rules.open_documents import item_of
from mailcheck.rules.programs import one_program

ONE_PROGRAM = "private-mail-programme"
"""The declaration on which it bears that one program seems to show several accounts."""
_KEPT_BACK = frozenset({"sieve-not-offered", "refused-command"})
"""The keys of servers that do not show something to anybody: no look that failed, and asked about elsewhere."""
_ANSWERED = {"yes": Status.DECLARED, "no": Status.NOT_MET, "not-applicable": Status.NOT_APPLICABLE}


def declarations(
    policy: Policy, said: Said, today: date, evidence: Evidence | None = None
) -> tuple[DeclarationReport, ...]:
    """Return how each of the policy's declarations stands; unanswered or expired is attention, "not reviewed".

    With `evidence`, one that stands in for what a provider hides does not apply where the server shows it.
    """
    answers = {declared.id: declared for declared in sorted(said.declarations, key=lambda each: each.made)}
    found = (
        _declaration(asked, answers.get(asked.id), today, applies=applies(asked, evidence))
        for asked in policy.declarations
    )
    return tuple(_remarked(each, evidence) for each in found)


def _remarked(declared: DeclarationReport, evidence: Evidence | None) -> DeclarationReport:
    """Return a declaration with what was seen that bears on it (U8), unless a "yes" or a "no" has settled it."""
    if declared.id != ONE_PROGRAM or evidence is None or declared.note or declared.answer in {"yes", "no"}:
        return declared
    return replace(declared, note=one_program(evidence))


def _declaration(
    asked: Declaration, answer: Declared | None, today: date, *, applies: bool | None
) -> DeclarationReport:
    first_asked = asked.question if applies else asked.condition or asked.question
    if applies is False:
        return DeclarationReport(asked.id, asked.clause, "", "", None, None, Status.NOT_APPLICABLE, first_asked)
    if answer is None or (applies and asked.condition and answer.answer == "not-applicable"):
        # "Not applicable" came from the condition, and what was seen says that it holds.
        return DeclarationReport(asked.id, asked.clause, "", "", None, None, Status.ATTENTION, first_asked)
    is_current = today <= answer.expires
    status = _ANSWERED.get(answer.answer, Status.ATTENTION) if is_current else Status.ATTENTION
    if status is Status.NOT_MET and asked.is_a_look:
        status = Status.ATTENTION  # not having looked yet is no fault that was found
    note = ""
    if asked.asks == REGISTRATION and answer.answer == "yes":
        found, note = registered(answer, today)
        status = worst((status, found))
    question = asked.question if answer.answer == "no" or note else first_asked
    return DeclarationReport(
        asked.id, asked.clause, answer.answer, answer.by, answer.made, answer.expires, status, question, note
    )


def clauses(
    policy: Policy, findings: Iterable[Finding], declared: Iterable[DeclarationReport]
) -> tuple[ClauseVerdict, ...]:
    """Return the state of every clause that members see: the worst of what serves it, advice left out."""
    serving: dict[str, list[RuleVerdict]] = {}
    for of, verdict in (*_rule_verdicts(findings), *_declaration_verdicts(policy, declared)):
        serving.setdefault(of, []).append(verdict)
    return tuple(
        ClauseVerdict(clause.id, clause.title, _together(verdicts), tuple(verdicts))
        for clause in policy.clauses
        if clause.members
        for verdicts in [serving.get(clause.id, [])]
    )


def _together(verdicts: Iterable[RuleVerdict]) -> Status:
    """Return the worst of what serves a clause; where that is advice alone, it counts only once it is followed."""
    binding = [verdict.status for verdict in verdicts if verdict.basis is not Basis.ADVICE]
    advised = worst(verdict.status for verdict in verdicts)
    return worst(binding) if binding or advised not in IN_ORDER else advised


def _rule_verdicts(findings: Iterable[Finding]) -> Iterator[tuple[str, RuleVerdict]]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    for name, together in by_rule.items():
        first = together[0]
        yield first.clause, RuleVerdict(name, first.basis, worst(finding.status for finding in together))


def _declaration_verdicts(policy: Policy, declared: Iterable[DeclarationReport]) -> Iterator[tuple[str, RuleVerdict]]:
    asked = {each.id: each for each in policy.declarations}
    for answer in declared:
        question = asked[answer.id]
        for clause in (answer.clause, *question.also_serves):
            yield clause, RuleVerdict(answer.id, question.basis, answer.status)


def account(seen: AccountEvidence, findings: Iterable[Finding], since: date) -> AccountReport:
    """Return one account's part of the report."""
    name = seen.account.name
    findings = [finding for finding in findings if name in finding.outcome.accounts]
    problem = _problem(seen)
    status = worst(finding.status for finding in findings if finding.basis is not Basis.ADVICE)
    return AccountReport(
        name=name,
        role=seen.account.role.value,
        provider=seen.account.provider.name if seen.account.provider else "",
        status=worst((status, Status.COULD_NOT_CHECK)) if problem else status,
        problem=problem,
        coverage=_coverage(seen, since, closed_items(findings)),
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


def overall(verdicts: Iterable[ClauseVerdict], accounts: Iterable[AccountReport]) -> Status:
    """Return the state of the run: the worst clause; a run that read nothing is never met."""
    judged = worst(verdict.status for verdict in verdicts)
    read = any(account.problem is None for account in accounts)
    return worst((judged, Status.COULD_NOT_CHECK)) if judged is Status.MET and not read else judged


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
