"""The commands under way, and what they weigh: kept as sums, since each command that leaves or is answered asks."""

from collections import Counter
from dataclasses import field

from mailcheck.dataclass import dataclass
from mailcheck.gather.imap.orders import allowance, likely_size
from mailcheck.gather.mailbox import Order, Wanted

OCTETS_UNDER_WAY = 4 << 20
"""Octets that may be on their way, so that the memory needed stays flat; a single larger answer is asked for alone."""
UNREAD_COMMANDS = 12 * 1024
"""Octets of commands that a server may not have read yet: they fit into the buffers between us, so that sending never
waits for a server that itself waits for us to read."""


@dataclass(slots=True)
class Asked:
    """One command, to be sent or under way."""

    order: Order
    line: bytes = b""
    """As it was sent."""
    tries: int = 0
    bringing: int = field(init=False)
    """Octets that it is likely to bring."""
    allowed: int = field(init=False)
    """Octets that its answer may have."""

    def __post_init__(self) -> None:
        self.bringing, self.allowed = likely_size(self.order), allowance(self.order)


@dataclass(slots=True)
class UnderWay:
    """The commands under way, by their tags."""

    allowed: int = 0
    """Octets that all their answers may have."""
    _by_tag: dict[bytes, Asked] = field(default_factory=dict)
    _unread: int = 0
    _bringing: int = 0
    _of_message: Counter[int] = field(default_factory=Counter)
    """How many ask for pieces of each message."""
    urgent: int = 0
    """How many are urgent."""

    def __len__(self) -> int:
        return len(self._by_tag)

    def add(self, tag: bytes, asked: Asked) -> None:
        """Count a command that leaves."""
        self._by_tag[tag] = asked
        self._weigh(asked, 1)

    def take(self, tag: bytes) -> Asked | None:
        """Return a command that is answered, and count it no longer; None if there is none of this tag."""
        asked = self._by_tag.pop(tag, None)
        if asked is not None:
            self._weigh(asked, -1)
        return asked

    def has_room(self, order: Order, window: int) -> bool:
        """Whether one more command may leave; the first may always."""
        if not self._by_tag:
            return True
        is_few = len(self._by_tag) < window and self._unread < UNREAD_COMMANDS
        return is_few and self._bringing + likely_size(order) <= OCTETS_UNDER_WAY

    def asks_of(self, uid: int) -> bool:
        """Whether any command asks for pieces of a message."""
        return uid in self._of_message

    def _weigh(self, asked: Asked, times: int) -> None:
        self._unread += times * len(asked.line)
        self._bringing += times * asked.bringing
        self.allowed += times * asked.allowed
        if isinstance(asked.order, Wanted):
            self.urgent += times * asked.order.is_urgent
            self._of_message[asked.order.uid] += times
            if not self._of_message[asked.order.uid]:
                del self._of_message[asked.order.uid]
