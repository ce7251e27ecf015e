"""What the pages share: the settings, the secrets, and what is on the desk at the moment. All of it in memory."""

from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from mailcheck.app.web.running import Running
from mailcheck.app.web.tray import Tray
from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, SecretError, SettingsError

if TYPE_CHECKING:
    from mailcheck.app.schedule import Machine
    from mailcheck.app.steps.outside import Outside
    from mailcheck.audit.run import Keeper
    from mailcheck.gather.domain import Resolver
    from mailcheck.gather.mailbox import Mailbox
    from mailcheck.gather.visit import Progress
    from mailcheck.model import Account, Report
    from mailcheck.settings import Settings

NOT_TYPED = Problem(
    "This account's password is typed in each time, and it has not been typed in yet.",
    remedy="Type it in on the page 'Check now'.",
)


@dataclass(slots=True)
class Desk:
    """Everything that the pages work with."""

    config: Path | None
    """The settings file, if not the usual one."""
    keeper_of: "Callable[[Settings, Callable[[str], str]], Keeper]"
    """Makes what keeps the secrets, from the settings and from what asks for a password that is typed in."""
    resolver: "Resolver | None" = None
    adapt: "Callable[[Settings], Settings]" = lambda settings: settings
    """Changes the settings as they are loaded; the demo keeps nothing on this computer's own shelf."""
    running: Running = field(default_factory=Running)
    file: Tray = field(default_factory=Tray)
    """The file that was handed over, with what was found."""
    names: Tray = field(default_factory=Tray)
    """Names on their way from the mail server to the one page that shows them, once."""
    walking: Tray = field(default_factory=Tray)
    """The set-up, wherever somebody is in it."""
    attestation: Tray = field(default_factory=Tray)
    """The attestation that was shown, and waits for a yes."""
    sitting: Tray = field(default_factory=Tray)
    """The sitting over open documents."""
    access: Tray = field(default_factory=Tray)
    """Who may open the mailboxes, with names, while the member is asked about it."""
    taken: Tray = field(default_factory=Tray)
    """What came of the attestations that a supervisor has just taken in, in words."""
    roster_file: Path | None = None
    """The supervisor's roster, if not the usual one."""
    is_demo: bool = False
    """True: two invented mailboxes; nothing is set up, switched on or signed."""
    outside: "Outside | None" = None
    """What the set-up touches; None: the real network, password store and scheduler."""
    machine: "Machine | None" = None
    """The computer that the nightly run is switched on upon; None: this one."""
    is_to_stop: bool = False
    is_own_log_in: bool = False
    """Whether the member has said, since the page was opened, that nobody else uses this log-in."""
    writing: Lock = field(default_factory=Lock)
    """Held while something that the member said is written down: two tabs may say it at the same moment."""
    _typed: dict[str, str] = field(default_factory=dict, repr=False)

    def settings(self) -> "Settings":
        """Return the settings as they are now. Raises SettingsError."""
        from mailcheck.settings import load_settings

        return self.adapt(load_settings(self.config))

    def settings_if_any(self) -> "Settings | None":
        """Return the settings; None if there is no such file yet. Raises SettingsError if there is a mistake in it."""
        try:
            return self.settings()
        except SettingsError:
            if self._settings_path().exists():
                raise
            return None

    def _settings_path(self) -> Path:
        from mailcheck.settings import usual_settings_path

        return self.config or usual_settings_path()

    @property
    def roster_path(self) -> Path:
        """Where the supervisor's roster lies, if there is one; its own folder is never the demo's."""
        from mailcheck.settings import default_data_folder

        return self.roster_file or default_data_folder() / "roster.sqlite3"

    def keeper(self, settings: "Settings") -> "Keeper":
        """Return what keeps the secrets."""
        return self.keeper_of(settings, self._ask)

    def type_in(self, passwords: Mapping[str, str]) -> None:
        """Keep passwords that were typed in, in memory, until the page is closed."""
        self._typed |= {name: value for name, value in passwords.items() if value}

    def untyped(self, settings: "Settings") -> tuple[str, ...]:
        """Return the accounts whose password has still to be typed in."""
        from mailcheck.settings import FromPrompt

        prompted = (each.account.name for each in settings.accounts if isinstance(each.secret, FromPrompt))
        return tuple(name for name in prompted if name not in self._typed)

    def _ask(self, account: str) -> str:
        if account not in self._typed:
            raise SecretError(NOT_TYPED, key="no-prompt")
        return self._typed[account]

    def opener(self, settings: "Settings") -> "Callable[[Account], Mailbox]":
        """Return what signs in to an account. Raises AccountProblem or SecretError when it is called."""
        from mailcheck.gather.imap import open_mailbox

        keeper, by_name = self.keeper(settings), {each.account.name: each for each in settings.accounts}
        return lambda account: open_mailbox(account, keeper.secret_for(by_name[account.name]))

    def last_report(self, settings: "Settings") -> "Report | None":
        """Return the last report; None before the first check, or if it cannot be read."""
        from mailcheck.report.read_v1 import read_v1
        from mailcheck.state import State

        if not settings.state_path.exists():
            return None
        with State.open(settings.state_path) as state:
            last = state.last()
        try:
            return read_v1(last) if last else None
        except ValueError:
            return None

    def check(self, progress: "Progress", cancel: Callable[[], bool], *, look_back: bool = False) -> None:
        """Check everything, with the history if it is asked for, and keep the report."""
        import mailcheck
        from mailcheck.app.keeping import keep
        from mailcheck.state import State
        from mailcheck.state.lock import only_run

        settings = self.settings()
        keeper = self.keeper(settings)
        with only_run(settings.state_path), State.open(settings.state_path) as state:
            report = mailcheck.check(
                settings,
                secrets=keeper,
                state=state,
                progress=progress,
                cancel=cancel,
                resolver=self.resolver,
                look_back=look_back,
            )
            self.kept(lambda: keep(settings, state, report))

    def kept(self, write: Callable[[], object]) -> None:
        """Write something down while no other tab does."""
        with self.writing:
            write()

    def tidy(self) -> None:
        """Take away what has lain on the desk for too long."""
        for tray in self._trays():
            tray.tidy()

    def _trays(self) -> tuple[Tray, ...]:
        return (self.file, self.names, self.access, self.sitting, self.walking, self.attestation, self.taken)

    def close(self) -> None:
        """Clear the desk."""
        self.running.stop()
        for tray in self._trays():
            tray.clear()
        self._typed.clear()
