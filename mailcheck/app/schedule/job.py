"""What is to be run, and the plan of how a system is told to run it. Pure."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from mailcheck.app.nightly.due import start_minute
from mailcheck.dataclass import dataclass

CARRIED = ("MAILCHECK_CONFIG", "MAILCHECK_DATA", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
"""Variables that say where mailcheck's files lie: a scheduler does not know them by itself."""


class Kind(StrEnum):
    """What runs the nightly check."""

    SYSTEMD = "systemd"
    LAUNCHD = "launchd"
    WINDOWS = "windows"
    CRON = "cron"

    @property
    def called(self) -> str:
        """Its name for people."""
        return _NAMES[self]


_NAMES = {
    Kind.SYSTEMD: "a systemd timer of your own",
    Kind.LAUNCHD: "a launchd agent of your own",
    Kind.WINDOWS: "the Windows Task Scheduler",
    Kind.CRON: "a line in your crontab",
}


@dataclass(frozen=True, slots=True)
class Job:
    """The nightly run of one settings file.

    It is started every hour and does nothing until it is due: so a night that a computer slept through is made up for
    as soon as it is awake, on every system alike.
    """

    name: str
    """By which the system knows it: `mailcheck`, and with a suffix for a settings file in another place."""
    command: tuple[str, ...]
    minute: int
    """Of each hour."""
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to be written."""

    path: Path
    text: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Plan:
    """How one system is told to run a job, and to forget it."""

    kind: Kind
    job: Job
    pieces: tuple[Piece, ...]
    """Files, written before the commands are run, and deleted after the job is removed."""
    start: tuple[tuple[str, ...], ...] = ()
    """Commands that switch it on, in order."""
    stop: tuple[tuple[str, ...], ...] = ()
    """Commands that switch it off, before the files are deleted."""
    after: tuple[tuple[str, ...], ...] = ()
    """Commands that are run once the files are gone."""
    crontab: str = ""
    """Lines for the crontab, where there is no file of our own."""


def job(settings_path: Path, *, usual: Path, python: str, environ: Mapping[str, str]) -> Job:
    """Return the nightly run of a settings file; `usual` is the one that is read where none is named.

    `-P` keeps files that lie in the current folder from being imported.
    """
    is_usual = settings_path == usual
    suffix = "" if is_usual else f"-{sha256(str(settings_path).encode()).hexdigest()[:12]}"
    named = () if is_usual else ("--config", str(settings_path))
    return Job(
        name=f"mailcheck{suffix}",
        command=(python, "-P", "-m", "mailcheck", "check", "--scheduled", *named),
        minute=start_minute(settings_path) % 60,
        environment={name: environ[name] for name in CARRIED if environ.get(name)},
    )
