"""What went wrong, in words for the one who typed: a wrong call, and mistakes in the settings file by file."""

import re
from itertools import groupby

import click

from mailcheck.errors import Problem, SettingsError, UserError

WHICH_FINDING = "Say which finding: the name in square brackets in the report."
MISSING = {
    "finding": WHICH_FINDING,
    "findings": WHICH_FINDING,
    "file": "Say which file.",
    "files": "Say which file.",
    "name": "Say which account: its name in the settings.",
}
"""What to say for an argument that is not there, by the argument's name."""

HELP: type | tuple[()] = getattr(click.exceptions, "NoArgsIsHelpError", ())
"""What click raises for a group that is called by itself; before 8.2 it shows the help without."""

_ACCOUNT = re.compile(r'account \d+ "(?P<name>[^"]*)"(?:: (?P<key>.*))?')


def wrong_call_in_words(wrong: click.ClickException) -> str:
    """Return what is wrong with a call, and where its help is."""
    said = wrong.format_message()
    if isinstance(wrong, HELP):
        return said  # a group by itself: its help is the answer, and nothing is wrong
    if isinstance(wrong, click.MissingParameter) and wrong.param is not None:
        said = MISSING.get(wrong.param.name or "", said)
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    path = context.command_path if context else "mailcheck"
    return f"Error: {said}\nTry `{path} --help`."


def problems_in_words(wrong: UserError) -> str:
    """Return every problem on a line of its own; mistakes in a file as a list under the file's name."""
    if not isinstance(wrong, SettingsError):
        return "\n".join(f"mailcheck: {problem}" for problem in wrong.problems)
    return "\n\n".join(_of_file(file, tuple(problems)) for file, problems in groupby(wrong.problems, key=_file))


def _file(problem: Problem) -> str:
    return problem.where.partition(": ")[0]


def _of_file(file: str, problems: tuple[Problem, ...]) -> str:
    if len(problems) == 1 and problems[0].where == file:
        return f"mailcheck: {problems[0]}"
    many = "1 mistake" if len(problems) == 1 else f"{len(problems)} mistakes"
    items = (f"- {_item(problem)}" for problem in problems)
    return "\n\n".join((f"{file} has {many}:", *items))


def _item(problem: Problem) -> str:
    at = problem.where.partition(": ")[2]
    if found := _ACCOUNT.fullmatch(at):
        at = ", ".join(part for part in (found["name"], found["key"]) if part)
    said = Problem(problem.what, remedy=problem.remedy)
    return f"{at}: {said}" if at else str(said)
