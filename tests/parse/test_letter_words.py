"""A letter's own words: decoded, without HTML, without quotations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.letter_words import LONGEST, plain_text
from tests.patience import computing


def lines(octets, media_type="text/plain", charset="utf-8"):
    """Return the words, line by line, without empty ones."""
    return [line.strip() for line in plain_text(octets, media_type, charset).split("\n") if line.strip()]


def test_plain_words_stay_as_they_are():
    """Line breaks and letters of the part's own character set."""
    assert lines("Grüße,\r\nAnna".encode("latin-1"), charset="iso-8859-1") == ["Grüße,", "Anna"]


@pytest.mark.parametrize("charset", ["", "no-such-set", "base64", "idna", "\0"])
def test_a_character_set_that_is_none_is_forgiven(charset):
    """What can be read is read."""
    assert lines(b"hello", charset=charset) == ["hello"]


def test_html_is_taken_out():
    """Tags go, what they hide goes with them, lines stay lines."""
    html = b"<html><head><style>p{}</style></head><body><p>Dear&nbsp;Ben,<br>one &lt; two</p><script>x</script></body>"
    assert lines(html, "text/html") == ["Dear Ben,", "one < two"]


@pytest.mark.parametrize(
    ("octets", "media_type"),
    [
        (b"Thanks\n> Password: x1y2z3", "text/plain"),
        (b"Thanks\n\nOn Mon, 2 Nov 2026 at 10:00, Ben <b@x.example> wrote:\n\nPassword: x1y2z3", "text/plain"),
        (b"Thanks\n-----Original Message-----\nPassword: x1y2z3", "text/plain"),
        (b"Thanks\nFrom: Ben\nSent: Monday\nPassword: x1y2z3", "text/plain"),
        (b"<div>Thanks</div><blockquote>Password: x1y2z3</blockquote>", "text/html"),
        (b"<div>Thanks", "text/html"),
        (b'<div>Thanks</div><div class="gmail_quote">Password: x1y2z3</div>', "text/html"),
    ],
)
def test_what_is_quoted_is_left_out(octets, media_type):
    """It is somebody else's, or an earlier letter's."""
    assert lines(octets, media_type) == ["Thanks"]


@given(st.binary(max_size=400), st.sampled_from(["text/plain", "text/html"]), st.text(max_size=8))
def test_any_octets_become_some_text(octets, media_type, charset):
    """Never an exception, never more than the bound."""
    assert len(plain_text(octets, media_type, charset)) <= LONGEST


@pytest.mark.parametrize("piece", [b"<", b"<style", b"<p ", b"&", b"> ", b"On x ", b"_", b"From: a\n", b" ", b"-----"])
@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_the_time_grows_with_the_letter_only(piece, media_type):
    """No expression runs away."""
    with computing(at_most=1):
        plain_text(piece * (4 * LONGEST // len(piece)), media_type, "utf-8")
