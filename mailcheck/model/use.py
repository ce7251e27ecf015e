"""What the letters in an inbox and in a sent folder show of how an account is used. Values, not verdicts.

Nothing here holds an address: another account of the member is its name, anybody else a keyed digest.
"""

from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.model.sent import MessageRef
from mailcheck.model.traces import TraceEvidence


@dataclass(frozen=True, slots=True)
class Received:
    """One letter in an inbox, as a point of comparison (F10, F13)."""

    key: str
    """A keyed digest of its Message-ID under this run's own random key; empty if it has none."""
    dated: date
    """The day it was written, or stored here if that was earlier."""
    named: tuple[str, ...] = ()
    """Which of the member's accounts stand in To and Cc, by name."""
    is_list: bool = False
    """True: it came through a mailing list, or was sent to many."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A letter that a program says it copied, and from which place in the other mailbox (F10)."""

    uidvalidity: int
    uid: int
    key: str
    """As `Received.key`."""
    sender: str
    stored: date


@dataclass(frozen=True, slots=True)
class Batch:
    """Older letters that were all stored here within two minutes (F14)."""

    letters: int
    stored: date


@dataclass(frozen=True, slots=True)
class TraceLook:
    """What the newest letters in an inbox show of the way they took (F6–F14, D12, N5)."""

    letters: int
    since: date | None = None
    """When the oldest of them was stored; None if there are none."""
    traces: tuple[TraceEvidence, ...] = ()
    received: tuple[Received, ...] = ()
    copied: tuple[Copied, ...] = ()
    names: int = 0
    """Different names at the account's own domain under which letters were delivered here (D12)."""
    batch: Batch | None = None
    sealed: tuple[str, ...] = ()
    """The member's other accounts whose letters arrived here with a valid seal of origin (DKIM; N5)."""


@dataclass(frozen=True, slots=True)
class Named:
    """Letters in a sent folder that carry the address of another of the member's accounts."""

    account: str
    letters: int
    first: date
    last: date
    recent: int = 0
    """Of these, since the day that counts."""
    is_certain: bool = True
    """False: the address is only likely to be that account's."""
    messages: tuple[MessageRef, ...] = ()
    """The letters since the day that counts, the newest first; of very many, only the newest."""


@dataclass(frozen=True, slots=True)
class SentUse:
    """What the newest letters in the sent folders show of how an account is used."""

    letters: int
    since: date | None = None
    """When the oldest of them was stored; None if there are none."""
    own: int = 0
    """Letters under the account's own address."""
    under: tuple[Named, ...] = ()
    """Letters under the address of another account (U1)."""
    replies_to: tuple[Named, ...] = ()
    """Letters to which the answers go to another account (F15)."""
    traces: tuple[TraceEvidence, ...] = ()
    """U2, U3 and J11."""
    people: int = 0
    """People's names beside the account's own address, each on several letters (J10)."""
    joint_names: int = 0
    """Letters on which the name beside the own address reads like two people's or a family's (J5)."""
    programs: tuple[str, ...] = ()
    """A keyed digest for each mail program that the letters name, without its version (J12, U8)."""
    zones: int = 0
    """Different time zones in which the letters say that they were written (J12)."""
    showing: tuple[MessageRef, ...] = ()
    """Letters since the day that counts that show several outside people each other's addresses (U10)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One correspondent of an account (U4, U7, U9)."""

    key: str
    """A keyed digest of the address under this run's own random key."""
    wrote: tuple[date, ...] = ()
    """The first and the last day on which a letter came from there."""
    was_written_to: tuple[date, ...] = ()
    """The first and the last day on which a letter went there."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom an account corresponds with. Gathered only where the member switched it on."""

    people: tuple[Contact, ...]
    since: date | None = None
    """From this day on the letters were looked at; None: all of them."""
    clinical: int = 0
    """Sent letters with a document whose name sounds clinical (U5)."""
    passed_on: tuple[str, ...] = ()
    """The other accounts to which documents were sent, once for each letter (U6)."""
