"""The samples of all formats but ZIP, PDF and Office, as the tests of single formats use them."""

import csv
import io
from pathlib import Path

from mailcheck.protection import judge_protection

SAMPLES = Path(__file__).parent.parent / "samples"
BLOCK = 4096
with (SAMPLES / "manifest_other.tsv").open(encoding="utf-8", newline="") as table:
    ROWS = tuple(csv.DictReader(table, delimiter="\t"))


def sample(name: str) -> bytes:
    """Return a committed sample."""
    return (SAMPLES / "files" / name).read_bytes()


class Counted(io.BytesIO):
    """A file that counts what is read from it, in blocks, each once."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.seen: set[int] = set()

    def read(self, size: int | None = -1, /) -> bytes:
        start = self.tell()
        found = super().read(size)
        self.seen.update(range(start // BLOCK, -(-(start + len(found)) // BLOCK)))
        return found


def state_and_blocks(data: bytes) -> tuple[str, int]:
    """Return the state of a file, and how many blocks of it were read for that."""
    file = Counted(data)
    return str(judge_protection(file).state), len(file.seen)
