"""The description of streams in a 7z header."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.protection import OverLimit
from mailcheck.protection.octets import Damaged
from mailcheck.protection.sevenzip_streams import Octets, read_streams
from tests.protection.looks import look


def test_numbers_have_one_to_nine_octets():
    """The leading ones of the first octet say how many follow."""
    for octets, number in (
        (b"\x7f", 127),
        (b"\x80\x80", 128),
        (b"\xc1\x02\x03", 0x10302),
        (b"\xff" + bytes(7) + b"\1", 1 << 56),
    ):
        assert Octets(octets, look()).number() == number


def test_a_count_that_nothing_has_room_for_is_refused():
    """Before memory is taken for it."""
    with pytest.raises(Damaged):
        Octets(b"\xff" * 9, look()).count()


@given(st.binary(max_size=60))
def test_any_octets_are_streams_or_refused(octets: bytes):
    """Nothing else is raised."""
    with suppress(Damaged, OverLimit):
        assert read_streams(Octets(octets, look()), look()).folders is not None
