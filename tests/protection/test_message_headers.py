"""How a message begins."""

import pytest

from mailcheck.protection.message_headers import is_message


@pytest.mark.parametrize(
    "head",
    [
        b"From: a@example.org\r\nTo: b@example.org\r\n\r\nwords",
        b"From one@example.org Mon Jan  1 10:00:00 2024\nSubject: a\n\nwords",
        b"X-Odd: 1\n folded line\nContent-Type: text/plain\n\n",
        b"\xef\xbb\xbfReceived: from a\n\tby b; Mon",
    ],
)
def test_a_block_of_headers_is_a_message(head: bytes):
    """In a mailbox with an envelope line before it."""
    assert is_message(head)


@pytest.mark.parametrize(
    "head", [b"Dear colleague,\n\nFrom: nobody\n", b"key: value\nother: value\n\n", b"", b"To be or not to be"]
)
def test_words_are_no_message(head: bytes):
    """Nor are names that no mail program knows."""
    assert not is_message(head)
