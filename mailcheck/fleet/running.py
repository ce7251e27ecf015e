"""Runs the checks of many members through an executor, and commits what each one leaves, once."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import field
from itertools import islice

from mailcheck.dataclass import dataclass
from mailcheck.errors import Cancelled, UserError
from mailcheck.fleet.task import Seen, Task, look

FLOCK = 64
"""Members at work or waiting at the executor at one time: what they bring stays in memory."""
TRIES = 3
"""How often a member is tried whose worker was lost."""
IN_SIGHT = 4
"""Times as many members are looked through for one whose server has room."""
WAIT = 1.0
"""Seconds after which somebody who wants to stop is heard."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a run may ask of others at one time."""

    together: int = FLOCK
    per_server: int = 8
    """Members whose mail is on one server, each with a connection for each of its accounts there."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A member whose turn will come."""

    label: str
    hosts: frozenset[str]
    task: Callable[[], Task] = field(repr=False)
    """Returns the task; raises UserError if it cannot be made."""
    commit: Callable[[Seen], None] = field(repr=False)
    """Keeps what the check leaves; raises UserError if it cannot be kept."""
    over: Callable[[], None] = field(default=lambda: None, repr=False)
    """Called when the turn is over, however it ended, and before another try."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A member who was looked at, and whose results are kept."""

    label: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class Failed:
    """A member who was not looked at, or whose results could not be kept."""

    label: str
    why: str


Ended = Finished | Failed


@dataclass(slots=True)
class _Flight:
    """What is at the executor."""

    executor: Executor
    bounds: Bounds
    flying: dict[Future[Seen], tuple[Prepared, int]] = field(default_factory=dict)
    servers: Counter[str] = field(default_factory=Counter)

    def has_room(self, member: Prepared) -> bool:
        return len(self.flying) < self.bounds.together and all(
            self.servers[host] < self.bounds.per_server for host in member.hosts
        )

    def send(self, member: Prepared, tries: int) -> None:
        """Hand a member over. Raises UserError if there is no task, BrokenExecutor if there is no executor any more."""
        try:
            future = self.executor.submit(look, member.task())
        except BaseException:
            member.over()
            raise
        self.flying[future] = (member, tries)
        self.servers.update(member.hosts)

    def landed(self) -> Iterator[tuple[Future[Seen], Prepared, int]]:
        """Wait until one has come back, but not for long; yield those that have."""
        for future in wait(self.flying, WAIT, FIRST_COMPLETED).done:
            member, tries = self.flying.pop(future)
            self.servers.subtract(member.hosts)
            yield future, member, tries

    def recall(self) -> None:
        for future, (member, _) in self.flying.items():
            future.cancel()
            member.over()


def run_fleet(
    members: Iterable[Prepared | Failed],
    executor: Executor,
    *,
    bounds: Bounds | None = None,
    cancel: Callable[[], bool] = lambda: False,
) -> Iterator[Ended]:
    """Yield each member as it ends, in any order; each is committed once, before it is yielded.

    `members` are taken as there is room for them: a hundred thousand cost no more memory than a hundred; one that has
    failed already is passed on. A member whose worker was lost is tried again, `TRIES` times in all. Raises Cancelled
    if `cancel` says so; what was committed stays, and a later run goes on with the others.
    """
    flight, coming = _Flight(executor, bounds or Bounds()), iter(members)
    waiting: deque[tuple[Prepared, int]] = deque()
    try:
        while True:
            if cancel():
                raise Cancelled("The check of many members was stopped. What was finished is kept.")
            for member in islice(coming, max(IN_SIGHT * flight.bounds.together - len(waiting), 0)):
                if isinstance(member, Failed):
                    yield member
                else:
                    waiting.append((member, 1))
            if not waiting and not flight.flying:
                return
            yield from _take_off(flight, waiting)
            for future, member, tries in flight.landed() if flight.flying else ():
                ended = _end(future, member, is_last=tries >= TRIES)
                if ended is None:
                    waiting.append((member, tries + 1))
                else:
                    yield ended
    finally:
        flight.recall()


def _take_off(flight: _Flight, waiting: "deque[tuple[Prepared, int]]") -> Iterator[Failed]:
    """Hand over everyone for whom there is room; the others keep their turn."""
    for _ in range(len(waiting)):
        member, tries = waiting.popleft()
        if not flight.has_room(member):
            waiting.append((member, tries))
            continue
        try:
            flight.send(member, tries)
        except Exception as error:  # noqa: BLE001 - containment: one member's failure is that member's line
            yield failed(member.label, error)


def _end(future: "Future[Seen]", member: Prepared, *, is_last: bool) -> Ended | None:
    """Return how a member ended; None if it is to be tried again, because the worker was lost."""
    try:
        seen = future.result()
        member.commit(seen)
    except Exception as error:  # noqa: BLE001 - containment: one member's failure is that member's line
        return failed(member.label, error) if is_last or isinstance(error, UserError) else None
    finally:
        member.over()
    return Finished(member.label, seen)


def failed(label: str, error: Exception) -> Failed:
    """Return a failure as the line of a member, without the text of an error that might quote a letter."""
    match error:
        case UserError():
            return Failed(label, " ".join(problem.what for problem in error.problems))
        case BrokenExecutor():
            return Failed(label, "The workers are gone. Run it again: it goes on where it stopped.")
    return Failed(label, f"Something went wrong inside mailcheck: {type(error).__name__}.")
