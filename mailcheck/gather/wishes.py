"""What the errands of a visit wish to see of the newest letters, so that one fetch can bring it for all of them."""

from mailcheck.dataclass import dataclass
from mailcheck.gather.mailbox import Items

INBOX = "INBOX"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be seen of the newest letters in a folder."""

    newest: int
    items: Items
    is_partly_known: bool = False
    """True: earlier runs saw most of these letters, so each is fetched only once it is asked for."""

    def with_(self, other: "Wish") -> "Wish":
        """Return what satisfies both."""
        is_partly_known = self.is_partly_known and other.is_partly_known
        return Wish(max(self.newest, other.newest), self.items.with_(other.items), is_partly_known)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the errands of a visit want of the inbox, and of the sent folders."""

    inbox: Wish | None = None
    sent: Wish | None = None

    def with_(self, other: "Wishes") -> "Wishes":
        """Return what satisfies both."""
        return Wishes(_either(self.inbox, other.inbox), _either(self.sent, other.sent))

    def of(self, folder: str) -> Wish | None:
        """Return what is wanted of a folder: whoever wishes for letters opens no others than these."""
        return self.inbox if folder == INBOX else self.sent


def _either(one: Wish | None, other: Wish | None) -> Wish | None:
    return one.with_(other) if one and other else one or other
