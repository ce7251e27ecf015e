"""How a script runs: what follows what, what may be skipped and what is never reached (RFC 5228 §3.1, §4.4)."""

from collections.abc import Iterable, Iterator

from mailcheck.dataclass import dataclass
from mailcheck.parse.sieve_grammar import Command, Test

NO, PERHAPS, SURELY = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the script we are."""

    conditional: bool = False
    active: bool = True
    may_be_stopped: bool = False
    within: tuple[str, ...] = ()
    """The included scripts that we are in."""
    depth: int = 0


@dataclass(slots=True)
class End:
    """Whether what was read ends the whole script (`stop`), or the included one (`return`, RFC 6609 §3.4)."""

    stops: int = NO
    returns: int = NO

    def then(self, following: "End") -> None:
        """Take in what comes next."""
        if self.returns and following.stops == SURELY:
            following = End(PERHAPS, following.returns)
        self.stops = max(self.stops, following.stops)
        self.returns = max(self.returns, following.returns)

    @property
    def ends(self) -> int:
        """Whether anything behind can be reached."""
        return max(self.stops, self.returns)


def chains(every: Iterable[Command]) -> Iterator[tuple[Command, ...]]:
    """Yield each command alone, and each `if` together with its `elsif` and `else`."""
    chain: list[Command] = []
    for command in every:
        if command.name in {"elsif", "else"} and chain and chain[0].name == "if":
            chain.append(command)
            continue
        if chain:
            yield tuple(chain)
        chain = [command]
    if chain:
        yield tuple(chain)


def verdict(test: Test) -> bool | None:
    """Return how a test must end; None if that depends on the letter."""
    inner = [verdict(each) for each in test.tests]
    match test.name:
        case "true" | "false":
            return test.name == "true"
        case "not":
            return not inner[0] if inner in ([True], [False]) else None
        case "allof":
            return False if False in inner else None if None in inner else True
        case "anyof":
            return True if True in inner else None if None in inner else False
    return None


def any_of(ends: list[End], *, is_complete: bool) -> End:
    """Return how it goes on behind branches of which one runs, or perhaps none."""

    def together(each: list[int]) -> int:
        if is_complete and each and min(each) == SURELY:
            return SURELY
        return PERHAPS if any(each) else NO

    return End(together([end.stops for end in ends]), together([end.returns for end in ends]))
