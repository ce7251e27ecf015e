"""OLE compound files, walked only as far as a question needs ([MS-CFB] 9.0).

olefile reads the whole allocation table of a large file; over a network that is many times what the answer costs.
"""

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.protection.judge import TAIL
from mailcheck.protection.look import CannotTell, Look, OverLimit
from mailcheck.protection.octets import foresee

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_REGULAR, UNUSED, END_OF_CHAIN = 0xFFFFFFFA, 0xFFFFFFFB, 0xFFFFFFFE
STORAGE, STREAM, ROOT = 1, 2, 5
USUAL_DIRECTORY = 2048
"""Octets that most directories fit into, and the small streams that decide."""
BEHIND_DIRECTORY, NEAR_BEGINNING = 2048 + 512, 16 * 1024
"""Octets behind a directory near the beginning, in which most programs write the streams that decide."""
IN_HEADER = 109
"""Places for table sectors in the header itself ([MS-CFB] 2.2)."""
LONGEST_PATH = 1000
"""Letters; a message in a message in a message needs some 150."""

DAMAGED = "it is damaged or incomplete"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the directory ([MS-CFB] 2.6)."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """An OLE compound file. Every method raises CannotTell on a damaged one."""

    def __init__(self, file: BinaryIO, look: Look) -> None:
        self._file, self._look = file, look
        self._total = file.seek(0, io.SEEK_END)
        header = self._octets(0, 512)
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if not header.startswith(SIGNATURE) or shift not in {9, 12} or mini_shift != 6:
            raise CannotTell(DAMAGED)
        self._sector: int = 1 << shift
        self._tables, self._first, _, self._cutoff, self._mini_first = struct.unpack_from("<I I I I I", header, 44)
        self._next_table_list = struct.unpack_from("<I", header, 68)[0]
        self._places = list(struct.unpack_from(f"<{IN_HEADER}I", header, 76))
        self._tables_read: dict[int, tuple[int, ...]] = {}
        self._foresee_directory()
        self._entries = tuple(self._directory(self._first))
        self.paths = dict(self._walk())

    def __contains__(self, path: str) -> bool:
        return path.lower() in self.paths

    def _foresee_directory(self) -> None:
        """Have the directory's first sectors fetched together with the tables that are looked at in any case.

        And the file's end: of what needs a secret it is looked at whether something else stands there.
        """
        per_table = self._sector // 4
        tables = [number // per_table for number in (self._first, self._mini_first)] + [self._tables - 1]
        sectors = [self._places[table] for table in tables if 0 <= table < len(self._places)]
        stretches = [(self._place(sector), self._sector) for sector in sectors if sector <= LAST_REGULAR]
        if self._mini_first <= LAST_REGULAR:
            stretches.append((self._place(self._mini_first), self._sector))
        directory = self._place(self._first)
        length = USUAL_DIRECTORY + (BEHIND_DIRECTORY if directory < NEAR_BEGINNING else 0)
        foresee(self._file, [(directory, length), *stretches, (max(0, self._total - TAIL), TAIL)])

    def foresee(self, *paths: str) -> None:
        """Have the beginnings of streams fetched together, where they stand if nothing is scattered."""
        stretches: list[tuple[int, int]] = []
        for entry in (self.paths[path] for path in paths if path in self.paths):
            length = min(entry.size, USUAL_DIRECTORY)
            if entry.size < self._cutoff:
                stretches.append((self._place(self._mini_first), self._sector))
                stretches.append((self._place(self._entries[0].start) + entry.start * 64, length))
            else:
                stretches.append((self._place(entry.start), self._sector))
        foresee(self._file, stretches)

    def head(self, path: str, length: int, *, offset: int = 0) -> bytes:
        """Return up to `length` octets of a stream from `offset`; fewer only where the stream ends."""
        entry = self.paths[path.lower()]
        return self._part(entry, offset, min(length, entry.size - offset))

    def size(self, path: str) -> int:
        """Return how long a stream says it is."""
        return self.paths[path.lower()].size

    @property
    def is_cut_off(self) -> bool:
        """Whether the file ends before the last sector that its allocation table knows."""
        for table in range(min(self._tables, self._total // self._sector + 1) - 1, -1, -1):
            links = self._table(table)
            begin = table * (self._sector // 4)
            # Only linked sectors count: some programs fill the rest of the table with "end of chain".
            used = [begin + at for at, link in enumerate(links) if link < END_OF_CHAIN and link != UNUSED]
            used += [link for link in links if link <= LAST_REGULAR]
            used += [link for link in self._single_chains() if begin <= link < begin + len(links)]
            if used:
                return self._ends_early(max(used))
        return False

    def _single_chains(self) -> tuple[int, int, int]:
        """Return the first sectors of directory, mini table and mini stream: their chains may have only one."""
        return self._first, self._mini_first, self._entries[0].start

    def _ends_early(self, last: int) -> bool:
        """Whether the file ends before the content of its last sector does: some programs write no padding."""
        here = self._place(last)
        if here + self._sector <= self._total or here >= self._total:
            return here >= self._total
        for entry in self._entries:
            is_large = entry.kind == ROOT or (entry.kind == STREAM and entry.size >= self._cutoff)
            if is_large and entry.size and last in self._chain(entry.start):
                return here + (entry.size - 1) % self._sector >= self._total
        return True

    def _octets(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        data = self._file.read(length)
        if len(data) != length:
            raise CannotTell(DAMAGED)
        return data

    def _place(self, sector: int) -> int:
        return (sector + 1) * self._sector

    def _table(self, number: int) -> tuple[int, ...]:
        """Return one sector of the allocation table, by its number ([MS-CFB] 2.3)."""
        if number not in self._tables_read:
            while number >= len(self._places) and self._next_table_list <= LAST_REGULAR:
                self._look.entry()
                *places, self._next_table_list = self._numbers(self._next_table_list)
                self._places.extend(places)
            if number >= len(self._places) or self._places[number] > LAST_REGULAR:
                raise CannotTell(DAMAGED)
            self._look.unpack(self._sector)
            self._tables_read[number] = self._numbers(self._places[number])
        return self._tables_read[number]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self._sector // 4}I", self._octets(self._place(sector), self._sector))

    def _chain(self, sector: int) -> Iterator[int]:
        """Yield the sectors of a chain; a chain longer than the file is a loop."""
        per_table = self._sector // 4
        for number in range(self._total // self._sector + 1):
            if number % 1024 == 0:
                self._look.check_time()
            if sector > LAST_REGULAR:
                return
            yield sector
            sector = self._table(sector // per_table)[sector % per_table]
        raise CannotTell(DAMAGED)

    def _directory(self, first: int) -> Iterator[Entry]:
        for sector in self._chain(first):
            data = self._octets(self._place(sector), self._sector)
            for at in range(0, self._sector, 128):
                self._look.entry()
                length, kind, left, right, child = struct.unpack_from("<HBxIII", data, at + 64)
                start, size = struct.unpack_from("<II", data, at + 116)
                name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                yield Entry(name, kind, left, right, child, start, size)

    def _walk(self) -> Iterator[tuple[str, Entry]]:
        """Yield every entry with its path in lower case, storages divided by `/`."""
        if not self._entries or self._entries[0].kind != ROOT:
            raise CannotTell(DAMAGED)
        seen: set[int] = set()
        waiting = [("", self._entries[0].child)]
        while waiting:
            folder, number = waiting.pop()
            if number >= len(self._entries) or number in seen:
                continue
            seen.add(number)
            entry = self._entries[number]
            path = f"{folder}{entry.name.lower()}"
            if len(path) > LONGEST_PATH:
                raise OverLimit("it is nested deeper than mailcheck looks")
            yield path, entry
            waiting += [(folder, entry.left), (folder, entry.right)]
            if entry.kind == STORAGE:
                waiting.append((f"{path}/", entry.child))

    def _part(self, entry: Entry, offset: int, length: int) -> bytes:
        if length <= 0:
            return b""
        if entry.size < self._cutoff and entry.kind != ROOT:
            return self._small_part(entry, offset, length)
        return b"".join(self._pieces(self._chain(entry.start), self._sector, offset, length))

    def _pieces(self, chain: Iterator[int], unit: int, offset: int, length: int) -> Iterator[bytes]:
        """Yield `length` octets from `offset` of a chain of sectors."""
        wanted = offset + length
        reached = 0
        for sector in chain:
            begin, end = max(offset - reached, 0), min(wanted - reached, unit)
            if begin < end:
                yield self._octets(self._place(sector) + begin, end - begin)
            reached += unit
            if reached >= wanted:
                return
        raise CannotTell(DAMAGED)

    def _small_part(self, entry: Entry, offset: int, length: int) -> bytes:
        """Read a stream that lies in the mini stream, in units of 64 octets ([MS-CFB] 2.4)."""
        parts: list[bytes] = []
        unit, reached = entry.start, 0
        for _ in range(self._cutoff // 64 + 1):
            if unit > LAST_REGULAR:
                break
            begin, end = max(offset - reached, 0), min(offset + length - reached, 64)
            if begin < end:
                parts.append(self._part(self._entries[0], unit * 64 + begin, end - begin))
            reached += 64
            if reached >= offset + length:
                return b"".join(parts)
            link = b"".join(self._pieces(self._chain(self._mini_first), self._sector, unit * 4, 4))
            unit = struct.unpack("<I", link)[0]
        raise CannotTell(DAMAGED)
