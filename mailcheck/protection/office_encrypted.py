"""Encrypted Office documents since 2007: an OLE file around the encrypted package ([MS-OFFCRYPTO] 2.3.4)."""

import base64
import binascii
import hashlib
import hmac
import struct
from typing import Any
from xml.etree import ElementTree

from mailcheck.dataclass import dataclass
from mailcheck.model import Protection, Strength, opens, protected
from mailcheck.protection.look import CannotTell, Look
from mailcheck.protection.office_password import BUILT_IN_PACKAGE, ZIP_START, opens_by_itself, read_verifier, spun
from mailcheck.protection.ole import Compound

INFO, PACKAGE = "encryptioninfo", "encryptedpackage"
INFO_LIMIT = 64 * 1024
NAMESPACE = "{http://schemas.microsoft.com/office/2006/encryption}"
PASSWORD = "{http://schemas.microsoft.com/office/2006/keyEncryptor/password}"  # noqa: S105 - a namespace
INPUT_BLOCK = bytes.fromhex("fea7d2763b4b9e79")
VALUE_BLOCK = bytes.fromhex("d7aa0f6d3061344e")
KEY_BLOCK = bytes.fromhex("146e0be7abacd0d6")
HASHES = {"MD5", "SHA1", "SHA256", "SHA384", "SHA512"}
UNKNOWN = "it is encrypted in a way that mailcheck does not know"
BUILT_IN_REASON = "encrypted with a password that is built into Office, so it opens without asking"


def is_rights_managed(compound: Compound) -> bool:
    """Whether the document is under rights management ([MS-OFFCRYPTO] 2.2)."""
    return "\x09drmcontent" in compound or any("drmencrypted" in path for path in compound.paths)


def encrypted_package(compound: Compound, look: Look) -> Protection:
    """Judge an encrypted package by its EncryptionInfo ([MS-OFFCRYPTO] 2.3.4.4 to 2.3.4.10)."""
    if INFO not in compound:
        raise CannotTell(UNKNOWN)
    compound.foresee(INFO, PACKAGE)
    info = compound.head(INFO, INFO_LIMIT)
    start = compound.head(PACKAGE, 24)
    if len(start) < 24:
        raise CannotTell("it is damaged or incomplete")
    return judge_info("ooxml", info, start[8:], look)


def judge_info(name: str, info: bytes, start: bytes, look: Look) -> Protection:
    """Judge by an EncryptionInfo; `start` is how the encrypted package starts, empty if there is none."""
    match struct.unpack_from("<HH", info):
        case (4, 4):
            return _agile(name, info[8:], start, look)
        case (1, 1) | (2 | 3 | 4, 2):
            return _standard(name, info, start, look)
        case (3 | 4, 3):
            return protected(name, "encrypted with another maker's method", strength=Strength.WEAK)
        case _:
            raise CannotTell(UNKNOWN)


def _standard(name: str, info: bytes, start: bytes, look: Look) -> Protection:
    verifier = read_verifier(info)
    cipher = verifier.cipher
    if opens_by_itself(verifier, look, package=start):
        return opens(name, BUILT_IN_REASON)
    return protected(name, f"encrypted with {cipher.name}", strength=cipher.strength)


@dataclass(frozen=True, slots=True)
class _Agile:
    """One `keyData` or `encryptedKey` element ([MS-OFFCRYPTO] 2.3.4.10)."""

    attributes: dict[str, str]

    def number(self, name: str) -> int:
        return int(self.attributes[name])

    def octets(self, name: str) -> bytes:
        return base64.b64decode(self.attributes[name])

    @property
    def hash(self) -> str:
        name = self.attributes["hashAlgorithm"].replace("-", "")
        if name not in HASHES:
            raise CannotTell(UNKNOWN)
        return name.lower()

    def digest(self, data: bytes) -> bytes:
        return hashlib.new(self.hash, data).digest()

    def decrypt(self, key: bytes, start: bytes, data: bytes) -> bytes:
        """Decrypt whole blocks; key and initial vector are filled up with 0x36 (2.3.4.11, 2.3.4.12)."""
        block = self.number("blockSize")
        bits = self.number("keyBits")
        machine = _machine(
            self.attributes["cipherAlgorithm"],
            self.attributes.get("cipherChaining", ""),
            key[: bits // 8].ljust(bits // 8, b"\x36"),
            start[:block].ljust(block, b"\x36"),
        )
        return bytes(machine.decryptor().update(data[: len(data) // block * block]))


def _machine(cipher: str, chaining: str, key: bytes, start: bytes) -> Any:  # noqa: ANN401 - generic in its mode
    """Return the cipher that a descriptor names. Raises CannotTell if mailcheck cannot try it."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import RC2, TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    ciphers: dict[str, Any] = {"AES": algorithms.AES, "3DES": TripleDES, "DESede": TripleDES, "RC2": RC2}
    ciphers |= {"DES": lambda octets: TripleDES(octets * 3), "3DES_112": lambda octets: TripleDES(octets[:16])}
    if cipher not in ciphers or chaining not in {"ChainingModeCBC", "ChainingModeCFB"}:
        raise CannotTell(UNKNOWN)
    mode = modes.CBC(start) if chaining == "ChainingModeCBC" else modes.CFB(start)
    return Cipher(ciphers[cipher](key), mode)


def _agile(name: str, descriptor: bytes, start: bytes, look: Look) -> Protection:
    """Judge agile encryption: a password, certificates, or both."""
    if b"<!" in descriptor:
        raise CannotTell(UNKNOWN)
    root = ElementTree.fromstring(descriptor.rstrip(b"\0"))  # noqa: S314 - no document type, so no entities
    data = root.find(f"{NAMESPACE}keyData")
    if data is None:
        raise CannotTell(UNKNOWN)
    passwords = [_Agile(dict(found.attrib)) for found in root.iter(f"{PASSWORD}encryptedKey")]
    cipher, strength = _cipher(_Agile(dict(data.attrib)))
    for key in passwords:
        salt, rounds = key.octets("saltValue"), key.number("spinCount")
        digests = spun(key.hash, salt, BUILT_IN_PACKAGE, rounds, look)
        if any(_agile_opens(key, _Agile(dict(data.attrib)), digest, start) for digest in digests):
            return opens(name, BUILT_IN_REASON)
    if not passwords and next(root.iter(f"{NAMESPACE}keyEncryptor"), None) is None:
        raise CannotTell(UNKNOWN)
    how = "" if passwords else " for the holders of certain certificates"
    return protected(name, f"encrypted with {cipher}{how}", strength=strength)


def _cipher(data: _Agile) -> tuple[str, Strength]:
    cipher, bits = data.attributes["cipherAlgorithm"], data.number("keyBits")
    if cipher == "AES":
        return f"AES-{bits}", Strength.STRONG
    return cipher.replace("DESede", "3DES"), Strength.WEAK


def _agile_opens(key: _Agile, data: _Agile, digest: bytes, start: bytes) -> bool:
    """Whether the password of an iterated hash fits: by its verifier, or because the package then starts as one does.

    Some programs write a verifier that does not fit a password which opens the package all the same.
    """
    salt = key.octets("saltValue")

    def plain(block: bytes, name: str) -> bytes:
        return key.decrypt(key.digest(digest + block), salt, key.octets(name))

    try:
        secret = plain(KEY_BLOCK, "encryptedKeyValue")[: data.number("keyBits") // 8]
        vector = data.digest(data.octets("saltValue") + bytes(4))
        expected = key.digest(plain(INPUT_BLOCK, "encryptedVerifierHashInput")[: key.number("saltSize")])
        value = plain(VALUE_BLOCK, "encryptedVerifierHashValue")[: len(expected)]
        return hmac.compare_digest(expected, value) or data.decrypt(secret, vector, start).startswith(ZIP_START)
    except (ValueError, KeyError, binascii.Error) as error:
        raise CannotTell(UNKNOWN) from error
