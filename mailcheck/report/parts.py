"""A report in parts, before it is known what it is shown on: headings, and rows of a label and a sentence."""

from collections.abc import Iterable, Iterator

from mailcheck.dataclass import dataclass
from mailcheck.model import IN_ORDER, Basis, ClauseVerdict, Finding, Report, Status

ORDER = (Status.NOT_MET, Status.COULD_NOT_CHECK, Status.ATTENTION, Status.DECLARED, Status.MET)
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is said. Its text may quote a server: whoever shows it makes it harmless there."""

    label: str
    """Empty: it goes on with what the row above is about."""
    text: str
    small: str = ""
    """What only those need who go on from here: a finding's name, how certain it is."""
    is_next: bool = False
    """True: it is the one thing to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what is said under it."""

    title: str
    blocks: tuple[tuple[Row, ...], ...]
    """Rows that belong together."""
    status: Status | None = None
    is_waiting: bool = False
    """True: nothing but the member's answer is missing; said so instead of asking for attention."""


def part(
    title: str, blocks: Iterable[Iterable[Row]], status: Status | None = None, *, is_waiting: bool = False
) -> Iterator[Part]:
    """Yield a part, without empty blocks; nothing where there is nothing to say."""
    filled = tuple(rows for rows in map(tuple, blocks) if rows)
    if filled:
        yield Part(title, filled, status, is_waiting)


def next_step(text: str) -> Row:
    """Return the one thing to do next."""
    return Row("Next", text, is_next=True)


def counting_for(clause: ClauseVerdict, result: Report) -> list[Finding]:
    """Return the findings that have a say in a clause's state; advice has none."""
    return list(result.findings.where(lambda kind: kind.clause == clause.id and kind.basis is not Basis.ADVICE))


def waits_for_an_answer(clause: ClauseVerdict, result: Report) -> bool:
    """Whether everything that was measured for a clause is in order, and only questions are open."""
    measured = {kind.rule for kind in result.findings.kinds}
    return clause.status is Status.ATTENTION and all(
        rule.status in IN_ORDER or rule.basis is Basis.ADVICE for rule in clause.rules if rule.name in measured
    )


def only_waits(result: Report) -> bool:
    """Whether a whole report asks for nothing but answers."""
    open_ones = [clause for clause in result.clauses if clause.status not in IN_ORDER]
    return bool(open_ones) and all(waits_for_an_answer(clause, result) for clause in open_ones)
