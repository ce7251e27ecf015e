"""Keys and sealed messages that ask for much: lengths of gigabytes, armour of megabytes, rounds by the billion."""

import base64
import struct

from tests.bombs.compressed import MEGABYTE, bzipped, deflated

PBES2 = bytes.fromhex("06092a864886f70d01050d")
DATA = bytes.fromhex("06092a864886f70d010701")
ENVELOPED = bytes.fromhex("06092a864886f70d010703")
SIGNED = bytes.fromhex("06092a864886f70d010702")


def element(tag: int, *contents: bytes) -> bytes:
    """Return a DER element."""
    content = b"".join(contents)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + content


def whole(value: int) -> bytes:
    """Return an INTEGER."""
    return element(2, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def store(rounds: int, mac_rounds: int) -> bytes:
    """Return a PKCS #12 store that asks for so many rounds of key derivation (RFC 7292)."""
    scheme = element(
        0x30, bytes.fromhex("060a2a864886f70d010c0103"), element(0x30, element(4, bytes(8)), whole(rounds))
    )
    sealed = element(0x30, DATA, scheme, element(0x80, bytes(64)))
    part = element(0x30, bytes.fromhex("06092a864886f70d010706"), element(0xA0, element(0x30, whole(0), sealed)))
    safe = element(0x30, DATA, element(0xA0, element(4, element(0x30, part))))
    digest = element(0x30, element(0x30, bytes.fromhex("06052b0e03021a0500")), element(4, bytes(20)))
    return element(0x30, whole(3), safe, element(0x30, digest, element(4, bytes(8)), whole(mac_rounds)))


def store_of_many_bags(count: int) -> bytes:
    """Return a store of very many empty parts."""
    part = element(0x30, DATA, element(0xA0, element(4, element(0x30))))
    safe = element(0x30, DATA, element(0xA0, element(4, element(0x30, part * count))))
    return element(0x30, whole(3), safe)


def indefinite(depth: int) -> bytes:
    """Return elements of indefinite length within each other, never closed."""
    return b"\x30\x80" + ENVELOPED + b"\xa0\x80" + b"\x30\x80" * depth


def pieces(count: int) -> bytes:
    """Return a signed message whose content comes in very many pieces of one octet."""
    content = b"\x24\x80" + b"\x04\x01a" * count + b"\0\0"
    inside = b"\x30\x80" + whole(1) + b"\x31\0" + b"\x30\x80" + DATA + b"\xa0\x80" + content + bytes(8)
    return b"\x30\x80" + SIGNED + b"\xa0\x80" + inside + bytes(4)


def armour(label: bytes, octets: bytes) -> bytes:
    """Return a block of base64."""
    return b"-----BEGIN %s-----\n\n" % label + base64.encodebytes(octets) + b"-----END %s-----\n" % label


def packet(tag: int, content: bytes) -> bytes:
    """Return an OpenPGP packet (RFC 9580 §4.2)."""
    return bytes([0xC0 | tag, 0xFF]) + struct.pack(">I", len(content)) + content


def nested_packets(depth: int) -> bytes:
    """Return packed streams within packed streams."""
    data = packet(11, b"b\0\0\0\0\0" + b"the end")
    for _ in range(depth):
        data = packet(8, b"\0" + data)
    return data


KEY = b"\x04" + bytes(4) + b"\x01" + b"\x00\x08\xff\x00\x08\xff"

BOMBS = {
    "der that claims four gigabytes": lambda: b"\x30\x84\xff\xff\xff\xff" + ENVELOPED + bytes(1000),
    "der that claims a thousand petabytes": lambda: b"\x30\x88" + b"\x7f" + b"\xff" * 7 + ENVELOPED,
    "der of indefinite lengths, very deep": lambda: indefinite(200_000) + bytes(400_008),
    "signed message in a million pieces": lambda: pieces(1_000_000),
    "signed message in 19,000 pieces": lambda: pieces(19_000),
    "store that asks for 2^31 rounds": lambda: store(2147483647, 2147483647),
    "store that asks for 2^31 rounds of its seal": lambda: store(1000, 2147483647),
    "store that asks for 390,000 rounds": lambda: store(195_000, 195_000),
    "store of a hundred thousand parts": lambda: store_of_many_bags(100_000),
    "store of 60 megabytes": lambda: store_of_many_bags(19_000)[:-1] + bytes(60 * MEGABYTE),
    "armour of 30 megabytes": lambda: armour(
        b"PGP MESSAGE", packet(1, b"\3" + bytes(20)) + packet(18, b"\1" + bytes(22 * MEGABYTE))
    ),
    "armour of very short lines": lambda: (
        b"-----BEGIN PGP MESSAGE-----\n\n" + b"A\n" * (15 * MEGABYTE) + b"-----END PGP MESSAGE-----\n"
    ),
    "armour of headers alone": lambda: (
        b"-----BEGIN PGP MESSAGE-----\n" + b"Comment: a\n" * (3 * MEGABYTE) + b"\nAAAA\n-----END PGP MESSAGE-----\n"
    ),
    "armour in fifty thousand blocks": lambda: armour(b"PGP MESSAGE", packet(1, b"\3" + bytes(20))) * 50_000,
    "armour that begins a million times": lambda: b"-----BEGIN PGP MESSAGE-----\n" * 1_000_000,
    "signed text of 60 megabytes": lambda: b"-----BEGIN PGP SIGNED MESSAGE-----\n\n" + b"a\n" * (30 * MEGABYTE),
    "keys of a million packets": lambda: packet(6, KEY) + packet(13, b"a") * 1_000_000,
    "keys of 19,000 packets": lambda: packet(6, KEY) + packet(13, b"a") * 19_000,
    "packets in a thousand packets": lambda: nested_packets(1000),
    "packed packet of a gigabyte": lambda: packet(8, b"\1" + deflated(1024, -15)),
    "packet packed with bzip2 of a gigabyte": lambda: packet(8, b"\3" + bzipped(1024)),
    "packet in a million stretches": lambda: packet(1, b"\3" + bytes(20)) + b"\xd2" + b"\xe0a" * 1_000_000 + b"\1a",
    "literal packet in a million stretches": lambda: b"\xcb" + b"\xe0b" * 1_000_000 + b"\1a",
    "literal packet of 60 megabytes": lambda: packet(11, b"b\0\0\0\0\0" + bytes(60 * MEGABYTE)),
    "a hundred thousand certificates": lambda: armour(b"CERTIFICATE", bytes(30)) * 100_000,
    "key of 60 megabytes": lambda: armour(b"PRIVATE KEY", element(0x30, bytes(40 * MEGABYTE))),
    "key for PuTTY of 60 megabytes": lambda: b"PuTTY-User-Key-File-3: a\n" + b"a: b\n" * (12 * MEGABYTE),
    "openssl, bare base64 of 60 megabytes": lambda: b"U2FsdGVkX1" + (b"A" * 64 + b"\n") * MEGABYTE,
    "s/mime, bare base64 of 60 megabytes": lambda: b"MIAGCSqGSIb3DQEHA6CA" + (b"A" * 64 + b"\n") * MEGABYTE,
    "age for very many readers": lambda: b"age-encryption.org/v1\n" + b"-> X25519 aaaa\naaaa\n" * 1_000_000,
    "age in an armour of 30 megabytes": lambda: armour(
        b"AGE ENCRYPTED FILE", b"age-encryption.org/v1\n" + bytes(20 * MEGABYTE)
    ),
}
