"""Documents made to do harm: a judgement of one takes a bounded amount of memory, and reads a bounded number of octets.

How long it takes depends on the machine, so it is measured apart (`python -m tests.bench.bombs`).
"""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.bench.bombs import MEMORY, STATUS
from tests.bombs import ALL

REREAD, LEAST = 6, 1024 * 1024
"""Each format that claims a file may look at it again."""
LOCKED = {
    "zip of 19,000 locked entries", "office with a thousand keys", "store that asks for 2^31 rounds",
    "store that asks for 2^31 rounds of its seal", "store that asks for 390,000 rounds", "armour of 30 megabytes",
    "luks with very many segments",
}  # fmt: skip
"""Those that are built as documents with a password; whatever else a bomb is, it is not protected."""


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """Return what every bomb took, each judged in a process of its own."""
    if not STATUS.exists():
        pytest.skip("memory is measured by what Linux tells of a process")
    command = [sys.executable, "-m", "tests.bench.bombs", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["name"]: row for row in rows}


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", ALL)
def test_a_document_made_to_do_harm_takes_little_and_is_not_believed(name: str, told: dict[str, dict[str, Any]]):
    """At most 200 MB above what was there, no more than some readings of the file, and never called protected."""
    row = told[name]
    assert row["state"] != "died"
    assert row["memory"] <= MEMORY
    assert row["octets"] <= REREAD * row["size"] + LEAST
    assert row["state"] not in {"protected", "partial"} or name in LOCKED
