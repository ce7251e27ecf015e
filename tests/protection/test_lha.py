"""LHA archives."""

import pytest

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample
from tests.samples.from_specification.archives import File, lha


@pytest.mark.parametrize("level", [0, 1, 2])
def test_every_level_of_header_is_stepped_over(level: int):
    """The chain must lead to the end."""
    data = lha(File(b"a.txt", b"some words"), File(b"b.txt", b"more"), level=level)
    assert judged(data).state is OPEN
    assert judged(data[:-3]).state is UNREADABLE
    assert judged(data[:-1] + b"words").state is UNREADABLE


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_file_that_is_not_packed_is_looked_into(level: int):
    """One that is packed came out without a secret."""
    locked = File(b"a.7z", sample("password.7z"))
    assert judged(lha(locked, level=level)).state is PROTECTED
    assert judged(lha(locked, File(b"a.txt", b"some words"), level=level)).state is PARTIAL
    assert judged(lha(locked, level=level).replace(b"-lh0-", b"-lh5-")).state is OPEN
