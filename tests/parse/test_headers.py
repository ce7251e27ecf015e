"""The few header fields that are looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse import headers
from mailcheck.parse.headers import HeaderFields, addresses, message_id, read_headers


def test_reads_folded_fields_in_order():
    """Folding is undone, names are lower case, repeated fields are all kept."""
    found = read_headers(b"To: a@b.example,\r\n c@d.example\r\nReceived: one\r\nReceived: two\r\n\r\n")
    assert found == HeaderFields((("to", "a@b.example, c@d.example"), ("received", "one"), ("received", "two")))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (b"Message-ID: <a@b>", "a@b"),
        (b"message-id:\r\n <a@b>", "a@b"),
        (b"Message-ID: <a @b> (comment)", "a@b"),
        (b"Message-ID: bare@id", "bare@id"),
        (b"Message-ID: <>", None),
        (b"Message-ID:", None),
        (b"Subject: none", None),
    ],
)
def test_reads_the_message_id(field, expected):
    """The identifier stands between angle brackets, folded or not."""
    assert message_id(read_headers(field + b"\r\n\r\n")) == expected


def test_reads_each_address_once():
    """Display names, groups and doubles fall away."""
    found = read_headers(
        b'To: "B, C" <B@Else.example>, team: d@e.example;\r\nCc: b@else.example, undisclosed:;\r\n\r\n'
    )
    assert addresses(found, "to", "cc") == ("b@else.example", "d@e.example")


@pytest.mark.parametrize("piece", [b"(", b"<", b'"', b"[", b"\\", b"a@b (", b"<@", b"a@b.c:"])
def test_hostile_address_fields_end_in_nothing_worse_than_no_address(piece):
    """Thousands of nested comments or quotes neither raise nor hang."""
    assert isinstance(addresses(read_headers(b"To: " + piece * 10_000 + b"\r\n\r\n"), "to"), tuple)


def test_shows_nothing_of_itself():
    """A header printed by accident names nobody."""
    assert "ben" not in repr(read_headers(b"To: ben@else.example\r\n\r\n"))


@given(st.binary(max_size=300))
def test_never_raises(octets):
    """Any octets at all can be read as a header."""
    found = read_headers(octets)
    assert message_id(found) is None or message_id(found)


NAMES = st.sampled_from(["Message-ID", "content-type", "X-A", "To"])
TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.just("\t"), max_size=30)


@given(st.lists(st.tuples(NAMES, st.lists(TEXTS, min_size=1, max_size=3)), max_size=4), st.booleans())
def test_a_short_block_is_read_as_the_library_reads_it(fields, is_ended):
    """Whether it is read the short way or not."""
    written = ["{}: {}\r\n".format(name, "\r\n ".join(lines)) for name, lines in fields]
    block = "".join(written) + ("\r\n" if is_ended else "")
    assert read_headers(block.encode()) == headers._read(block.encode())


@given(st.binary(max_size=60))
def test_any_short_block_is_read_as_the_library_reads_it(octets):
    """Hostile ones too."""
    assert read_headers(octets) == headers._read(octets)
