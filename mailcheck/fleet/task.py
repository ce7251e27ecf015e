"""One member's check as a value: what it needs goes in, what it leaves comes out. Whoever runs it keeps nothing."""

from collections.abc import Callable
from dataclasses import field

from mailcheck.audit import check
from mailcheck.audit.keeping import keep_report, last_report
from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, SecretError, UserError
from mailcheck.gather.domain import Resolver
from mailcheck.gather.secret import Secret
from mailcheck.model import Report
from mailcheck.settings import AccountSettings, Settings
from mailcheck.state import pack, unpack

Check = Callable[..., Report]
"""`mailcheck.check`, or what stands in for it."""


@dataclass(frozen=True, slots=True)
class Task:
    """What one check needs. It may be sent to another computer: over a connection that nobody else can read."""

    label: str
    """By which lists call the member."""
    settings: Settings
    secrets: dict[str, Secret | SecretError] = field(repr=False)
    """By the name of the account; a SecretError where it could not be had."""
    key: bytes = field(repr=False)
    """The installation key."""
    state: bytes = field(repr=False)
    """What earlier runs left (`mailcheck.state.pack`)."""
    resolver: Resolver | None = None
    """Looks names up; None: the system's own of wherever the task runs."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one check leaves."""

    label: str
    report: Report
    state: bytes = field(repr=False)
    before: Report | None = None
    """The report of the run before; None before the first."""


@dataclass(frozen=True, slots=True)
class _Handed:
    """The secrets that came with the task; asked for nowhere else."""

    task: Task

    def secret_for(self, account: AccountSettings) -> Secret:
        """Return the secret of an account; raises SecretError."""
        match self.task.secrets.get(account.account.name):
            case None:
                raise SecretError(Problem("No secret came with this account."), key="secret-missing")
            case SecretError() as problem:
                raise problem
            case secret:
                return secret

    def installation_key(self) -> bytes:
        """Return the key by which things are recognised from run to run."""
        return self.task.key


def look(task: Task, check: Check = check) -> Seen:
    """Run the check of one member, here. Raises UserError, and no other error: another try would end as this one."""
    try:
        with unpack(task.state) as state:
            before = last_report(state)
            report = check(task.settings, secrets=_Handed(task), state=state, resolver=task.resolver)
            keep_report(state, report)
            return Seen(task.label, report, pack(state), before)
    except UserError:
        raise
    except Exception as error:  # noqa: BLE001 - containment: and the text, which might quote a letter, stays here
        raise UserError(f"Something went wrong inside mailcheck: {type(error).__name__}.") from None
