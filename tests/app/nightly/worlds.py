"""A world for nightly runs: a clock moved by hand, mailboxes that are a list of findings, a screen that records."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from mailcheck.gather.secret import Password
from mailcheck.model import AccountReport, Coverage, Refusal, Status, worst
from mailcheck.rules import outcome
from mailcheck.settings import load_settings
from tests.report.sample import REPORT, finding

SETTINGS = """\
[nightly]
{nightly}

[[account]]
name = "practice"
role = "professional"
address = "anna@harbour.example"
host = "imap.harbour.example"
secret = "env:PRACTICE"

[[account]]
name = "home"
role = "personal"
address = "anna@home.example"
host = "imap.home.example"
secret = "env:HOME_MAIL"
"""
DOWN = Refusal("timeout", "later", "The server did not answer in time.")
REFUSED = Refusal("generic-bad", "never", "The server did not accept the name and password.")
NO_NETWORK = Refusal("dns", "later", "The server name was not found.")


@dataclass
class InventedKeeper:
    """Hands out passwords from a dictionary."""

    passwords: dict[str, str]

    def secret_for(self, account):
        """Return the password of an account."""
        return Password(self.passwords[account.account.name])

    def installation_key(self):
        """Return a key that is always the same."""
        return b"k" * 32


@dataclass
class InventedWorld:
    """Everything outside, as a nightly run sees it."""

    path: Path
    clock: datetime
    open: dict[str, Status] = field(default_factory=dict)
    """The findings there are, by name."""
    trouble: dict[str, Refusal] = field(default_factory=dict)
    """Why an account cannot be read."""
    fails: BaseException | None = None
    """What a check ends with instead of a report."""
    takes: timedelta = timedelta(minutes=1)
    has_screen: bool = True
    nightly: str = ""
    passwords: dict[str, str] = field(default_factory=lambda: {"practice": "one", "home": "two"})
    shown: list[str] = field(default_factory=list)
    commands: list[dict[str, str]] = field(default_factory=list)
    pings: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    checks: list[datetime] = field(default_factory=list)
    tried: list[tuple[str, str]] = field(default_factory=list)
    """Sign-ins: account and password."""
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Of these, the ones that the server refused for good."""

    def __post_init__(self):
        self.write()

    def write(self, text=None):
        """Write the settings file."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(SETTINGS.format(nightly=self.nightly) if text is None else text)

    def now(self):
        """Return the time."""
        return self.clock

    def refresh_policy(self, path):
        """Fetch no policy: none is named."""
        return ""

    def settings(self, path):
        """Read the settings, really."""
        return load_settings(path)

    def keeper(self, settings):
        """Return where secrets come from."""
        return InventedKeeper(self.passwords)

    def check(self, settings, keeper, state):
        """Look at the accounts: sign in to each, and report what there is."""
        from mailcheck.errors import SecretError

        self.checks.append(self.clock)
        began, problems = self.clock, dict(self.trouble)
        for account in settings.accounts:
            name = account.account.name
            try:
                self.tried.append((name, keeper.secret_for(account).value))
                self.refused += self.tried[-1:] if self.trouble.get(name) == REFUSED else []
            except SecretError as refused:
                problems[name] = Refusal(refused.key, "never", str(refused))
        self.clock += self.takes
        if self.fails is not None:
            raise self.fails
        return self.report(settings, problems, began)

    def report(self, settings, problems, began):
        """Return the report of a check; nothing is found in an account that cannot be read."""
        accounts = tuple(
            AccountReport(each.account.name, each.account.role.value, "", Status.MET, problem, Coverage())
            for each in settings.accounts
            for problem in [problems.get(each.account.name)]
        )
        found = (
            ()
            if "practice" in problems
            else tuple(
                finding(
                    name, "protected-attachments", "MIP-KB-5", outcome(status, "practice", "A letter was sent open.")
                )
                for name, status in self.open.items()
            )
        )
        status = worst([*self.open.values(), *[Status.COULD_NOT_CHECK for _ in problems], Status.MET])
        return replace(
            REPORT,
            started=began,
            finished=self.clock,
            status=status,
            accounts=accounts,
            findings=found,
            declarations=(),
            look_back=(),
        )

    def note(self, message):
        """Show a note, if there is a screen."""
        if self.has_screen:
            self.shown.append(f"{message.title}: {message.text}")
        return self.has_screen

    def command(self, command, environment, hidden):
        """Run the member's own command."""
        self.commands.append({**environment, "COMMAND": " ".join(command), "HIDDEN": " ".join(hidden)})
        return True

    def ping(self, address, what):
        """Call an address."""
        self.pings.append(f"{address}{what}")
        return True

    def complain(self, text):
        """Record what went wrong."""
        self.complaints.append(text)
