"""One line for each of several members: how they stand, what changed, and who acts. Pure, and free of names."""

import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from mailcheck.app.nightly.concerns import concerns_of
from mailcheck.dataclass import dataclass
from mailcheck.model import Refusal, Report, Status, worst
from mailcheck.report.nagios import STATES
from mailcheck.report.words import STATUS, count, harmless

SCHEMA = "mailcheck.members/1"
NOBODY, MEMBER, YOU = "nobody", "the member", "you"


class Standing(StrEnum):
    """Under which of the four counts a member falls."""

    NEW = "new"
    OPEN = "open"
    FINE = "fine"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Line:
    """One member."""

    label: str
    status: Status
    standing: Standing
    changed: str
    """What changed since the last time, in counts."""
    acts: str
    """Who has to do something, if anybody has."""


def line_of(label: str, report: Report, before: Report | None) -> Line:
    """Return the line of a member who was looked at; `before` is the report of the last time."""
    now = {each.id: each.status for each in concerns_of(report) if each.is_bad}
    then = {} if before is None else {each.id: each.status for each in concerns_of(before) if each.is_bad}
    problems = [account.problem for account in report.accounts if account.problem is not None]
    new = sum(_is_worse(status, then.get(id_)) for id_, status in now.items())
    # What an account that was not reached hides is not closed.
    closed = 0 if problems else len(then.keys() - now.keys())
    told = [f"{new} new" if new else "", f"{len(now)} open" if now else "", f"{closed} closed" if closed else ""]
    if problems:
        told.append(f"{count(len(problems), 'account')} not reached")
    return Line(
        label,
        report.status,
        _standing(report, new, problems),
        ", ".join(filter(None, told)) or "nothing changed",
        _who(now, problems),
    )


def line_without(label: str, why: str) -> Line:
    """Return the line of a member who could not be looked at at all."""
    return Line(label, Status.COULD_NOT_CHECK, Standing.UNREACHED, " ".join(harmless(why).split()), YOU)


def first_line(lines: Iterable[Line]) -> str:
    """Return the counts of all, fit for the subject of a mail: `1 new, 5 fine, 0 unreached`."""
    standings = [line.standing for line in lines]
    counted = {standing: standings.count(standing) for standing in Standing}
    if not counted[Standing.OPEN]:
        del counted[Standing.OPEN]
    return ", ".join(f"{number} {standing.value}" for standing, number in counted.items())


def text(lines: Sequence[Line]) -> str:
    """Return all lines under the counts, in columns."""
    return "\n".join((first_line(lines), "", *_rows(lines))) + "\n"


def for_monitor(lines: Sequence[Line]) -> str:
    """Return all lines as the output of a monitoring plugin."""
    standings = [line.standing for line in lines]
    performance = " ".join(f"{standing.value}={standings.count(standing)};;;0" for standing in Standing)
    rows = (" ".join(row.replace("|", "/").split()) for row in _rows(lines))
    return "\n".join((f"MAILCHECK {STATES[exit_code(lines)]} - {first_line(lines)} | {performance}", *rows)) + "\n"


def for_program(lines: Sequence[Line]) -> str:
    """Return all lines as JSON: the contract `mailcheck.members/1`."""
    members = [
        {
            "label": each.label,
            "status": each.status.value,
            "standing": each.standing.value,
            "changed": each.changed,
            "acts": each.acts,
        }
        for each in lines
    ]
    whole = {"schema": SCHEMA, "summary": first_line(lines), "exit_code": exit_code(lines), "members": members}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def exit_code(lines: Iterable[Line]) -> int:
    """Return the worst: 2 not met, 3 could not check, 1 attention, 0 met or declared."""
    return worst(line.status for line in lines).exit_code


def _rows(lines: Sequence[Line]) -> Iterator[str]:
    label, status = (max(len(word) for word in words) for words in ([each.label for each in lines], STATUS.values()))
    for each in lines:
        acts = "" if each.acts == NOBODY else f"; {each.acts} can put it right"
        changed = each.changed.removesuffix(".") if acts else each.changed
        yield f"{each.label:<{label}}  {STATUS[each.status]:<{status}}  {changed}{acts}"


def _is_worse(status: Status, before: Status | None) -> bool:
    return before is None or (status is Status.NOT_MET and before is not Status.NOT_MET)


def _standing(report: Report, new: int, problems: Sequence[Refusal]) -> Standing:
    if problems:
        return Standing.UNREACHED
    if new:
        return Standing.NEW
    return Standing.FINE if report.status.exit_code == 0 else Standing.OPEN


def _who(now: Iterable[str], problems: Sequence[Refusal]) -> str:
    """Return who acts: on a refused sign-in the administrator, on what was found the member; a server mends itself."""
    if any(problem.retry == "never" for problem in problems):
        return YOU
    return MEMBER if list(now) else NOBODY
