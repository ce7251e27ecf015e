"""What the scripts that make samples share: the words in them, where they go, and the manifest beside them."""

import csv
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).parent
FILES = HERE / "files"
SECRET = "correct horse"
TEXT = b"A sample without anybody's data.\n" * 4

Rows = list[tuple[str, str, str, str, str]]
"""Of a manifest: file, format, label, strength, and what made it."""


def collect(makers: Iterable[Callable[[Path], Rows]], manifest: str) -> None:
    """Let every maker write its samples into a folder, keep those that it names, and write the manifest."""
    FILES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [row for maker in makers for row in maker(folder)]
        for file, *_ in rows:
            (FILES / file).write_bytes((folder / file).read_bytes())
    with (HERE / manifest).open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, delimiter="\t", lineterminator="\n")
        writer.writerow(("file", "format", "label", "strength", "made with"))
        writer.writerows(sorted(rows))
