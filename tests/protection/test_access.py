"""Access databases: pages built from what mdbtools and Jackcess found out, as no free program writes them."""

import struct

from mailcheck.protection.access import MASK_KEY
from mailcheck.protection.office_password import rc4
from tests.protection.looks import NONE, OPEN, PROTECTED, UNREADABLE, WEAK, judged, verdict
from tests.protection.test_office_binary import cryptoapi_header


def database(name: bytes, version: int, *, key: bytes = bytes(4), password: bytes = b"", info: bytes = b"") -> bytes:
    """Return the pages of a database."""
    size = 2048 if version == 0 else 4096
    page = bytearray(size)
    page[: 4 + len(name)] = b"\0\1\0\0" + name
    page[0x14] = version
    page[0x3E:0x42] = key
    page[0x42 : 0x42 + len(password)] = password
    page[0x18 : 0x18 + 126] = rc4(MASK_KEY, bytes(page[0x18 : 0x18 + 126]))
    page[0x299 : 0x29B + len(info)] = struct.pack("<H", len(info)) + info
    return bytes(page) + bytes(size)


JET, ACE = b"Standard Jet DB\0", b"Standard ACE DB\0"


def test_a_database_without_a_password_is_open():
    """Of each generation."""
    assert [verdict(database(name, version)) for name, version in ((JET, 0), (JET, 1), (ACE, 2))] == [(OPEN, NONE)] * 3


def test_a_password_before_2007_hides_nothing():
    """Other programs read the database without asking."""
    for version in (0, 1):
        answer = judged(database(JET, version, password=b"secret"))
        assert (answer.state, answer.note != "") == (OPEN, True)


def test_an_encrypted_database_needs_its_password():
    """Since 2007 the pages are encrypted ([MS-OFFCRYPTO] after 0x299)."""
    info = cryptoapi_header("correct horse")
    assert verdict(database(ACE, 2, key=b"\1\2\3\4", info=info)) == (PROTECTED, WEAK)
    assert verdict(database(ACE, 2, key=b"\1\2\3\4", info=cryptoapi_header(""))) == (OPEN, NONE)


def test_a_damaged_database_is_unreadable():
    """Cut off within a page, or encrypted in an unknown way."""
    assert judged(database(ACE, 2)[:-100]).state is UNREADABLE
    assert judged(database(ACE, 2, key=b"\1\2\3\4", info=b"\x09\0\x09\0")).state is UNREADABLE
