"""Encrypted containers: AES Crypt, AxCrypt, disk images, LUKS, KeePass 1, Password Safe, rpmsg.

The octets in them stand for ciphertext.
"""

import hashlib
import json
import random
import struct
import zlib

CIPHERTEXT = random.Random(1).randbytes(4096)
"""Octets that look like any cipher's; the same every time."""


def aescrypt(version: int, *, blocks: int = 4) -> bytes:
    """Follow the stream formats 0 to 3 of AES Crypt."""
    content = CIPHERTEXT[: 16 * blocks]
    head = b"AES" + bytes([version, 7 if version == 0 else 0])
    extensions = struct.pack(">H", 9) + b"BY\0tester" + bytes(2) if version >= 2 else b""
    vector, keys, seal = CIPHERTEXT[:16], CIPHERTEXT[:48], CIPHERTEXT[:32]
    match version:
        case 0:
            return head + vector + content + seal
        case 3:
            return head + extensions + struct.pack(">I", 300_000) + vector + keys + seal + content + seal
        case _:
            return head + extensions + vector + keys + seal + content + b"\7" + seal


def axcrypt(*, second: bool, key: bool = True) -> bytes:
    """Follow the header blocks of AxCrypt 1 and 2: a preamble, a version, a wrapped key, the content."""
    parts = [(2, CIPHERTEXT[:16]), (3, bytes([4 if second else 3, 2, 0, 0, 0]))]
    if key:
        parts.append((66 if second else 4, CIPHERTEXT[:44]))
    parts.append((63, struct.pack("<Q", 256)))
    blocks = b"".join(struct.pack("<IB", 5 + len(content), kind) + content for kind, content in parts)
    return bytes.fromhex("c0b9072e4f93f146a015792ca1d9e821") + blocks + CIPHERTEXT[:256]


def dmg_second() -> bytes:
    """Follow hdiutil's `encrcdsa` header: AES-256, one key, the content behind it."""
    head = struct.pack(
        ">8sII5I16sIQQI", b"encrcdsa", 2, 16, 5, 0x80000001, 256, 0x5B, 0xA0, bytes(16), 512, 1024, 4096, 1
    )
    return head.ljust(4096, b"\0") + CIPHERTEXT[:1024]


def dmg_first() -> bytes:
    """Follow hdiutil's `cdsaencr` trailer, the older form."""
    fields = struct.pack(">II", 1000, 20) + bytes(48) + bytes(32) + struct.pack(">I", 40) + CIPHERTEXT[:296]
    fields += struct.pack(">I", 48) + CIPHERTEXT[:300] + struct.pack(">I", 48) + CIPHERTEXT[:48] + bytes(476)
    return CIPHERTEXT[:1024] + (bytes(48) + fields + b"cdsaencr")


def dmg_open() -> bytes:
    """Follow the `koly` trailer of a disk image without a password."""
    trailer = b"koly" + struct.pack(">III", 4, 512, 1) + struct.pack(">QQQ", 0, 0, 1024)
    return bytes(1024) + trailer.ljust(512, b"\0")


def luks1(cipher: bytes = b"aes", *, start: int = 8) -> bytes:
    """Follow the LUKS On-Disk Format Specification 1.2.3."""
    head = b"LUKS\xba\xbe\0\1" + cipher.ljust(32, b"\0") + b"xts-plain64".ljust(32, b"\0") + b"sha256".ljust(32, b"\0")
    return (head + struct.pack(">II", start, 64)).ljust(4096, b"\0") + CIPHERTEXT[:1024]


def luks2(cipher: str = "aes-xts-plain64", *, kind: str = "crypt") -> bytes:
    """Follow the LUKS2 On-Disk Format Specification: a checked binary header and its description in JSON."""
    area = {"segments": {"0": {"type": kind, "offset": "16384", "size": "dynamic", "encryption": cipher}}}
    head = b"LUKS\xba\xbe\0\2" + struct.pack(">QQ", 16384, 1) + bytes(48) + b"sha256".ljust(32, b"\0")
    head = head.ljust(4096, b"\0") + json.dumps(area).encode().ljust(12288, b"\0")
    return head[:448] + hashlib.sha256(head).digest() + head[480:] + CIPHERTEXT[:1024]


def kdb(*, flags: int = 3) -> bytes:
    """Follow KeePass 1's header of 124 octets."""
    head = bytes.fromhex("03d9a29a65fb4bb5") + struct.pack("<II", flags, 0x00030004) + CIPHERTEXT[:32]
    return head + struct.pack("<II", 1, 1) + CIPHERTEXT[:64] + struct.pack("<I", 6000) + CIPHERTEXT[:64]


def password_safe() -> bytes:
    """Follow Password Safe's formatV3."""
    return (
        b"PWS3" + CIPHERTEXT[:32] + struct.pack("<I", 2048) + CIPHERTEXT[:176] + b"PWS3-EOFPWS3-EOF" + CIPHERTEXT[:32]
    )


def rpmsg(content: bytes = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)) -> bytes:
    """Follow [MS-OXORMMS]: a mark, then packed blocks of a compound file."""
    packed = zlib.compress(content)
    return bytes.fromhex("76e80460c411e386") + struct.pack("<III", 0x0FA0, len(content), len(packed)) + packed
