"""What the header of one sent letter shows of how an account is used, and what earlier runs know of it.

Nothing of it names anybody: another account of the member is its name, anybody else's address, the names beside the own
one and a mail program are keyed digests. So it may be kept, and no header is fetched twice.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import OpenFolder
from mailcheck.model import MessageRef
from mailcheck.model.traces import Target, Trace
from mailcheck.parse.people import PersonName
from mailcheck.state import Letters, Row
from mailcheck.state.values import from_text, to_text


@dataclass(frozen=True, slots=True)
class LetterUse:
    """What one header shows."""

    stored: date
    under: tuple[Target, ...] = ()
    """Which accounts of the member stand in From."""
    answers: tuple[Target, ...] = ()
    """To which of them the answers go."""
    traces: tuple[Trace, ...] = ()
    names: tuple[PersonName, ...] = ()
    """The names beside the account's own address, digested word by word."""
    program: str = ""
    zone: str = ""
    is_showing: bool = False
    """Whether it was sent since the day that counts, and shows several outside people each other's addresses."""


@dataclass(frozen=True, slots=True)
class KnownUse:
    """The letters of one sent folder of which earlier runs read the headers; without a state, none."""

    letters: Letters | None
    opened: OpenFolder
    label: str
    keys: Keys

    def of(self, uids: Sequence[int]) -> dict[int, tuple[MessageRef, LetterUse]]:
        """Return what is known of some letters, by UID."""
        if self.letters is None or not uids:
            return {}
        rows = self.letters.among(self._folder, self.opened.uidvalidity, min(uids), max(uids))
        known = ((uid, self._read(rows[uid])) for uid in uids if uid in rows)
        return {uid: each for uid, each in known if each is not None}

    def _read(self, row: Row) -> tuple[MessageRef, LetterUse] | None:
        try:
            use = from_text(LetterUse, row.found)
        except ValueError:
            return None
        return MessageRef(self.label, self.opened.uidvalidity, row.uid, use.stored, row.key), use

    def keep(self, new: Iterable[tuple[MessageRef, LetterUse]], newest: Sequence[int]) -> None:
        """Remember letters that are new; those older than the `newest` are forgotten."""
        rows = [Row(message.uid, message.key, 0, to_text(use)) for message, use in new]
        if self.letters is not None and rows:
            before = self.letters.among(self._folder, self.opened.uidvalidity, 0, min(newest) - 1)
            self.letters.keep(self._folder, self.opened.uidvalidity, rows)
            self.letters.drop(self._folder, self.opened.uidvalidity, before)

    @property
    def _folder(self) -> str:
        return self.keys.digest(Purpose.MESSAGE, "folder", self.opened.name)
