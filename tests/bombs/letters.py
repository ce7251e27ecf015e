"""Letters that ask for much: headers of megabytes, parts within parts, envelopes within envelopes."""

import base64
import struct

from tests.bombs.compressed import MEGABYTE, deflated
from tests.bombs.zips import zipped
from tests.protection.compound import compound

HEAD = b"From: a@b.example\nSubject: a\nMIME-Version: 1.0\n"
TNEF = bytes.fromhex("789f3e220100")


def nested_parts(depth: int) -> bytes:
    """Return multiparts within multiparts, each closed."""
    opening = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    closing = b"".join(b"\n--b%d--\n" % n for n in reversed(range(depth)))
    return HEAD + opening + b"Content-Type: text/plain\n\na\n" + closing


def nested_letters(depth: int) -> bytes:
    """Return letters attached to letters."""
    return HEAD + (b"Content-Type: message/rfc822\n\n" + HEAD) * depth + b"\na\n"


def encoded_letters(depth: int) -> bytes:
    """Return letters attached to letters, each in base64."""
    letter = HEAD + b"\nthe innermost\n"
    for _ in range(depth):
        inner = base64.encodebytes(letter)
        letter = HEAD + b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + inner
    return letter


def parts(count: int, part: bytes = b"Content-Type: application/octet-stream\n\na\n") -> bytes:
    """Return a letter of very many parts."""
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + (b"--b\n" + part) * count + b"--b--\n"


def attached(octets: bytes, coding: bytes = b"base64") -> bytes:
    """Return a letter with one attachment."""
    body = base64.encodebytes(octets) if coding == b"base64" else octets
    return parts(1, b"Content-Type: application/zip\nContent-Transfer-Encoding: " + coding + b"\n\n" + body)


def mailbox(count: int, letter: bytes = HEAD + b"\na\n") -> bytes:
    """Return a mailbox of very many letters."""
    return (b"From a@b.example Mon Nov  2 10:00:00 2026\n" + letter + b"\n") * count


def attribute(name: int, data: bytes, *, level: int = 2) -> bytes:
    """Return one attribute of Outlook's envelope ([MS-OXTNEF] 2.1.3.3)."""
    return struct.pack("<BII", level, 0x00060000 | name, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def nested_envelopes(depth: int, content: bytes) -> bytes:
    """Return Outlook's envelopes within each other, as embedded letters."""
    inner = TNEF + attribute(0x9002, bytes(14)) + attribute(0x800F, content)
    for _ in range(depth):
        inner = TNEF + attribute(0x9002, bytes(14)) + attribute(0x9005, embedded(inner))
    return inner


def embedded(data: bytes) -> bytes:
    """Return the properties of an attachment that is a letter itself ([MS-OXCMSG] 2.2.2.7)."""
    letter = bytes.fromhex("0703020000000000c000000000000046") + data
    filled = letter + bytes(-len(letter) % 4)
    return struct.pack("<IHHII", 1, 0x000D, 0x3701, 1, len(letter)) + filled


def many_properties(count: int) -> bytes:
    """Return an envelope with very many properties of the letter."""
    return TNEF + attribute(0x9003, struct.pack("<I", count) + struct.pack("<HHI", 3, 0x17, 1) * count, level=1)


def many_values(count: int) -> bytes:
    """Return an envelope with one property of very many values."""
    values = struct.pack("<IHHI", 1, 0x1102, 0x3701, count) + bytes(4 * count)
    return TNEF + attribute(0x9002, bytes(14)) + attribute(0x9005, values)


def item(streams: dict[str, bytes]) -> bytes:
    """Return an Outlook item."""
    return compound({"__properties_version1.0": bytes(32), "__substg1.0_001A001E": b"IPM.Note", **streams})


def nested_items(depth: int) -> bytes:
    """Return Outlook items within each other."""
    place, streams = "", {}
    for _ in range(depth):
        place += "__attach_version1.0_#00000000/__substg1.0_3701000D/"
        streams[f"{place}__properties_version1.0"] = bytes(8)
    return item(streams)


BOMBS = {
    "letter with a header of 30 megabytes": lambda: HEAD + b"X-A: " + b"a" * (30 * MEGABYTE) + b"\n\na\n",
    "letter with a folded header of 30 megabytes": lambda: HEAD + b"X-A: a" + b"\n a" * (10 * MEGABYTE) + b"\n\na\n",
    "letter with a million headers": lambda: HEAD + b"X-A: a\n" * 900_000 + b"\na\n",
    "letter with a type of a hundred thousand parameters": lambda: (
        HEAD + b"Content-Type: multipart/mixed" + b"; a=b" * 1_000_000 + b"; boundary=b\n\n--b\n\na\n--b--\n"
    ),
    "letter with a name in a hundred thousand pieces": lambda: (
        HEAD
        + b"Content-Type: application/zip\nContent-Disposition: attachment"
        + b"".join(b";\n filename*%d*=%%41" % n for n in range(100_000))
        + b"\n\na\n"
    ),
    "letter with a boundary of megabytes": lambda: (
        HEAD + b"Content-Type: multipart/mixed; boundary=" + b"b" * (5 * MEGABYTE) + b"\n\n--b\n\na\n--b--\n"
    ),
    "letter of ten thousand parts in each other": lambda: nested_parts(10_000),
    "letter of nine hundred parts in each other": lambda: nested_parts(900),
    "letter of ten thousand letters in each other": lambda: nested_letters(10_000),
    "letter of eight hundred letters in each other": lambda: nested_letters(800),
    "letter of encoded letters in each other": lambda: encoded_letters(20),
    "letter of a hundred thousand parts": lambda: parts(100_000),
    "letter of 19,000 parts": lambda: parts(19_000),
    "letter of boundaries alone": lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 900_000,
    "letter of half a million empty lines": lambda: HEAD + b"\n" + b"\n" * 900_000,
    "letter of 35 megabytes of letters": lambda: HEAD + b"\n" + b"a" * 70 * 500_000,
    "letter of 35 megabytes in short lines": lambda: HEAD + b"\n" + (b"a" * 35 + b"\n") * 990_000,
    "letter with an attachment of 25 megabytes": lambda: attached(bytes(25 * MEGABYTE)),
    "letter with 25 megabytes quoted": lambda: attached(b"=41" * (11 * MEGABYTE), b"quoted-printable"),
    "letter with 25 megabytes quoted in lines": lambda: attached((b"=41" * 25 + b"=\n") * 440_000, b"quoted-printable"),
    "letter with 25 megabytes uuencoded": lambda: attached(
        b"begin 644 a\n" + (b"M" + b"!" * 60 + b"\n") * 400_000 + b"`\nend\n", b"x-uuencode"
    ),
    "letter with a gigabyte in gzip": lambda: attached(deflated(1024)),
    "letter with a zip of sixty megabytes": lambda: attached(zipped(*[bytes(MEGABYTE)] * 60)),
    "letter of twenty large parts": lambda: parts(
        20, b"Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(bytes(1200 * 1024))
    ),
    "letter with an encoded letter of 20 megabytes": lambda: (
        HEAD
        + b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(HEAD + b"\n" + b"a\n" * (9 * MEGABYTE))
    ),
    "mailbox of a hundred thousand letters": lambda: mailbox(100_000),
    "mailbox of 19,000 letters": lambda: mailbox(19_000),
    "mailbox of 60 megabytes": lambda: mailbox(2, HEAD + b"\n" + b"a" * (30 * MEGABYTE)),
    "mailbox of envelope lines alone": lambda: b"From a@b.example Mon Nov  2 10:00:00 2026\n" * 900_000,
    "envelope of a million attributes": lambda: TNEF + attribute(0x8000, b"") * 1_000_000,
    "envelope of a hundred thousand attributes": lambda: TNEF + attribute(0x8000, b"") * 100_000,
    "envelope in an envelope, five hundred deep": lambda: nested_envelopes(500, bytes(MEGABYTE)),
    "envelope in an envelope, fifty deep": lambda: nested_envelopes(50, bytes(20 * MEGABYTE)),
    "envelope with two million properties": lambda: many_properties(2_000_000),
    "envelope with 19,000 properties": lambda: many_properties(19_000),
    "envelope with ten million values": lambda: many_values(10_000_000),
    "envelope that claims 2^32 properties": lambda: (
        TNEF + attribute(0x9003, struct.pack("<I", 0xFFFFFFFF) + bytes(1 << 20), level=1)
    ),
    "envelope with compressed words of gigabytes": lambda: (
        TNEF
        + attribute(
            0x9003,
            struct.pack("<IHHII", 1, 0x102, 0x1009, 1, 10 * MEGABYTE)
            + struct.pack("<III4s", 10 * MEGABYTE, 0xFFFFFFFF, 0x75465A4C, bytes(4))
            + b"\xff" * (10 * MEGABYTE - 16),
            level=1,
        )
    ),
    "outlook item five hundred deep": lambda: nested_items(30),
    "outlook item with many attachments of one stream": lambda: item(
        {f"__attach_version1.0_#{n:08x}/__substg1.0_37010102": bytes(100) for n in range(30)}
    ),
}
