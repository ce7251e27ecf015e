"""What is worth a sentence beside the answer about forwarding, and changes nothing in it (D12, F5, F14)."""

from collections.abc import Iterator
from dataclasses import replace

from mailcheck.dataclass import dataclass
from mailcheck.model import AccountEvidence, Evidence, Outcome
from mailcheck.model.days import day_in_words
from mailcheck.model.traces import SieveKind, SieveLook, Whose
from mailcheck.model.use import TraceLook

CATCH_ALL = 3
"""Names at one domain before it looks as if every name led here."""


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence, and the row of docs/evidence.md that it comes from."""

    row: str
    text: str


def notes(evidence: Evidence, work: AccountEvidence, home: AccountEvidence) -> Iterator[Note]:
    """Yield what is worth a sentence about two accounts."""
    name = work.account.name
    if isinstance(work.traces, TraceLook) and work.traces.names >= CATCH_ALL:
        text = f"Letters to any name at your own domain arrive in {name}: {work.traces.names} names were seen."
        yield Note("D12", text)
    if any(_has_stored_rule(seen) for seen in (work, home)):
        yield Note("F5", "A rule that is stored on the mail server, but not switched on, would pass letters on.")
    if evidence.separated_since is None:
        for seen in (work, home):
            yield from _batch(seen)


def _has_stored_rule(seen: AccountEvidence) -> bool:
    if not isinstance(seen.scripts, SieveLook):
        return False
    return any(
        action.kind is SieveKind.REDIRECT and not action.active and action.target.whose is not Whose.OWN
        for script in seen.scripts.scripts
        for action in script.actions
    )


def _batch(seen: AccountEvidence) -> Iterator[Note]:
    if isinstance(seen.traces, TraceLook) and (batch := seen.traces.batch):
        day = day_in_words(batch.stored)
        yield Note("F14", f"{batch.letters} older letters were copied into {seen.account.name} at once, on {day}.")


def with_notes(answer: Outcome, told: tuple[Note, ...]) -> Outcome:
    """Return an answer with notes behind what it says."""
    if not told:
        return answer
    detail = " ".join((answer.detail, *(note.text for note in told))).strip()
    return replace(answer, detail=detail, evidence_ids=(*answer.evidence_ids, *dict.fromkeys(n.row for n in told)))
