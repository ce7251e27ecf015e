"""A computer that is none: keeps a crontab, and remembers every command that it was told to run."""

from dataclasses import dataclass, field
from pathlib import Path

from mailcheck.app.schedule.machine import NOT_THERE, Ran


@dataclass
class InventedMachine:
    """What the schedule needs to know of a computer, invented."""

    home: Path
    platform: str = "linux"
    python: str = "/opt/mail check/bin/python"
    user: int = 501
    has: tuple[str, ...] = ("systemctl", "crontab")
    """The programs that are installed."""
    fails: tuple[str, ...] = ()
    """Words: a command that holds one of them fails."""
    environ: dict[str, str] = field(default_factory=dict)
    crontab: str = ""
    ran: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, command, *, given=None):
        """Answer as the real programs do."""
        self.ran.append(tuple(command))
        if command[0] not in self.has:
            return Ran(NOT_THERE)
        if any(word in command for word in self.fails):
            return Ran(1)
        if command == ("crontab", "-l"):
            return Ran(0 if self.crontab else 1, self.crontab)
        if command == ("crontab", "-"):
            self.crontab = given
        return Ran(0)
