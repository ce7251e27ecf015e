"""docs/measured.md names tests that there are, for every piece of evidence."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from mailcheck.settings.evidence import load_catalogue

ROW = re.compile(r"^\| ([DFJUAN]\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"`([a-z_/]+)::(test_\w+)`")
REAL = {"Dovecot", "Cyrus", "Courier", "pymap"}
OTHER = {
    "recorded answers",
    "recorded headers",
    "recorded headers, in a Dovecot",
    "written after the draft",
    "built by hand",
    "the US Census names",
    "name servers on this computer",
}
ROWS = ROW.findall(Path("docs/measured.md").read_text("utf-8"))


@cache
def functions_of(file: str) -> frozenset[str]:
    """Return the names of the tests in a file; none if it is not there."""
    path = Path("tests") / f"{file}.py"
    tree = ast.parse(path.read_text("utf-8")) if path.exists() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("name", "on", "speaks", "silent"), ROWS, ids=[" on ".join(row[:2]) for row in ROWS])
def test_both_kinds_of_tests_are_there(name, on, speaks, silent):
    """One at least that it speaks, one at least that it stays silent, on something that is known."""
    for cell in (speaks, silent):
        named = TEST.findall(cell)
        assert named
        assert cell.count("`") == 2 * len(named)
        assert [f"{file}::{test}" for file, test in named if test not in functions_of(file)] == []
    assert on in OTHER or set(on.split(", ")) <= REAL


def test_what_is_said_of_a_real_server_was_run_on_one():
    """Its tests are marked, or ask for a server by name."""
    files = {file for _, on, speaks, _ in ROWS if on not in OTHER for file, _ in TEST.findall(speaks)[:1]}
    unmarked = [file for file in files if "mark.server" not in (Path("tests") / f"{file}.py").read_text("utf-8")]
    assert [file for file in unmarked if not file.startswith("contracts/")] == []


def test_every_piece_of_evidence_was_measured():
    """In the catalogue's order."""
    named = list(dict.fromkeys(name for name, *_ in ROWS))
    assert named == [each.id for each in load_catalogue().entries]
