"""Databases, disks and vaults that ask for much."""

import hashlib
import json
import struct

from tests.bombs.compressed import MEGABYTE


def luks(description: bytes) -> bytes:
    """Return a LUKS 2 header with this description, its checksum right."""
    size = 4096 + len(description) + -len(description) % 4096
    size = max(size, 16384)
    head = bytearray(4096)
    head[:8] = b"LUKS\xba\xbe\0\2"
    head[8:16] = struct.pack(">Q", size)
    head[72:78] = b"sha256"
    whole = bytes(head) + description.ljust(size - 4096, b"\0")
    head[448:480] = hashlib.sha256(whole).digest()
    return bytes(head) + whole[4096:]


def keepass(fields: bytes, rest: bytes = b"") -> bytes:
    """Return a database with these fields in its header."""
    return b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\0\0\4\0" + fields + rest


def keepass_blocks(count: int) -> bytes:
    """Return a sound header with very many blocks behind it."""
    fields = b"".join(
        struct.pack("<BI", kind, len(value)) + value
        for kind, value in (
            (2, bytes.fromhex("31c1f2e6bf714350be5805216afc5aff")),
            (4, bytes(32)),
            (11, bytes(8)),
            (0, b"\r\n\r\n"),
        )
    )
    head = keepass(fields)
    return head + hashlib.sha256(head).digest() + bytes(32) + (bytes(32) + struct.pack("<I", 1) + b"a") * count


def rpmsg(blocks: int) -> bytes:
    """Return a rights-managed message of very many blocks."""
    return bytes.fromhex("76e80460c411e386") + struct.pack("<4sII", b"\xa0\x0f\0\0", 10, 10) * blocks


def segments(count: int) -> bytes:
    """Return a description of very many segments."""
    one = {"type": "crypt", "offset": "0", "encryption": "aes"}
    return json.dumps({"segments": {str(number): one for number in range(count)}}).encode()


def onenote(lists: int) -> bytes:
    """Return a section whose lists of nodes point to each other, very many times."""
    data = bytearray(1 << 20)
    data[:16] = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
    data[48:64] = bytes.fromhex("3fdd9a101b91f549a5d01791edc8aed8")
    struct.pack_into("<QI", data, 172, 1024, 512 * 1024)
    struct.pack_into("<Q", data, 196, 1 << 20)
    struct.pack_into("<Q", data, 1024, 0xA4567AB1F5F7F4C4)
    for number in range(lists):
        struct.pack_into("<IQI", data, 1040 + 16 * number, 8 | 16 << 10 | 2 << 27, 1024, 512 * 1024)
    return bytes(data)


BOMBS = {
    "luks with a description a million deep": lambda: luks(b"[" * (3 * MEGABYTE)),
    "luks with very many segments": lambda: luks(segments(60_000)),
    "luks with a number of three megabytes": lambda: luks(b'{"segments": ' + b"9" * (3 * MEGABYTE) + b"}"),
    "luks that claims a header of 2^60 octets": lambda: b"LUKS\xba\xbe\0\2" + struct.pack(">Q", 1 << 60) + bytes(5000),
    "keepass with a field of four gigabytes": lambda: keepass(struct.pack("<BI", 2, 0xFFFFFFFF)),
    "keepass with a million fields": lambda: keepass(struct.pack("<BI", 1, 0) * 1_000_000),
    "keepass with a million blocks": lambda: keepass_blocks(1_000_000),
    "rights-managed message of a million blocks": lambda: rpmsg(1_000_000),
    "onenote whose lists point to themselves": lambda: onenote(32_000),
    "onenote packed, of 60 megabytes": lambda: (
        bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
        + bytes(32)
        + bytes.fromhex("2fe98d63d4a6c14b9a36b3fc2511a5b7")
        + bytes(60 * MEGABYTE)
    ),
    "disk image with a description of gigabytes": lambda: (
        bytes(1 << 20)
        + (b"koly" + struct.pack(">II", 4, 512) + bytes(12) + struct.pack(">QQ", 0, 1 << 60)).ljust(512, b"\0")
    ),
    "access of 60 megabytes": lambda: b"\0\1\0\0Standard ACE DB\0" + bytes(60 * MEGABYTE - 20),
    "password safe of 60 megabytes": lambda: b"PWS3" + bytes(60 * MEGABYTE),
    "aes crypt with a million extensions": lambda: b"AES\2\0" + b"\0\1a" * 1_000_000,
    "axcrypt with a million sections": lambda: (
        bytes.fromhex("c0b9072e4f93f146a015792ca1d9e821") + b"\5\0\0\0\2" * 1_000_000
    ),
}
