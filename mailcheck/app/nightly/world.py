"""Everything outside that a nightly run touches, in one place, so that ninety nights can be run in a test."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mailcheck.app.nightly.words import Message
    from mailcheck.audit.run import Keeper
    from mailcheck.gather.ping import Ping
    from mailcheck.model import Report
    from mailcheck.settings import Settings
    from mailcheck.state import State


class World(Protocol):
    """What a nightly run needs."""

    def now(self) -> datetime:
        """Return the time, with the offset of the clock on the wall."""

    def refresh_policy(self, path: Path) -> str:
        """Fetch the institute's signed policy, if the settings name one and it is time; returns what went wrong."""

    def settings(self, path: Path) -> "Settings":
        """Read the settings; raises UserError."""

    def keeper(self, settings: "Settings") -> "Keeper":
        """Return where secrets come from."""

    def check(self, settings: "Settings", keeper: "Keeper", state: "State") -> "Report":
        """Look at the accounts."""

    def note(self, message: "Message") -> bool:
        """Put a note on the screen; returns whether that worked."""

    def command(self, command: Sequence[str], environment: Mapping[str, str], hidden: Sequence[str]) -> bool:
        """Run the member's own command; returns whether it ended well."""

    def ping(self, address: str, what: "Ping") -> bool:
        """Call an address; returns whether it answered that all is well."""

    def complain(self, text: str) -> None:
        """Say on standard error what went wrong."""


class ThisWorld:
    """The real one."""

    def now(self) -> datetime:
        """Return the time, with the offset of the clock on the wall."""
        return datetime.now().astimezone()

    def refresh_policy(self, path: Path) -> str:
        """Fetch the institute's signed policy; returns what went wrong. A night without a network is no trouble."""
        from mailcheck.app.policing import refresh
        from mailcheck.gather.policy_source import UNREACHABLE

        trouble = refresh(path)
        return "" if trouble == UNREACHABLE.reason else trouble  # the last policy judges

    def settings(self, path: Path) -> "Settings":
        """Read the settings; raises UserError."""
        from mailcheck.settings import load_settings

        return load_settings(path)

    def keeper(self, settings: "Settings") -> "Keeper":
        """Return where secrets come from; nobody is there to be asked."""
        from mailcheck.gather.credentials import Secrets

        return Secrets.of(settings)

    def check(self, settings: "Settings", keeper: "Keeper", state: "State") -> "Report":
        """Look at the accounts."""
        import mailcheck
        from mailcheck.gather.reaching import Lines

        with Lines(each.account for each in settings.accounts) as lines:
            return mailcheck.check(settings, secrets=keeper, state=state, reach=lines.reach)

    def note(self, message: "Message") -> bool:
        """Put a note on the screen; returns whether that worked."""
        from mailcheck.app.nightly.channels import show_note

        return show_note(message)

    def command(self, command: Sequence[str], environment: Mapping[str, str], hidden: Sequence[str]) -> bool:
        """Run the member's own command; returns whether it ended well."""
        from mailcheck.app.nightly.channels import run_command

        return run_command(command, environment, hidden=hidden)

    def ping(self, address: str, what: "Ping") -> bool:
        """Call an address; returns whether it answered that all is well."""
        from mailcheck.gather.ping import ping

        return ping(address, what)

    def complain(self, text: str) -> None:
        """Say on standard error what went wrong."""
        from mailcheck.app.saying import complain

        complain(text)
