"""From a list of members to what a fleet runs: each member's settings, secrets and state, and where the results go."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import field
from datetime import datetime, timedelta
from hashlib import sha256

from mailcheck.audit.keeping import last_report, write_down
from mailcheck.audit.run import Keeper
from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, SecretError, UserError
from mailcheck.fleet.running import Failed, Prepared, failed
from mailcheck.fleet.task import Seen, Task
from mailcheck.gather.credentials import Secrets
from mailcheck.gather.domain import Resolver
from mailcheck.gather.secret import Secret
from mailcheck.model import Report
from mailcheck.settings import AccountSettings, Member, Settings, load_settings
from mailcheck.state import State, pack, put_back
from mailcheck.state.lock import only_run

FRESH = timedelta(hours=20)
"""A member whose last run is younger is not looked at again: so a run that was cut off goes on where it stopped."""


def unnoticed(members: Iterable[Member], where: str) -> tuple[Problem, ...]:
    """Return a problem for each member of whom it is not written down that they were told of the check."""
    remedy = (
        "Tell the member what is checked and who sees it (docs/approval/member-notice.md), then write the day beside "
        "the label: notice = 2026-11-28."
    )
    return tuple(
        Problem(f"{member.label}: no day is written down on which this member was told of the check.", where, remedy)
        for member in members
        if member.notice is None
    )


@dataclass(frozen=True, slots=True)
class Steward:
    """What whoever runs the fleet adds to every member's check."""

    keeper: Callable[[Settings, State], Keeper] = lambda settings, state: Secrets.of(settings)
    """Returns where a member's secrets come from."""
    keep: Callable[[State, Report, Keeper], None] = lambda state, report, keeper: None
    """Keeps more of a finished check in the member's state."""
    resolver: Resolver | None = None
    """Looks names up; None: the system's own of wherever a task runs."""


def prepared(
    members: Iterable[Member], now: datetime, steward: Steward, *, everyone: bool = False
) -> Iterator[Prepared | Failed]:
    """Yield the members whose turn it is, and those whose settings cannot be used; nobody else is read.

    `everyone`: also those who were looked at a short while ago.
    """
    for member in members:
        try:
            settings = load_settings(member.settings)
            if everyone or not _is_fresh(settings, now):
                yield _prepared(member, settings, steward)
        except Exception as error:  # noqa: BLE001 - containment: one member's failure is that member's line
            yield failed(member.label, error)


def kept(member: Member) -> Report | None:
    """Return the report of a member's last run, for whoever was not looked at in this one. Raises UserError."""
    settings = load_settings(member.settings)
    with State.open(settings.state_path) as state:
        return last_report(state)


def _is_fresh(settings: Settings, now: datetime) -> bool:
    if not settings.state_path.exists():
        return False
    with State.open(settings.state_path) as state:
        last = last_report(state)
    return last is not None and abs(now - last.finished) < FRESH


def _prepared(member: Member, settings: Settings, steward: Steward) -> Prepared:
    hosts = frozenset(f"{each.account.host}:{each.account.port}" for each in settings.accounts)
    turn = _Turn(member.label, settings, steward)
    return Prepared(member.label, hosts, turn.task, turn.commit, turn.over)


@dataclass(slots=True)
class _Turn:
    """One member's turn. From the task on, no other run looks at this member, until it is over."""

    label: str
    settings: Settings
    steward: Steward
    lock: ExitStack = field(default_factory=ExitStack)
    mark: bytes = b""
    """Of the state when the task was made."""
    keeper: Keeper | None = None

    def task(self) -> Task:
        self.lock.enter_context(only_run(self.settings.state_path))
        with State.open(self.settings.state_path) as state:
            self.keeper = keeper = self.steward.keeper(self.settings, state)
            octets = pack(state)
        self.mark = _mark(octets)
        secrets = {each.account.name: _secret(keeper, each) for each in self.settings.accounts}
        return Task(self.label, self.settings, secrets, keeper.installation_key(), octets, self.steward.resolver)

    def commit(self, seen: Seen) -> None:
        assert self.keeper is not None  # noqa: S101 - told to mypy: what was seen had a task before
        with State.open(self.settings.state_path) as state:
            # The lock keeps runs apart, if the file system knows locks; what a member says is written without one.
            if _mark(pack(state)) != self.mark:
                raise UserError("What is known of this member was changed meanwhile. That was kept, these results not.")
            put_back(seen.state, state)
            self.steward.keep(state, seen.report, self.keeper)
        write_down(self.settings, seen.report)

    def over(self) -> None:
        self.lock.close()


def _mark(state: bytes) -> bytes:
    return sha256(state).digest()


def _secret(keeper: Keeper, account: AccountSettings) -> Secret | SecretError:
    try:
        return keeper.secret_for(account)
    except SecretError as problem:
        return problem
