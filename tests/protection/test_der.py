"""DER and BER by their headers."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.protection import OverLimit
from mailcheck.protection.der import content_of, element_at, end_of, inside, outermost
from mailcheck.protection.octets import Damaged
from tests.protection.looks import look


def test_lengths_short_long_and_indefinite_are_read():
    """The end of an indefinite one is found by walking."""
    for octets in (b"\x30\x03\x02\x01\x05", b"\x30\x81\x03\x02\x01\x05", b"\x30\x80\x02\x01\x05\0\0"):
        file = io.BytesIO(octets)
        element = element_at(file, 0)
        (child,) = inside(file, element, look())
        assert (child.tag, end_of(file, element, look())) == (0x02, len(octets))


def test_an_octet_string_in_pieces_is_put_together():
    """Whatever the depth of the pieces."""
    file = io.BytesIO(b"\x24\x80\x04\x02ab\x24\x03\x04\x01c\0\0")
    assert content_of(file, element_at(file, 0), look()) == b"abc"


def test_the_whole_file_must_be_one_element():
    """Line breaks behind it are forgiven, octets are not, nor is an end that comes too early."""
    assert outermost(io.BytesIO(b"\x30\x03\x02\x01\x05\r\n"), look()).start == 2
    for octets in (b"\x30\x04\x02\x01\x05", b"\x30\x03\x02\x01\x05x", b"\x30\x80\x30\x80\x02\x01\x05\0\0"):
        with pytest.raises(Damaged):
            outermost(io.BytesIO(octets), look())


@given(st.binary(max_size=120))
def test_any_octets_are_an_element_or_damaged(octets: bytes):
    """Nothing else is raised, however deep the elements claim to be."""
    with suppress(Damaged, OverLimit):
        element = outermost(io.BytesIO(b"\x30\x80" + octets), look())
        assert list(inside(io.BytesIO(b"\x30\x80" + octets), element, look())) is not None
