"""What we answer when a server asks who we are: one small conversation for each mechanism (RFC 4422)."""

from collections.abc import Callable

from mailcheck.gather.secret import Password, Token

Conversation = Callable[[bytes], bytes]
"""Takes the server's challenge, decoded, and returns our answer; imapclient's `sasl_login` encodes it."""


def plain(user: str, password: Password) -> Conversation:
    """Return the conversation for PLAIN (RFC 4616)."""
    return lambda challenge: f"\0{user}\0{password.value}".encode()


def login(user: str, password: Password) -> Conversation:
    """Return the conversation for LOGIN, which asks for name and password in turn (draft-murchison-sasl-login)."""
    answers = iter((user.encode(), password.value.encode()))
    return lambda challenge: next(answers, b"")


class Bearer:
    """The conversation for OAUTHBEARER (RFC 7628) or XOAUTH2, which keeps the error that a server may send.

    A server that refuses a token sends a JSON object as a further challenge, waits for an answer without meaning, and
    only then says NO. That object alone tells a lapsed token from one made for something else.
    """

    def __init__(self, first: bytes, acknowledgement: bytes) -> None:
        self._first, self._acknowledgement = first, acknowledgement
        self._has_spoken = False
        self.refusal = b""
        """The server's JSON object; empty if it sent none."""

    def __call__(self, challenge: bytes) -> bytes:
        """Answer one challenge."""
        if not self._has_spoken:
            self._has_spoken = True
            return self._first
        self.refusal = challenge[:4096]
        return self._acknowledgement


def oauthbearer(user: str, token: Token) -> Bearer:
    """Return the conversation for OAUTHBEARER (RFC 7628 §3.1; the name is escaped as in RFC 5801 §4)."""
    name = user.replace("=", "=3D").replace(",", "=2C")
    return Bearer(f"n,a={name},\x01auth=Bearer {token.value}\x01\x01".encode(), b"\x01")


def xoauth2(user: str, token: Token) -> Bearer:
    """Return the conversation for XOAUTH2, as Google and Microsoft describe it."""
    return Bearer(f"user={user}\x01auth=Bearer {token.value}\x01\x01".encode(), b"")
