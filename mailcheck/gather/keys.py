"""Keyed digests: how things are recognised or compared without being kept."""

import hmac
import secrets
from dataclasses import field
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from mailcheck.dataclass import dataclass

SHORTEST_KEY = 16
DIGEST_CHARACTERS = 32


class Purpose(StrEnum):
    """What a digest is for. Equal values digested for two purposes give unrelated digests."""

    MESSAGE = "message"
    DOCUMENT = "document"
    COPY = "copy"
    """The fingerprint by which every copy of a file is known."""
    COMPARED_MESSAGE = "compared message"
    MAILBOX_GUID = "mailbox guid"
    MAILBOX_ID = "mailbox id"
    READER = "reader"
    ADDRESS = "address"
    OWN_KEY = "own key"
    """Two octets of it tell whether the key itself is still the same."""
    SECRET = "secret"  # noqa: S105 - what a digest is for
    """One octet of it tells whether a password is still the one that was refused."""
    PROGRAM = "mail program"
    NAME = "name"
    """A word of a name beside the account's own address."""


@dataclass(frozen=True, slots=True)
class Keys:
    """One secret key, and the digests under it (HMAC-SHA256, RFC 2104, truncated to 128 bits).

    With the installation key, digests are stable from run to run; with `Keys.random()` they can be compared within
    one run only. Raises ValueError if the key is too short to protect anything.
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) < SHORTEST_KEY:
            raise ValueError(f"a key has at least {SHORTEST_KEY} octets")

    @classmethod
    def random(cls) -> "Keys":
        """Return a key that is forgotten with this run."""
        return cls(secrets.token_bytes(32))

    def digest(self, purpose: Purpose, *values: bytes | str | int) -> str:
        """Return 32 hexadecimal characters. Each value is framed by its length, so their borders count."""
        machine = _begun(self.secret, purpose).copy()
        machine.update(b"".join(map(_framed, values)))
        return machine.hexdigest()[:DIGEST_CHARACTERS]

    def fingerprint(self, content: bytes) -> str:
        """Return the digest by which every copy of a file is known: its size and its content."""
        return self.digest(Purpose.COPY, len(content), sha256(content).digest())


@lru_cache(maxsize=64)
def _begun(secret: bytes, purpose: Purpose) -> hmac.HMAC:
    """Return a digest with its purpose in it: setting one up takes longer than what follows."""
    return hmac.new(secret, _framed(f"mailcheck {purpose}"), "sha256")


def _framed(value: bytes | str | int) -> bytes:
    octets = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogateescape")
    return len(octets).to_bytes(8, "big") + octets
