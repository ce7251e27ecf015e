"""Nightly: the runs so far as a strip of days, and the nightly run itself."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mailcheck.app.web.asked import Answer, Asked, Elsewhere, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, UserError
from mailcheck.model import Status

if TYPE_CHECKING:
    from mailcheck.state import Run

WEEKS = 13
SHOWN = 10
"""Runs told one by one."""
NOT_IN_DEMO = "In the demo there is no night: nothing is switched on."


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the strip."""

    day: date
    status: str
    """Of the day's last run; empty if there was none."""
    is_ahead: bool = False


def nightly(desk: Desk, asked: Asked) -> Answer:
    """Show the runs so far."""
    from mailcheck.app.history import line
    from mailcheck.app.schedule import status
    from mailcheck.state import State

    settings = desk.settings()
    with State.open(settings.state_path) as state:
        runs = state.history()
    if desk.is_demo:
        values: dict[str, object] = {"sentences": [NOT_IN_DEMO], "is_on": None}
    else:
        stands = status(settings.path, desk.machine)
        values = {
            "sentences": [_without_command(each) for each in stands.sentences()],
            "is_on": stands.kind is not None,
            "is_well": stands.is_well,
        }
    values |= {"weeks": weeks(runs, date.today()), "lines": [line(run) for run in runs[:SHOWN]], "runs": len(runs)}
    return Shown("nightly.html", {"here": "/nightly", **values})


def switch_on(desk: Desk, asked: Asked) -> Answer:
    """Switch the nightly run on."""
    from mailcheck.app import schedule

    _refuse_in_demo(desk)
    schedule.install(desk.settings().path, machine=desk.machine)
    return Elsewhere("/nightly")


def switch_off(desk: Desk, asked: Asked) -> Answer:
    """Switch the nightly run off."""
    from mailcheck.app import schedule

    _refuse_in_demo(desk)
    schedule.remove(desk.settings().path, machine=desk.machine)
    return Elsewhere("/nightly")


def _refuse_in_demo(desk: Desk) -> None:
    if desk.is_demo:
        raise UserError(Problem(NOT_IN_DEMO))


def _without_command(sentence: str) -> str:
    """Return a sentence without the command that mends it: the page has a button for that."""
    return sentence.partition(" `mailcheck schedule")[0]


def weeks(runs: Iterable["Run"], today: date) -> list[list[Day]]:
    """Return the last weeks, each from Monday to Sunday, with how the last run of each day ended."""
    from mailcheck.state import tally

    ended: dict[date, str] = {}
    for run in runs:
        status = tally(run.report).status
        ended.setdefault(run.finished.date(), status if status in set(Status) else "")
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    days = [monday + timedelta(days=number) for number in range(WEEKS * 7)]
    strip = [Day(day, ended.get(day, ""), day > today) for day in days]
    return [strip[start : start + 7] for start in range(0, len(strip), 7)]
