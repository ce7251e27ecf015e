"""Whether the empty password opens a PDF: the standard security handler's own test (ISO 32000-2, 7.6.4)."""

import hashlib
import hmac
from collections.abc import Collection
from functools import lru_cache

from mailcheck.dataclass import dataclass
from mailcheck.protection.office_password import rc4
from mailcheck.protection.pdf_objects import NotOrdinary

PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
"""What fills a password up to 32 octets, and so is the empty one (algorithm 2, step a)."""
USUAL_BITS = {1: 40, 4: 128, 5: 256}
"""The key's length by /V; with /V 2 it is told."""
_HASHES = (hashlib.sha256, hashlib.sha384, hashlib.sha512)
_ROUNDS = 64
_MOST_ROUNDS = 2_000


@dataclass(frozen=True, slots=True)
class StandardLock:
    """What an encryption dictionary says of its passwords (table 21)."""

    revision: int
    key_length: int
    owner: bytes
    user: bytes
    permissions: int
    identifier: bytes
    """The first of the trailer's two identifiers."""
    covers_metadata: bool = True


def standard_lock(encryption: dict[str, object], identifiers: object) -> StandardLock:
    """Return the lock that a dictionary under /Standard tells of. Raises NotOrdinary for anything unusual."""
    version, revision, permissions = (_number(encryption, name) for name in ("V", "R", "P"))
    if (version, revision) not in {(1, 2), (1, 3), (2, 3), (4, 4), (5, 5), (5, 6)}:
        raise NotOrdinary
    bits = _number(encryption, "Length", otherwise=USUAL_BITS.get(version))
    if version in {2, 4} and (bits not in range(40, 129, 8) or (version == 4 and bits != USUAL_BITS[4])):
        raise NotOrdinary
    lengths = (48, 127) if version == 5 else (32,)
    owner, user = (_octets(encryption.get(name), lengths)[: lengths[0]] for name in ("O", "U"))
    covers = encryption.get("EncryptMetadata", True)
    if type(covers) is not bool:
        raise NotOrdinary
    return StandardLock(
        revision,
        {1: 40, 5: 256}.get(version, bits) // 8,
        owner,
        user,
        permissions & 0xFFFFFFFF,
        b"" if version == 5 else _octets(identifiers[0] if isinstance(identifiers, list) and identifiers else None),
        covers_metadata=covers,
    )


def _number(encryption: dict[str, object], name: str, *, otherwise: int | None = None) -> int:
    value = encryption.get(name, otherwise)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotOrdinary
    return value


def _octets(value: object, lengths: Collection[int] = ()) -> bytes:
    if not isinstance(value, bytes) or (lengths and len(value) not in lengths):
        raise NotOrdinary
    return value


@lru_cache(maxsize=1024)
def opens_with_nothing(lock: StandardLock) -> bool:
    """Whether the empty password is the user's or the owner's. Remembered: one file is sent to several people."""
    if lock.revision >= 5:
        return _is_hash(lock, lock.user, b"") or _is_hash(lock, lock.owner, lock.user)
    return _is_users(lock, PADDING) or _is_users(lock, _behind_owner(lock))


def _is_users(lock: StandardLock, password: bytes) -> bool:
    """Whether a padded password is the user's (algorithms 2, 4, 5 and 6)."""
    seed = password + lock.owner + lock.permissions.to_bytes(4, "little") + lock.identifier
    if lock.revision >= 4 and not lock.covers_metadata:
        seed += b"\xff" * 4
    key = hashlib.md5(seed).digest()  # noqa: S324 - the standard's choice
    if lock.revision == 2:
        return hmac.compare_digest(rc4(key[: lock.key_length], PADDING), lock.user)
    for _ in range(50):
        key = hashlib.md5(key[: lock.key_length]).digest()  # noqa: S324
    key = key[: lock.key_length]
    found = hashlib.md5(PADDING + lock.identifier).digest()  # noqa: S324
    for number in range(20):
        found = rc4(bytes(octet ^ number for octet in key), found)
    return hmac.compare_digest(found, lock.user[:16])


def _behind_owner(lock: StandardLock) -> bytes:
    """Return the user's password as the empty owner's one gives it (algorithm 7)."""
    key = hashlib.md5(PADDING).digest()  # noqa: S324 - the standard's choice
    if lock.revision == 2:
        return rc4(key[: lock.key_length], lock.owner)
    for _ in range(50):
        key = hashlib.md5(key).digest()  # noqa: S324
    key, found = key[: lock.key_length], lock.owner
    for number in reversed(range(20)):
        found = rc4(bytes(octet ^ number for octet in key), found)
    return found


def _is_hash(lock: StandardLock, wanted: bytes, more: bytes) -> bool:
    """Whether the empty password has the hash that begins `wanted`, salted with what follows it (algorithms 11, 12)."""
    digest = hashlib.sha256(wanted[32:40] + more).digest()
    if lock.revision == 6:
        digest = _hardened(digest, more)
    return hmac.compare_digest(digest, wanted[:32])


def _hardened(key: bytes, more: bytes) -> bytes:
    """Return the hash of revision 6 (algorithm 2.B)."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    for number in range(1, _MOST_ROUNDS):
        machine = Cipher(algorithms.AES(key[:16]), modes.CBC(key[16:32])).encryptor()
        found = machine.update((key + more) * 64)
        key = _HASHES[sum(found[:16]) % 3](found).digest()
        if number >= _ROUNDS and found[-1] <= number - 32:
            return key[:32]
    raise NotOrdinary
