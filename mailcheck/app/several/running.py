"""Looks at several members side by side; one who cannot be looked at is a line, and the others still run."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import mailcheck
from mailcheck.app.nightly.memory import keep_refusals, refusals_in
from mailcheck.app.nightly.refused import CarefulKeeper, refused_after
from mailcheck.app.several.lines import Line, exit_code, for_monitor, for_program, line_of, line_without, text
from mailcheck.audit.keeping import keep_report, last_report, write_down
from mailcheck.audit.run import Keeper
from mailcheck.errors import Problem, UserError
from mailcheck.gather.credentials import Secrets
from mailcheck.model import Report
from mailcheck.settings import Member, Settings, load_members, load_settings
from mailcheck.state import State
from mailcheck.state.lock import only_run

TOGETHER = 4
"""Members looked at at the same time."""
FORMATS = {"text": text, "json": for_program, "nagios": for_monitor}

Check = Callable[[Settings, Keeper, State], Report]


def _check(settings: Settings, keeper: Keeper, state: State) -> Report:
    return mailcheck.check(settings, secrets=keeper, state=state)


def check_members(path: Path, output_format: str, check: Check = _check) -> tuple[str, int]:
    """Look at every member of a list; returns what to show, and the exit code. Raises UserError for the list itself."""
    show = required_format(output_format)
    lines = look_at_all(load_members(path), check)
    return show(lines), exit_code(lines)


def required_format(name: str) -> Callable[[Sequence[Line]], str]:
    """Return what shows several members in a format; raises UserError if there is none of that name."""
    if name not in FORMATS:
        remedy = f"There are: {', '.join(sorted(FORMATS))}."
        raise UserError(Problem(f"There is no format {name!r} for several members.", "--format", remedy))
    return FORMATS[name]


def look_at_all(members: Sequence[Member], check: Check = _check) -> tuple[Line, ...]:
    """Return the line of each member, in their order."""
    with ThreadPoolExecutor(TOGETHER, thread_name_prefix="member") as executor:
        return tuple(executor.map(partial(_contained, check=check), members))


def _contained(member: Member, check: Check) -> Line:
    try:
        return _look(member, check)
    except UserError as wrong:
        return line_without(member.label, " ".join(problem.what for problem in wrong.problems))
    except Exception as error:  # noqa: BLE001 - containment: one member's failure is that member's line
        return line_without(member.label, f"Something went wrong inside mailcheck: {type(error).__name__}.")


def _look(member: Member, check: Check) -> Line:
    """Look at one member as a nightly run does: nobody can be asked, and no refused password is tried again."""
    settings = load_settings(member.settings)
    with only_run(settings.state_path), State.open(settings.state_path) as state:
        before = last_report(state)
        keeper = CarefulKeeper(Secrets.of(settings), refusals_in(state))
        report = check(settings, keeper, state)
        keep_refusals(state, refused_after(report, keeper, report.finished.date()))
        write_down(settings, report)
        keep_report(state, report)
    return line_of(member.label, report, before)
