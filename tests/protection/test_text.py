"""Plain text and what is written in it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.patience import computing
from tests.protection.looks import OPEN, UNREADABLE, judged
from tests.protection.other_samples import state_and_blocks
from tests.samples.from_specification.vaults import CIPHERTEXT

KINDS = (
    (b"<!DOCTYPE html><p>some words", "html"),
    (b"<!-- a --><html>", "html"),
    (b'<?xml version="1.0"?><office:document office:version="1.3"/>', "flat-odf"),
    (b'<?xml version="1.0"?><a/>', "xml"),
    (b"<svg xmlns='x'/>", "xml"),
    (b'{"a": [1, 2]}', "json"),
    (b"name,number\r\none,1\r\n", "text"),
)


@pytest.mark.parametrize(("data", "name"), KINDS)
def test_what_is_written_is_named(data: bytes, name: str):
    """All of it is text, and open."""
    answer = judged(data)
    assert (answer.state, answer.format) == (OPEN, name)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "shift-jis", "koi8-r"]
)
def test_every_alphabet_is_text(encoding: str):
    """With a mark in front or without."""
    words = {"shift-jis": "日本語の文章です。", "koi8-r": "Немного слов на русском. "}.get(
        encoding, "Some words, naïve ones. "
    )
    assert judged((words * 12).encode(encoding)).state is OPEN


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co"]), min_size=1))
def test_any_utf_8_is_open_or_something_else_s(words: str):
    """It is never protected."""
    assert judged(words.encode()).state in {OPEN, UNREADABLE}


def test_octets_that_are_no_text_are_unreadable():
    """At the beginning, in the middle or at the end; and too few to be convincing."""
    words = b"some words, again and again. " * 9000
    for place in (0, len(words) // 2 + 100, len(words) - 900):
        assert judged(words[:place] + CIPHERTEXT[:800] + words[place:]).state is UNREADABLE
    assert judged(b"\xe9\xe8\xe0\xff").state is UNREADABLE


@pytest.mark.parametrize(
    "data",
    [
        b"$ANSIBLE_VAULT;1.1;AES256\n" + b"61" * 40,
        b"VimCrypt~03!" + b"text" * 50,
        b'<?xml version="1.0"?><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"/>',
        b"%PDF-1.7 all of it in letters",
    ],
)
def test_what_only_looks_like_text_is_not_called_open(data: bytes):
    """It may need a secret after all."""
    assert judged(data).state is UNREADABLE


def test_a_large_text_is_not_read_through():
    """Its two ends are enough, and a little at even distances."""
    state, blocks = state_and_blocks(b"some words, again and again. " * 100_000)
    assert (state, blocks < 24) == ("open", True)


def test_many_comments_cost_no_time():
    """A page that begins with comments is looked at once, whatever comes behind them."""
    with computing(at_most=1):
        assert judged(b"<!-- a --> " * 5000 + b"words").format == "text"
        assert judged(b"<!-- a --> " * 100 + b"<html>").format == "html"


@pytest.mark.parametrize("sixteenths", range(1, 15))
def test_what_stands_between_words_is_no_text(sixteenths: int):
    """Noise that takes more than a sixteenth of a file is seen, wherever it stands."""
    size = 160_000
    words = bytearray(b"one line after another\n" * (size // 23 + 1))[:size]
    start = size * sixteenths // 16 + 40
    words[start : start + size // 15] = random.Random(sixteenths).randbytes(size // 15)
    assert judged(bytes(words)).state is UNREADABLE
