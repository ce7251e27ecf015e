"""Taking back what was written down about a finding by mistake."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.settings import Settings

NOTHING = Problem("No finding is named.", remedy="Write the name that was told when it was written down.")


def undo(
    settings: "Settings", names: Sequence[str], known: Sequence[str], take_back: Callable[[Path, str], bool]
) -> int:
    """Take back what was said of the findings that are named; a name may be cut short. Raises UserError.

    `known` are the findings of which something was said.
    """
    from mailcheck.app.saying import command_line, say

    meant = {name: _fitting(name, known) for name in names}
    problems = [_problem(name, found) for name, found in meant.items() if len(found) != 1]
    if problems or not names:
        raise UserError(problems or NOTHING)
    for finding in dict.fromkeys(found[0] for found in meant.values()):
        take_back(settings.said_path, finding)
        say(f"Taken back: {finding}. The next check judges it again.")
    say(f"`{command_line(settings, 'check')}` shows where you stand.")
    return 0


def _fitting(name: str, known: Sequence[str]) -> list[str]:
    fitting = [each for each in dict.fromkeys(known) if name and each.startswith(name)]
    return [name] if name in fitting else fitting


def _problem(name: str, found: Sequence[str]) -> Problem:
    if found:
        return Problem(f"{name!r} fits more than one finding.", remedy="Copy the name whole.")
    return Problem(f"Nothing is written down about {name!r}.", remedy="Nothing was changed.")
