"""The findings of the last report, by the names that people copy from it."""

import json
from collections.abc import Iterable
from typing import Any

from mailcheck.errors import Problem, UserError
from mailcheck.settings import Settings
from mailcheck.state import State

Found = dict[str, Any]
"""One finding in the contract `mailcheck.report/1`."""
NO_REPORT = Problem("There is no report yet.", remedy="Run `mailcheck check` first.")
COPY_WHOLE = "The report shows each finding's name in square brackets; copy it whole."


def last_findings(settings: Settings) -> tuple[Found, ...]:
    """Return the findings of the last report. Raises UserError if there is none."""
    with State.open(settings.state_path) as state:
        last = state.last()
    if last is None:
        raise UserError(NO_REPORT)
    return tuple(json.loads(last).get("findings", ()))


def find(findings: Iterable[Found], names: Iterable[str]) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    """Return the findings that are named, each once, and what is wrong with the names. A name may be cut short."""
    there = tuple(findings)
    found: dict[str, Found] = {}
    wrong: list[Problem] = []
    for name in names:
        exactly = [each for each in there if each["id"] == name]
        matching = exactly or [each for each in there if name and each["id"].startswith(name)]
        if len(matching) == 1:
            found[matching[0]["id"]] = matching[0]
        else:
            what = "is not in the last report." if not matching else "fits more than one finding."
            wrong.append(Problem(f"{name!r} {what}", remedy=COPY_WHOLE))
    return tuple(found.values()), tuple(wrong)


def the_one(settings: Settings, name: str) -> Found:
    """Return the one finding of that name. Raises UserError."""
    found, wrong = find(last_findings(settings), [name])
    if wrong:
        raise UserError(wrong)
    return found[0]
