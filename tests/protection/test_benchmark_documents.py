"""What the benchmark takes for the truth about its documents is what is judged of them."""

import io

import pytest

from mailcheck.protection import judge_protection
from tests.bench.documents import KINDS


@pytest.mark.parametrize("size", [2_000, 60_000])
@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_judged_as_it_was_made(name: str, size: int) -> None:
    """A verdict that changes is found here, not only when somebody measures."""
    assert judge_protection(io.BytesIO(KINDS[name].make(size))).state == KINDS[name].state
