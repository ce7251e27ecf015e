"""Passwords that are built into Office and so protect nothing, tried as [MS-OFFCRYPTO] 11.1 says."""

import hashlib
import hmac
import struct
from collections.abc import Iterable

from mailcheck.dataclass import dataclass
from mailcheck.model import Strength
from mailcheck.protection.look import CannotTell, Look
from mailcheck.protection.rounds import hash_named
from mailcheck.protection.turning import Turns, turned

BUILT_IN_PACKAGE = ("VelvetSweatshop", "")
"""What Excel uses for "read only" ([MS-OFFCRYPTO] 2.4.2.3), and nothing at all."""
BUILT_IN = (*BUILT_IN_PACKAGE, "/01Hannes Ruescher/01")
"""In binary documents also what PowerPoint uses."""
ZIP_START = b"PK\x03\x04"
"""How a package starts once it is decrypted."""

RC4, AES = 0x6801, {0x660E: 128, 0x660F: 192, 0x6610: 256}
"""AlgID ([MS-OFFCRYPTO] 2.3.2)."""
STANDARD_ROUNDS = 50_000
MOST_BESIDE = 200_000
"""Rounds; Office asks for half of that. What a file asks for beyond is computed under the clock."""


@dataclass(frozen=True, slots=True)
class Cipher:
    """A cipher as a person reads it."""

    name: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class Verifier:
    """EncryptionHeader and EncryptionVerifier ([MS-OFFCRYPTO] 2.3.2, 2.3.3, 2.3.6.1)."""

    algorithm: int
    """AlgID; 0 for the older RC4 without CryptoAPI."""
    bits: int
    salt: bytes
    verifier: bytes
    digest: bytes
    """Of the verifier; both encrypted."""

    @property
    def cipher(self) -> Cipher:
        """The cipher's name and strength."""
        if self.algorithm in AES:
            return Cipher(f"AES-{AES[self.algorithm]}", Strength.STRONG)
        return Cipher(f"RC4 with {self.bits} bits", Strength.WEAK)


def read_verifier(data: bytes) -> Verifier:
    """Read what stands before an encrypted binary document. Raises CannotTell if it is none that is known."""
    major, minor = struct.unpack_from("<HH", data, 0)
    if (major, minor) == (1, 1):
        return Verifier(0, 40, *(_exactly(data, 4 + 16 * number, 16) for number in range(3)))
    if minor != 2 or major not in {2, 3, 4}:
        raise CannotTell("it is encrypted in a way that mailcheck does not know")
    header_size = struct.unpack_from("<I", data, 8)[0]
    algorithm, _, bits = struct.unpack_from("<III", data, 12 + 8)
    at = 12 + header_size
    salt_size = struct.unpack_from("<I", data, at)[0]
    if salt_size != 16 or header_size < 32 or (algorithm not in AES and algorithm not in {0, RC4}):
        raise CannotTell("it is encrypted in a way that mailcheck does not know")
    length = 32 if algorithm in AES else 20
    salt, verifier, digest = _exactly(data, at + 4, 16), _exactly(data, at + 20, 16), _exactly(data, at + 40, length)
    return Verifier(algorithm or RC4, bits or 40, salt, verifier, digest)


def _exactly(data: bytes, offset: int, length: int) -> bytes:
    if offset + length > len(data):
        raise CannotTell("it is damaged or incomplete")
    return data[offset : offset + length]


def opens_by_itself(verifier: Verifier, look: Look, *, package: bytes = b"") -> bool:
    """Whether one of the built-in passwords fits, by the verifier or by how the encrypted `package` starts."""
    words = BUILT_IN_PACKAGE if package else BUILT_IN
    if verifier.algorithm in AES:
        digests = spun("sha1", verifier.salt, words, STANDARD_ROUNDS, look)
        return any(_fits_standard(verifier, digest, package) for digest in digests)
    return any(_fits(verifier, password) for password in words)


def _fits_standard(verifier: Verifier, digest: bytes, package: bytes) -> bool:
    """Whether a password fits in ECMA-376 standard encryption, by its iterated hash."""
    key = _standard_key(verifier, digest)
    if _aes(key, package).startswith(ZIP_START):
        return True
    plain = _aes(key, verifier.verifier + verifier.digest)
    return hmac.compare_digest(hashlib.sha1(plain[:16]).digest(), plain[16:36])  # noqa: S324 - [MS-OFFCRYPTO] 2.3.4.9


def _fits(verifier: Verifier, password: str) -> bool:
    if verifier.algorithm == RC4:
        key = _cryptoapi_key(verifier, password)
        plain = rc4(key, verifier.verifier + verifier.digest)
        return hmac.compare_digest(hashlib.sha1(plain[:16]).digest(), plain[16:36])  # noqa: S324 - [MS-OFFCRYPTO] 2.3.5.6
    plain = rc4(_old_key(verifier, password), verifier.verifier + verifier.digest)
    return hmac.compare_digest(hashlib.md5(plain[:16]).digest(), plain[16:32])  # noqa: S324 - [MS-OFFCRYPTO] 2.3.6.4


def _standard_key(verifier: Verifier, digest: bytes) -> bytes:
    """Return the key of ECMA-376 standard encryption ([MS-OFFCRYPTO] 2.3.4.7)."""
    final = hashlib.sha1(digest + bytes(4)).digest()  # noqa: S324 - the specification's choice
    halves = [
        hashlib.sha1(bytes(a ^ b for a, b in zip(final.ljust(64, b"\0"), pad * 64, strict=True))).digest()  # noqa: S324
        for pad in (b"\x36", b"\x5c")
    ]
    return b"".join(halves)[: AES[verifier.algorithm] // 8]


def spun(name: str, salt: bytes, passwords: Iterable[str], rounds: int, look: Look) -> Iterable[bytes]:
    """Return the iterated hash of each password ([MS-OFFCRYPTO] 2.3.4.7, 2.3.4.11), looking at the clock."""
    begun = [Turns(name, hash_named(name)(salt + word.encode("utf-16-le")).digest(), rounds) for word in passwords]
    if look.beside is not None and rounds <= MOST_BESIDE:
        return look.beside(begun)
    return (turned(turns, look.check_time) for turns in begun)


def _cryptoapi_key(verifier: Verifier, password: str) -> bytes:
    """Return the key of RC4 CryptoAPI encryption, block 0 ([MS-OFFCRYPTO] 2.3.5.2)."""
    digest = hashlib.sha1(verifier.salt + password.encode("utf-16-le")).digest()  # noqa: S324
    final = hashlib.sha1(digest + bytes(4)).digest()  # noqa: S324 - the specification's choice
    return final[:5] + bytes(11) if verifier.bits == 40 else final[: verifier.bits // 8]


def _old_key(verifier: Verifier, password: str) -> bytes:
    """Return the key of RC4 encryption, block 0 ([MS-OFFCRYPTO] 2.3.6.2)."""
    first = hashlib.md5(password.encode("utf-16-le")).digest()[:5]  # noqa: S324
    second = hashlib.md5((first + verifier.salt) * 16).digest()[:5]  # noqa: S324
    return hashlib.md5(second + bytes(4)).digest()  # noqa: S324 - the specification's choice


def rc4(key: bytes, data: bytes) -> bytes:
    """Decrypt with RC4."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher as Machine

    return Machine(ARC4(key), mode=None).decryptor().update(data)


def _aes(key: bytes, data: bytes) -> bytes:
    """Decrypt with AES, block by block."""
    from cryptography.hazmat.primitives.ciphers import Cipher as Machine
    from cryptography.hazmat.primitives.ciphers import algorithms, modes

    return Machine(algorithms.AES(key), modes.ECB()).decryptor().update(data)  # noqa: S305 - [MS-OFFCRYPTO] 2.3.4.8
