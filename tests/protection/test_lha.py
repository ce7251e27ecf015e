"""LHA archives."""

import pytest

from tests.protection.looks import OPEN, UNREADABLE, judged
from tests.samples.from_specification.archives import File, lha


@pytest.mark.parametrize("level", [0, 1, 2])
def test_every_level_of_header_is_stepped_over(level: int):
    """The chain must lead to the end."""
    data = lha(File(b"a.txt", b"some words"), File(b"b.txt", b"more"), level=level)
    assert judged(data).state is OPEN
    assert judged(data[:-3]).state is UNREADABLE
    assert judged(data[:-1] + b"words").state is UNREADABLE
