"""One object of a PDF is read as qpdf reads it, or not at all."""

from contextlib import suppress

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.protection.pdf_objects import CutOff, Name, NotOrdinary, Reference, read_object


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (b"<</A 1/B[2 0 R(x)]/C<4142>>>", {"A": 1, "B": [Reference(2, 0), b"x"], "C": b"AB"}),
        (b"<< /A#42 true /C null /D -.5 >>", {"AB": True, "C": None, "D": -0.5}),
        (
            rb"(a\(b\)(c)\101\r\
d) ",
            b"a(b)(c)A\rd",
        ),
        (b"<414> ", b"A@"),
        (b"[/N 1 0 0 R] ", [Name("N"), 1, Reference(0, 0)]),
    ],
)
def test_what_is_written_is_read(octets, expected):
    """Every kind of object."""
    assert read_object(octets)[0] == expected


@pytest.mark.parametrize("octets", [b"<< /A 1 /A 2 >>", b"<< /A >>", b"<< /A %x\n1 >>", b"[1 >>", b"R ", b"xyz ", b"]"])
def test_the_unusual_is_left_to_others(octets):
    """Keys that come twice, comments, brackets that do not match."""
    with pytest.raises(NotOrdinary):
        read_object(octets)


@pytest.mark.parametrize("octets", [b"", b"<< /A 1", b"<< /A (x", b"12", b"/Na", b"<41", b"[ 1 0 "])
def test_what_ends_too_early_is_told(octets):
    """So that more is fetched."""
    with pytest.raises(CutOff):
        read_object(octets)


def test_depth_is_bounded():
    """A hostile one ends."""
    with pytest.raises(NotOrdinary):
        read_object(b"[" * 10_000)


NAMES = st.text(st.characters(codec="ascii", exclude_characters="\0"), min_size=1, max_size=8).map(
    lambda text: f"/{text}"
)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**31), 2**31) | st.binary(max_size=20) | NAMES.map(pikepdf.Name),
    lambda inside: st.lists(inside, max_size=3).map(pikepdf.Array) | st.dictionaries(NAMES, inside, max_size=3),
    max_leaves=12,
)


def plain(value):
    """Return a value of pikepdf's as one of ours."""
    match value:
        case pikepdf.Name():
            return str(value)[1:]
        case pikepdf.String():
            return bytes(value)
        case pikepdf.Array():
            return [plain(each) for each in value]
        case pikepdf.Dictionary():
            return {key[1:]: plain(each) for key, each in value.items()}
        case dict():
            return {key[1:]: plain(each) for key, each in value.items()}
        case _:
            return value


@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_it_reads_what_qpdf_writes(values):
    """Any dictionary."""
    written = pikepdf.Dictionary(values).unparse()
    assert read_object(written)[0] == plain(pikepdf.Object.parse(written))


@given(st.binary(max_size=200))
def test_it_never_raises_anything_else(octets):
    """Any octets."""
    with suppress(NotOrdinary):
        read_object(octets)
