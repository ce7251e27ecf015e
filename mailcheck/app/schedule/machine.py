"""The computer on which a nightly run is installed: what kind it is, and how its commands are run."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from mailcheck.dataclass import dataclass

SECONDS = 30


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str = ""


NOT_THERE = 127
"""The code of a command that is not installed, as a shell has it."""


class Machine(Protocol):
    """What the schedule needs to know of a computer."""

    @property
    def platform(self) -> str:
        """As `sys.platform` has it."""

    @property
    def home(self) -> Path:
        """The user's own folder."""

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment."""

    @property
    def python(self) -> str:
        """The interpreter that runs mailcheck."""

    @property
    def user(self) -> int:
        """The number of the user; 0 where users have none."""

    def run(self, command: Sequence[str], *, given: str | None = None) -> Ran:
        """Run a command without a shell, with `given` on its standard input."""


class ThisMachine:
    """The computer that mailcheck runs on."""

    platform = sys.platform
    python = sys.executable

    @property
    def home(self) -> Path:
        """The user's own folder."""
        return Path.home()

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment."""
        return os.environ

    @property
    def user(self) -> int:
        """The number of the user; 0 where users have none."""
        return os.getuid() if hasattr(os, "getuid") else 0

    def run(self, command: Sequence[str], *, given: str | None = None) -> Ran:
        """Run a command without a shell; one that is not there, or hangs, has failed."""
        try:
            done = subprocess.run(  # noqa: S603 - our own commands, without a shell
                command, input=given or "", capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except FileNotFoundError:
            return Ran(NOT_THERE)
        except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
            return Ran(1)
        return Ran(done.returncode, done.stdout)
