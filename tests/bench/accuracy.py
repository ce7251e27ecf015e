"""How often mailcheck is right about documents, beside other tools that are installed.

    python tests/bench/accuracy.py MANIFEST FILES [--peers] [--wrong]

MANIFEST is a table divided by tabs with the columns file, format and label; FILES the folder with the files.
"""

import argparse
import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from mailcheck.protection import judge_protection

STATES = ("protected", "open", "partial", "unreadable")
BLOCK = 512
"""What is counted as read: whole blocks, each once, as a cache over a network would fetch them."""
BATCH = 200
Row = dict[str, str]
Answers = dict[str, str]


class Counted(io.RawIOBase):
    """A file that counts the blocks read from it."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._file = io.BytesIO(data)
        self.blocks: set[int] = set()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        start = self._file.tell()
        count = self._file.readinto(buffer)
        if count:
            self.blocks.update(range(start // BLOCK, (start + count - 1) // BLOCK + 1))
        return count


@dataclass
class Tally:
    """The answers for one format."""

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Label and answer."""
    seconds: float = 0.0
    slowest: float = 0.0
    read: int = 0
    size: int = 0

    def add(self, other: "Tally") -> None:
        self.pairs.update(other.pairs)
        self.seconds += other.seconds
        self.slowest = max(self.slowest, other.slowest)
        self.read += other.read
        self.size += other.size

    @property
    def line(self) -> str:
        total = sum(self.pairs.values())
        right = sum(count for (label, answer), count in self.pairs.items() if label == answer)
        shut = self.pairs["protected", "open"] + self.pairs["protected", "partial"]
        false = self.pairs["open", "protected"] + self.pairs["partial", "protected"]
        answers = Counter[str]()
        for (_, answer), count in self.pairs.items():
            answers[answer] += count
        cost = f"{self.seconds:8.2f} {self.slowest:7.2f} {self.read:11,} {100 * self.read / max(self.size, 1):5.1f}"
        wrong = total - right
        return (
            f"{total:5} {right:5} {wrong:5} {shut:7} {false:7} {answers['partial']:7} {answers['unreadable']:7} {cost}"
        )


HEADING = f"{'':16}{'files':>5} {'right':>5} {'wrong':>5} {'p as o':>7} {'o as p':>7} {'partial':>7} {'unread.':>7}"
HEADING += f" {'seconds':>8} {'slowest':>7} {'octets read':>11} {'%':>5}"


def measure(rows: Iterable[Row], files: Path) -> Iterator[tuple[Row, str, Tally]]:
    """Yield mailcheck's answer for each row, with its cost."""
    for row in rows:
        data = (files / row["file"]).read_bytes()
        counted = Counted(data)
        start = time.perf_counter()
        answer = str(judge_protection(cast(BinaryIO, counted)).state)
        taken = time.perf_counter() - start
        pairs = Counter({(row["label"], answer): 1})
        yield row, answer, Tally(pairs, taken, taken, min(len(counted.blocks) * BLOCK, len(data)), len(data))


def by_file(rows: list[Row], files: Path) -> Answers:
    """Return what libmagic's `file` says: protected if its words speak of encryption or a password."""
    answers = {}
    for start in range(0, len(rows), BATCH):
        names = [row["file"] for row in rows[start : start + BATCH]]
        command = ["file", "-b", "--", *(str(files / name) for name in names)]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        for name, line in zip(names, lines, strict=True):
            shut = re.search(r"encrypt|password|protected|PGP message", line, re.IGNORECASE)
            answers[name] = "protected" if shut else "unreadable" if line == "data" else "open"
    return answers


def by_oleid(rows: list[Row], files: Path) -> Answers:
    """Return what oleid says of each file."""
    answers = {}
    for row in rows:
        command = ["oleid", str(files / row["file"])]
        text = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        found = re.search(r"^Encrypted\s*\|\s*(\w+)", text, re.MULTILINE)
        answers[row["file"]] = "unreadable" if not found else "protected" if found[1] == "True" else "open"
    return answers


def by_clamav(rows: list[Row], files: Path) -> Answers:
    """Return what ClamAV's heuristics say; they need no signatures, so a made-up one does."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "none.hdb").write_text("0" * 32 + ":1:none\n")
        names = Path(folder, "names")
        names.write_text("".join(f"{files / row['file']}\n" for row in rows))
        command = ["clamscan", "-d", str(Path(folder, "none.hdb")), "--alert-encrypted=yes", "--no-summary"]
        text = subprocess.run([*command, "-f", str(names)], capture_output=True, text=True, check=False).stdout
    shut = {Path(line.split(": ")[0]).name for line in text.splitlines() if "Encrypted" in line}
    return {row["file"]: "protected" if row["file"] in shut else "open" for row in rows}


PEERS: dict[str, tuple[str, Callable[[list[Row], Path], Answers]]] = {
    "file": ("file", by_file),
    "oleid": ("oleid", by_oleid),
    "ClamAV": ("clamscan", by_clamav),
}


def show(title: str, tallies: dict[str, Tally]) -> None:
    """Print one table."""
    total = Tally()
    sys.stdout.write(f"\n{title}\n{HEADING}\n")
    for name, tally in sorted(tallies.items()):
        sys.stdout.write(f"{name:16}{tally.line}\n")
        total.add(tally)
    sys.stdout.write(f"{'all':16}{total.line}\n")


def main() -> int:
    """Measure; returns 0 if every file is right and 1 if not."""
    parser = argparse.ArgumentParser(description="How often mailcheck is right about documents.")
    parser.add_argument("manifest", type=Path)
    parser.add_argument("files", type=Path)
    parser.add_argument("--peers", action="store_true", help="also ask the other tools that are installed")
    parser.add_argument("--wrong", action="store_true", help="list every file that is not right")
    given = parser.parse_args()
    with given.manifest.open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["label"] in STATES]
    tallies: dict[str, Tally] = defaultdict(Tally)
    wrong = []
    for row, answer, tally in measure(rows, given.files):
        tallies[row["format"]].add(tally)
        if answer != row["label"]:
            wrong.append(f"{row['format']:16}{row['file']}: {row['label']}, answered {answer}")
    show("mailcheck", tallies)
    if given.wrong:
        sys.stdout.writelines(f"{line}\n" for line in wrong)
    for title, (command, ask) in PEERS.items():
        if given.peers and shutil.which(command):
            theirs: dict[str, Tally] = defaultdict(Tally)
            answers = ask(rows, given.files)
            for row in rows:
                theirs[row["format"]].pairs[row["label"], answers[row["file"]]] += 1
            show(title, theirs)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
