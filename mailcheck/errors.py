"""The errors of mailcheck, all of them.

- `MailcheckError`: everything raised on purpose.
  - `UserError`: something a person can put right; carries every problem at once.
    - `SettingsError`: the settings file or the command line.
    - `SecretError`: a password or token could not be had from where the settings say.
  - `AccountProblem`: a mail server could not be reached, refused, or answered in a way we cannot use.
    Never the member's fault in a report: the account's result is "could not check".
    - `ProtocolViolation`: we were about to send a command that is not on the read-only allow-list.
  - `Cancelled`: the caller asked a run to stop.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mailcheck.dataclass import dataclass

if TYPE_CHECKING:
    import traceback


_SAID_OF = ("is ", "has ", "may ", "could ", "cannot ", "would ", "asks ")


class MailcheckError(Exception):
    """Anything that mailcheck raises on purpose."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it stands, and what would be right."""

    what: str
    """A sentence, or what is said of `where`: `is a folder.`"""
    where: str = ""
    """A name, or a place in a file, its parts after colons."""
    remedy: str = ""

    def __str__(self) -> str:
        is_said_of_a_name = self.what.startswith(_SAID_OF) and ": " not in self.where
        place = f'"{self.where}" ' if is_said_of_a_name else f"{self.where}: "
        advice = f" {self.remedy}" if self.remedy else ""
        return f"{place if self.where else ''}{self.what}{advice}"


class UserError(MailcheckError):
    """Something a person can put right. Lists every problem at once."""

    def __init__(self, problems: str | Problem | Sequence[Problem]) -> None:
        match problems:
            case str():
                self.problems: tuple[Problem, ...] = (Problem(problems),)
            case Problem():
                self.problems = (problems,)
            case _:
                self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SettingsError(UserError):
    """The settings cannot be used as they stand."""


class SecretError(UserError):
    """A password or token could not be had from where the settings say it is.

    `key` names the row of the table of refusals (`store-locked`, `command-failed` …), `retry` is `never`, `later`,
    `once` or `wait`, `said` is what a sign-in service said, with addresses and tokens removed.
    """

    def __init__(
        self,
        problems: str | Problem | Sequence[Problem],
        *,
        key: str = "secret",
        retry: str = "never",
        said: str = "",
    ) -> None:
        super().__init__(problems)
        self.key, self.retry, self.said = key, retry, said


class AccountProblem(MailcheckError):
    """An account could not be read.

    `key` names the row of the table of refusals, `retry` is `never`, `later` or `once`,
    `said` is the server's own sentence with addresses and tokens removed.
    """

    def __init__(self, text: str, *, key: str, retry: str = "later", said: str = "") -> None:
        super().__init__(text)
        self.text, self.key, self.retry, self.said = text, key, retry, said


class ProtocolViolation(AccountProblem):
    """A command that is not on the read-only allow-list was stopped before it left this computer."""

    def __init__(self, command: str) -> None:
        super().__init__(
            f"mailcheck stopped itself from sending {command}, which is not on its read-only list. "
            "Nothing was changed. Please report this.",
            key="read-only",
            retry="never",
        )


class Cancelled(MailcheckError):
    """The caller asked a run to stop; nothing of it is kept."""


def where_raised(error: BaseException) -> str:
    """Return what kind of error arose and where in the program; never its text, which might quote a letter."""
    kinds = [type(each).__name__ for each in _chain(error)]
    places = [f"  {frame.filename}, line {frame.lineno}, in {frame.name}" for frame in _frames(error)]
    return "\n".join((" because of ".join(kinds), *places))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what led to it, as Python would show them."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _frames(error: BaseException) -> "Iterator[traceback.FrameSummary]":
    import traceback  # noqa: PLC0415 - slow to load, and needed for the unexpected only

    for each in _chain(error):
        yield from traceback.extract_tb(each.__traceback__)
