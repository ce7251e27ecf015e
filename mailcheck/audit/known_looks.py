"""What earlier runs saw of accounts and pairs, what that rests on, and what this run leaves to the next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from mailcheck import __version__
from mailcheck.dataclass import dataclass
from mailcheck.gather.collect import DOMAIN
from mailcheck.gather.errands import COMPARED_ROWS, ERRANDS
from mailcheck.gather.keys import Purpose
from mailcheck.gather.memory import Known, KnownPair, is_lasting, pair_server
from mailcheck.gather.visit import Question
from mailcheck.gather.visiting import MARKS
from mailcheck.model import (
    AccountEvidence,
    Basis,
    Evidence,
    Finding,
    FolderMarks,
    Missing,
    SentMail,
    Sharing,
    Status,
    Words,
)
from mailcheck.model.domain import DomainFacts
from mailcheck.model.traces import SieveLook
from mailcheck.model.use import Contacts, SentUse, TraceLook
from mailcheck.model.words import Salutations
from mailcheck.protection import VERDICTS

if TYPE_CHECKING:
    from mailcheck.settings import Settings
    from mailcheck.state import Seen, SeenBefore, State

PAIR = "pair"
_KINDS: Mapping[str, Any] = {
    "sent": SentMail,
    "replies": int,
    "salutations": Salutations,
    "sharing": Sharing,
    "sent_use": SentUse,
    "traces": TraceLook,
    "scripts": SieveLook,
    "contacts": Contacts,
    "words": Words,
    DOMAIN: DomainFacts,
}
"""What each kind of evidence is."""
_FACTS = ("exchange", "spf", "dmarc", "mta_sts", "tlsa")
_ASKS = frozenset({Status.ATTENTION, Status.NOT_MET})


@dataclass(frozen=True, slots=True)
class KnownLooks:
    """A `Memory`: what is remembered, less what rests on something that is different today."""

    basis: str
    sent_basis: str
    """Of what was found in sent letters, which depends on more."""
    before: "SeenBefore" = field(repr=False)

    def recall(self, account: str, kind: str) -> Known | None:
        """Return what is known of an account."""
        if kind == MARKS:
            return self._known(account, kind, tuple[FolderMarks, ...])
        return self._known(account, kind, _KINDS[kind] | Missing) if kind in _KINDS else None

    def recall_pair(self, professional: str, personal: str) -> Known | None:
        """Return what is known of a pair."""
        return self._known(_pair(professional, personal), PAIR, KnownPair)

    def basis_of(self, kind: str) -> str:
        """Return the digest of what one kind of evidence rests on."""
        return self.sent_basis if kind in {"sent", "words"} else self.basis

    def _known(self, subject: str, kind: str, of: Any) -> Known | None:  # noqa: ANN401 - a class or a generic alias
        from mailcheck.state.values import from_text  # noqa: PLC0415 - needed only where something is known

        row = self.before.of(subject, kind)
        if row is None or row.basis != self.basis_of(kind):
            return None
        try:
            value = _whole(from_text(of, row.found), row.pieces)
        except ValueError:
            return None
        return Known(value, row.looked, row.server, row.again)


def known_looks(settings: "Settings", state: "State", question: Question) -> KnownLooks:
    """Return what earlier runs saw, as far as it would be seen the same today."""
    today = question.today
    transition = settings.transition if settings.transition and settings.transition.holds_on(today) else None
    wishes = sorted(question.switched_on)
    rests_on = (__version__, repr(question.others), str(question.since), repr(transition), *wishes)
    on_letters = (str(VERDICTS), *settings.plugins, repr(settings.secure_mail), repr(settings.said.sorted))
    digest = question.keys.digest
    return KnownLooks(
        digest(Purpose.DOCUMENT, "looks", *rests_on),
        digest(Purpose.DOCUMENT, "sent", *rests_on, *on_letters),
        state.seen(),
    )


def remember_looks(evidence: Evidence, findings: Iterable[Finding], state: "State", known: KnownLooks) -> None:
    """Leave to the next run what this one has seen; what asks for something to be put right is looked at again."""
    asking = [each for each in findings if each.status in _ASKS and each.basis is not Basis.ADVICE]
    seen = [row for each in evidence.accounts for row in _of_account(each, asking, evidence, known)]
    state.seen().keep((*seen, *_of_pairs(evidence, asking, known)))


def _of_account(
    seen: AccountEvidence, asking: Iterable[Finding], evidence: Evidence, known: KnownLooks
) -> "Iterator[Seen]":
    name, today = seen.account.name, evidence.now.date()
    rows = {errand.field: errand.rows for errand in ERRANDS}
    for looked in seen.looked:
        value = _kept(getattr(seen, looked.what))
        is_whole = not isinstance(value, SentMail) or value.is_final
        if looked.what in _KINDS and not looked.is_recalled and is_lasting(value) and is_whole:
            again = _asks(asking, name, rows.get(looked.what, frozenset())) or _has_gaps(value)
            yield _row(known, name, looked.what, value, looked.server, today, again=again)
    if seen.marks:
        yield _row(known, name, MARKS, seen.marks, "", today)


def _of_pairs(evidence: Evidence, asking: Iterable[Finding], known: KnownLooks) -> "Iterator[Seen]":
    apart = {errand.field for errand in ERRANDS if not errand.follows_sent}
    servers = {
        seen.account.name: next((each.server for each in seen.looked if each.server and each.what in apart), "")
        for seen in evidence.accounts
    }
    by_name = {seen.account.name: seen for seen in evidence.accounts}
    for pair in evidence.pairs:
        both = (pair.professional, pair.personal)
        parts = [part for name in both for part in (by_name[name].looks, by_name[name].traces, by_name[name].contacts)]
        server = pair_server(*(servers[name] for name in both))
        if pair.looked is None and pair.comparison and server and not any(isinstance(each, Missing) for each in parts):
            again = any(_asks(asking, name, COMPARED_ROWS) for name in both)
            value = KnownPair(pair.comparison, pair.looked_together)
            yield _row(known, _pair(*both), PAIR, value, server, evidence.now.date(), again=again)


def _row(
    known: KnownLooks, subject: str, kind: str, value: object, server: str, looked: date, *, again: bool = False
) -> "Seen":
    from mailcheck.state import Seen  # noqa: PLC0415 - sqlite3 is needed only where there is a state
    from mailcheck.state.values import to_text  # noqa: PLC0415

    pieces = value.documents.rows if isinstance(value, SentMail) else ()
    return Seen(subject, kind, known.basis_of(kind), server, looked, again, to_text(_without_rows(value)), pieces)


def _without_rows(value: object) -> object:
    """Return evidence less the rows of its documents, of which there may be thousands: each is kept by itself."""
    if not isinstance(value, SentMail):
        return value
    return replace(value, documents=replace(value.documents, rows=()))


def _whole(value: object, rows: Iterable[bytes]) -> object:
    """Return evidence with the rows of its documents again. Raises ValueError if they are none."""
    if not isinstance(value, SentMail):
        return value
    return replace(value, documents=replace(value.documents, rows=tuple(rows)).checked())


def _kept(value: object) -> object:
    """Return evidence as it is kept: without digests under this run's key, which mean nothing to another run."""
    match value:
        case SentMail():
            return replace(value, new_messages=0)
        case TraceLook():
            return replace(value, received=(), copied=())
        case Contacts():
            return replace(value, people=())
    return value


def _has_gaps(value: object) -> bool:
    """Whether a part of what was asked of the name system was not answered: the next run asks again."""
    return isinstance(value, DomainFacts) and any(isinstance(getattr(value, each), Missing) for each in _FACTS)


def _asks(asking: Iterable[Finding], account: str, rows: frozenset[str]) -> bool:
    return any(account in each.outcome.accounts and not rows.isdisjoint(each.outcome.evidence_ids) for each in asking)


def _pair(professional: str, personal: str) -> str:
    return f"{professional}\n{personal}"
