"""Keys and certificates: PEM, OpenSSH, PuTTY, DER (RFC 7468, RFC 1421, RFC 5958, PROTOCOL.key of OpenSSH)."""

import io
import re
from typing import BinaryIO

from mailcheck.model import Protection, Strength, opens, protected
from mailcheck.protection import Look, OverLimit, Sample, contain, der, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.armour import Block, around, begins, blocks_in, with_words
from mailcheck.protection.octets import Damaged, size_of, whole

NAME = "pem"
OTHERS = ("PGP ", "AGE ", "CMS", "PKCS7", "PKCS #7")
"""Armour that other formats speak for."""
LARGEST = 4 * 1024 * 1024
LARGEST_PUTTY = 64 * 1024
PUBLIC = "public"
"""What is public by nature does not count beside a private key, as in an OpenPGP key."""
PUBLIC_LABEL = re.compile(r"CERTIFICATE|PUBLIC KEY|X509 CRL|ATTRIBUTE|SIGNATURE|PARAMETERS|ECHCONFIG|TRUST")
STRONG = re.compile("(?i)aes|camellia|aria|sm4|seed|chacha20")
OLD = re.compile("(?i)des|3des|rc2|rc4|rc5|arcfour|bf|blowfish|cast|idea")
LABELLING = re.compile(
    rb"(?m)^(?:(?:Bag|Key) Attributes(?:: <No Attributes>|: <Empty Attributes>)?"
    rb"|    (?:localKeyID|friendlyName|[0-9.]+|[A-Za-z0-9 ]*Microsoft [A-Za-z0-9 ]+|X509v3 [A-Za-z ]+): .*"
    rb"|(?:subject|issuer)=.*)\r?$"
)
"""What OpenSSL writes above a key that it takes out of a store."""
PUTTY = re.compile(rb"PuTTY-User-Key-File-[123]: ")
PBE = bytes.fromhex("2a864886f70d0105")
PBES2 = PBE + b"\x0d"
PBE_OLD = bytes.fromhex("2a864886f70d010c01")
PASSWORD_BASED = re.compile(re.escape(PBE) + b"[\x01-\x0b\x0d]|" + re.escape(PBE_OLD) + b"[\x01-\x06]")
AES = bytes.fromhex("60864801650304 01".replace(" ", ""))
CAMELLIA = bytes.fromhex("2a831a8c9a4b3d0101")
OPENSSH = b"openssh-key-v1\0"


def _recognises(sample: Sample) -> bool:
    label = begins(sample.head)
    if label and not label.startswith(OTHERS):
        return True
    head = sample.head
    return bool(PUTTY.match(head)) or (head[:1] == b"\x30" and _der_kind(head[:64]) != "")


@format(NAME, _recognises)
def pem(file: BinaryIO, look: Look) -> Protection:
    """Judge a key: private with a password is protected; without, a certificate or a public key is open."""
    if size_of(file) > LARGEST:
        raise OverLimit("it is larger than keys and certificates are")
    text = whole(file, look)
    if PUTTY.match(text):
        return _putty(text)
    if text[:1] == b"\x30":
        der.outermost(file, look)
        return _der(text, look)
    children = [_block(block, look) for block in blocks_in(text, look)]
    if not children:
        raise Damaged("no armour")
    private = [child for child in children if child.note != PUBLIC] or children
    answer = private[0] if len(private) == 1 else contain(NAME, private)
    return with_words(NAME, answer, LABELLING.sub(b"", around(text, look)).strip())


def _block(block: Block, look: Look) -> Protection:
    if not block.complete:
        raise Damaged("the armour does not end")
    if block.label == "OPENSSH PRIVATE KEY":
        return _openssh(block.octets)
    if block.label == "ENCRYPTED PRIVATE KEY":
        return _encrypted_key(block.octets, look)
    if block.label.endswith("PRIVATE KEY"):
        return _traditional(block, look)
    if block.label in {"CMS", "PKCS7"}:
        return look.inside(io.BytesIO(block.octets))
    if not PUBLIC_LABEL.search(block.label):
        raise Damaged("armour of no known kind")
    return opens(NAME, "a certificate or a public key: nothing secret is in it", note=PUBLIC)


def _traditional(block: Block, look: Look) -> Protection:
    """Judge a key whose encryption, if any, is told by headers above the base64 (RFC 1421 §4.6.1.1)."""
    headers = dict(block.headers)
    if headers.get("Proc-Type", "").replace(" ", "") == "4,ENCRYPTED" and block.octets:
        if _der_kind(block.octets[:64]):
            return opens(NAME, "a private key without a password, whatever its headers say")
        return _by_name(headers.get("DEK-Info", "").partition(",")[0])
    der.outermost(io.BytesIO(block.octets), look)
    return opens(NAME, "a private key without a password")


def _by_name(cipher: str) -> Protection:
    """Judge a private key whose cipher is given by its name, `AES-256-CBC` or `aes256-ctr`."""
    if not re.fullmatch(r"[A-Za-z0-9@.-]{3,40}", cipher) or not (STRONG.match(cipher) or OLD.match(cipher)):
        raise Damaged("no cipher")
    strength = Strength.STRONG if STRONG.match(cipher) else Strength.WEAK
    return protected(NAME, f"a private key locked with a password ({cipher})", strength=strength)


def _openssh(octets: bytes) -> Protection:
    length = int.from_bytes(octets[len(OPENSSH) : len(OPENSSH) + 4], "big")
    cipher = octets[len(OPENSSH) + 4 : len(OPENSSH) + 4 + length]
    if not octets.startswith(OPENSSH) or not 0 < length < 64:
        raise Damaged("no OpenSSH key")
    if cipher == b"none":
        return opens(NAME, "a private key without a password")
    return _by_name(cipher.decode("ascii"))


def _putty(text: bytes) -> Protection:
    if len(text) > LARGEST_PUTTY:
        raise Damaged("no PuTTY key")
    fields = dict(line.split(b": ", 1) for line in reversed(text.splitlines()) if b": " in line)  # the first counts
    seals = {b"Private-MAC", b"Private-Hash"}
    if not {b"Encryption", b"Private-Lines"} <= fields.keys() or not seals & fields.keys():
        raise Damaged("no whole PuTTY key")
    cipher = fields[b"Encryption"].strip().decode("ascii")
    return opens(NAME, "a private key without a password") if cipher == "none" else _by_name(cipher)


def _encrypted_key(octets: bytes, look: Look) -> Protection:
    der.outermost(io.BytesIO(octets), look)
    if not PASSWORD_BASED.search(octets[:40]):
        raise Damaged("no password-based encryption")
    strong = octets[4:40].find(PBES2) >= 0 and (AES in octets[:160] or CAMELLIA in octets[:160])
    strength = Strength.STRONG if strong else Strength.WEAK
    return protected(NAME, "a private key locked with a password", strength=strength)


def _der_kind(head: bytes) -> str:
    """Recognise a bare key or certificate by its first elements (RFC 5958 §2 and §3, RFC 5280 §4.1, RFC 8017 A.1.2)."""
    found = re.match(rb"\x30(?:[\x00-\x7f]|\x81.|[\x82].{2}|\x83.{3})(.{12,})", head, re.DOTALL)
    rest = found[1] if found else b""
    if PASSWORD_BASED.match(rest, 4) and rest[:1] == b"\x30" and rest[2:3] == b"\x06":
        return "encrypted key"
    if re.match(rb"\x30(?:[\x10-\x7f]|\x81.|\x82..)(?:\xa0\x03\x02\x01[\0-\2]\x02|\x02[\x01-\x14])", rest, re.DOTALL):
        return "certificate"
    if re.match(rb"\x02\x01[\x00\x01]\x30[\x05-\x20]\x06[\x03-\x0a]", rest):
        return "private key"
    if re.match(rb"\x02\x01\x00\x02\x82..|\x02\x01\x01\x04[\x10-\x42]", rest, re.DOTALL):
        return "private key"
    return ""


def _der(octets: bytes, look: Look) -> Protection:
    match _der_kind(octets[:64]):
        case "encrypted key":
            return _encrypted_key(octets, look)
        case "private key":
            return opens(NAME, "a private key without a password")
        case _:
            return opens(NAME, "a certificate: nothing secret is in it", note=PUBLIC)
