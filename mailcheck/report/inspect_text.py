"""What `mailcheck inspect` found, for a terminal: file by file, what is inside indented, in plain words."""

from collections.abc import Iterator, Mapping

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mailcheck.model import Protection, ProtectionState, Strength
from mailcheck.report.inspect_v1 import OPEN, PROTECTED, UNREADABLE, WEAK, is_without_document
from mailcheck.report.words import count, harmless

WORDS = {
    ProtectionState.PROTECTED: ("PROTECTED", "bold green"),
    ProtectionState.OPEN: ("OPEN", "bold red"),
    ProtectionState.PARTIAL: ("PARTLY OPEN", "bold red"),
    ProtectionState.UNREADABLE: ("COULD NOT TELL", "bold magenta"),
}
WEAK_WORDS = ("WEAK", "bold yellow")
WITHOUT_WORDS = ("NO DOCUMENT", "bold green")
TALLY = {OPEN: "open", UNREADABLE: "about which mailcheck could not tell", WEAK: "weak", PROTECTED: "in order"}
NEXT = "Next: mailcheck protect FILE makes an encrypted copy."
COLUMN = 16
DEEPEST = 8
"""Levels that are indented; there are fewer in practice."""


def show(console: Console, name: str, protection: Protection) -> None:
    """Print one file and what is inside it. Its name stays on one line, so that it can be copied."""
    word, style = _word(protection)
    # A name with a line break in it would pass for two.
    shown = harmless(name).replace("\n", " ")
    console.print(Text.assemble((f"{word:<{COLUMN}}", style), (shown, "bold")), soft_wrap=True)
    console.print(_rows(protection))


def _rows(protection: Protection) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(overflow="fold")
    for line in _lines(protection, 0):
        table.add_row(line)
    return Padding(table, (0, 0, 0, COLUMN))


def _lines(protection: Protection, depth: int) -> Iterator[RenderableType]:
    if depth == 0:
        yield Text(_sentence(protection))
    for child in protection.children:
        word, style = _word(child)
        line = Text.assemble((word, style), f"  {_sentence(child)}")
        yield Padding(line, (0, 0, 0, 2 * min(depth + 1, DEEPEST)))
        yield from _lines(child, depth + 1)


def _word(protection: Protection) -> tuple[str, str]:
    if is_without_document(protection):
        return WITHOUT_WORDS
    if protection.state is ProtectionState.PROTECTED and protection.strength is Strength.WEAK:
        return WEAK_WORDS
    return WORDS[protection.state]


def _sentence(protection: Protection) -> str:
    note = f" ({protection.note})" if protection.note else ""
    kind = "" if protection.format in {"unknown", "entry"} else f"{protection.format}: "
    return harmless(f"{kind}{protection.reason}{note}")


def summary(tally: Mapping[int, int], missing: int = 0) -> str:
    """Return how many files there were of each exit code, worst first, and the one thing to do next.

    `missing` counts those that were not found, or that the system would not open.
    """
    total = sum(tally.values()) + missing
    parts = [f"{missing} could not be read"] if missing else []
    parts += [f"{tally[code]} {words}" for code, words in TALLY.items() if tally.get(code)]
    lines = [f"{count(total, 'file')}: {', '.join(parts)}."] if total > 1 else []
    if tally.get(OPEN):
        lines.append(NEXT)
    return "\n".join(lines)
