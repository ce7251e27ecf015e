"""Signed texts: a standard envelope (JWS, RFC 7515, compact) with Ed25519 (RFC 8037), the public key inside.

A signature shows that a text is as its key's owner made it. Whose the key is, the text cannot show: that takes two
people who compare its fingerprint.
"""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from jwt import PyJWS

from mailcheck.dataclass import dataclass

LARGEST = 64 * 1024
"""Octets of a sealed text; a larger one is not looked at."""

_ALGORITHM = "EdDSA"
_JWS = PyJWS(algorithms=[_ALGORITHM])
_SIGNATURE = _JWS.get_algorithm_by_name(_ALGORITHM)
_OPENING = b'{"alg":"EdDSA","jwk":{"crv":"Ed25519","kty":"OKP","x":"'


class NotSealed(Exception):
    """A text is no sealed text of the kind that was asked for, or not as it was sealed; `key` says which."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a signed text holds, and the key that signed it."""

    payload: bytes
    public: str
    """The public key: 32 octets in base64url."""

    @property
    def fingerprint(self) -> str:
        """The thumbprint of the key (RFC 7638) in base64url."""
        return fingerprint(self.public)


def fingerprint(public: str) -> str:
    """Return the RFC 7638 thumbprint of a public key."""
    required = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": public}, separators=(",", ":"))
    return _coded(hashlib.sha256(required.encode()).digest())


def public_of(seed: bytes) -> str:
    """Return the public key of a private one (its 32 octets), in base64url."""
    return _coded(Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def seal(payload: bytes, seed: bytes, *, kind: str) -> str:
    """Return a signed text that holds `payload`; `kind` says what it is (`typ`), so that none is mistaken."""
    head = {"typ": kind, "jwk": _key(public_of(seed))}
    return _JWS.encode(payload, Ed25519PrivateKey.from_private_bytes(seed), algorithm=_ALGORITHM, headers=head)


def unseal(octets: bytes, *, kind: str, largest: int = LARGEST) -> Sealed:
    """Return what a signed text holds. Raises NotSealed: `other` (not one of this kind) or `changed` (since signing).

    One line end at the close is forgiven; anything else that is not exactly as `seal` writes it is not.
    """
    text = octets.removesuffix(b"\n").removesuffix(b"\r")
    parts = text.split(b".")
    if len(text) > largest or len(parts) != 3:
        raise NotSealed("other")
    head, payload, signature = (_octets(part) for part in parts)
    public = head.removeprefix(_OPENING)[:43].decode("ascii", "replace")
    if head != _head(public, kind):
        raise NotSealed("other")
    if [_coded(each).encode() for each in (head, payload, signature)] != parts:
        raise NotSealed("changed")
    try:
        key = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(public + "="))
    except (ValueError, UnsupportedAlgorithm):
        raise NotSealed("changed") from None
    # The envelope is known by now, octet by octet; the library's own way through it takes half of the whole time.
    if not _SIGNATURE.verify(text.rpartition(b".")[0], key, signature):
        raise NotSealed("changed")
    return Sealed(payload, public)


def is_public_key(text: str) -> bool:
    """Whether a text has the form of a public key as `public_of` gives it."""
    return len(text) == 43 and _coded(_octets(text.encode())) == text


def _key(public: str) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": public}


def _head(public: str, kind: str) -> bytes:
    """Return the one way in which the head of a sealed text is written."""
    head = {"alg": _ALGORITHM, "jwk": _key(public), "typ": kind}
    return json.dumps(head, separators=(",", ":")).encode()


def _coded(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


def _octets(part: bytes) -> bytes:
    """Return what a part says in base64url; nothing, if it is not that."""
    try:
        return urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except ValueError:
        return b""
