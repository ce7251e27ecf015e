"""Transfer encodings, whole and from the middle."""

import base64
import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.transfer import Base64Layout, Learnt, PlainLayout, decode_whole, learn_base64, learn_plain
from tests.letters import in_base64

CONTENT = bytes(range(256)) * 40


@pytest.mark.parametrize("line", [4, 60, 64, 72, 76, 996])
@pytest.mark.parametrize("trailing", [b"", b"\r\n", b"\r\n\r\n  \r\n"])
def test_a_regular_layout_is_learnt_from_its_ends(line, trailing):
    """Line length, end of the text and decoded size come from head and tail alone."""
    raw = in_base64(CONTENT, line).rstrip() + trailing
    learnt = learn_base64(raw[:3000], raw[-3000:], len(raw))
    assert learnt is not None
    assert learnt.layout == Base64Layout(line, len(raw.rstrip()), len(CONTENT))
    assert all(CONTENT[start : start + len(octets)] == octets for start, octets in learnt.known)
    assert [start for start, octets in learnt.known if octets][:1] == [0]


@pytest.mark.parametrize(
    "raw",
    [
        base64.b64encode(CONTENT),
        in_base64(CONTENT, 75),
        in_base64(CONTENT)[:5000] + b"\r\n" + in_base64(CONTENT)[5000:],
        b"\r\n" + in_base64(CONTENT),
        in_base64(CONTENT).replace(b"\r\n", b"\n"),
        in_base64(CONTENT).replace(b"\r\n", b"\n\r"),
        in_base64(CONTENT)[:5000] + b"*" + in_base64(CONTENT)[5001:][:-90],
        in_base64(CONTENT).rstrip() + b"\r\n--\r\nAdded by a list",
        b" " * 9000,
        in_base64(CONTENT).rstrip(b"=\r\n") + b"\r\n",
    ],
    ids=["one line", "75 columns", "phase", "blank first", "LF", "LFCR", "letter", "footer", "blank", "no padding"],
)
def test_an_irregular_layout_is_not_learnt(raw):
    """Nothing is computed from lines that are not all alike."""
    assert learn_base64(raw[:6000], raw[-6000:], len(raw)) is None


@given(st.integers(0, len(CONTENT)), st.integers(1, 3000))
def test_any_span_decodes_to_its_octets(start, length):
    """Whole lines around the octets asked for decode to them, wherever they are."""
    raw = in_base64(CONTENT)
    learnt = learn_base64(raw[:3000], raw[-3000:], len(raw))
    assert learnt is not None
    layout = learnt.layout
    end = min(start + length, len(CONTENT))
    first, last = layout.span(start, end)
    begin = layout.decoded_start(first)
    decoded = layout.decode(raw[first:last], first) if last > first else b""
    assert decoded is not None
    assert decoded[start - begin : end - begin] == CONTENT[start:end]


@pytest.mark.parametrize("shift", [1, 2, 77, -1])
def test_a_shifted_block_is_refused(shift):
    """A block that came from somewhere else is out of phase."""
    raw = in_base64(CONTENT)
    layout = Base64Layout(76, len(raw) - 2, len(CONTENT))
    assert layout.decode(raw[780 + shift : 1560 + shift], 780) is None


def test_a_plain_part_is_read_where_it_stands():
    """Without an encoding there is nothing to compute."""
    learnt = learn_plain(b"head", b"tail", 100)
    layout = learnt.layout
    assert learnt == Learnt(PlainLayout(100), ((0, b"head"), (96, b"tail")))
    assert (layout.span(5, 9), layout.decoded_start(5), layout.decode(b"abcd", 5)) == ((5, 9), 5, b"abcd")
    assert (layout.text_end, layout.stride) == (100, 1)


@pytest.mark.parametrize(
    "raw",
    [
        base64.b64encode(CONTENT),
        b"\r\n\r\n" + in_base64(CONTENT, 75),
        in_base64(CONTENT).replace(b"\r\n", b" \n"),
        in_base64(CONTENT).rstrip(b"=\r\n"),
        in_base64(CONTENT[:100]) + in_base64(CONTENT[100:]),
        in_base64(CONTENT).rstrip() + b"\r\n\r\n--\r\nAdded by a mailing list\r\n",
    ],
)
def test_irregular_base64_is_decoded_whole(raw):
    """Long lines, odd lines, padding in the middle or missing, and footers: the content comes out."""
    assert decode_whole(raw, "base64") == CONTENT


def test_other_encodings():
    """Quoted-printable and uuencode are decoded; what is not known stays as it is."""
    encoded = b"begin 644 a.txt\r\n" + binascii.b2a_uu(b"hello world") + b"\r\nend\r\n"
    assert decode_whole(b"a=3D=\r\nb\r\n", "quoted-printable") == b"a=b\r\n"
    assert decode_whole(encoded, "x-uuencode") == b"hello world"
    assert decode_whole(b"as it is", "8bit") == b"as it is"
    assert decode_whole(b"as it is", "x-unheard-of") == b"as it is"


@given(st.binary(max_size=400), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "7bit"]))
def test_decoding_never_raises(octets, encoding):
    """Any octets decode to something."""
    assert isinstance(decode_whole(octets, encoding), bytes)
