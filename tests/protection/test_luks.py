"""LUKS containers."""

from tests.protection.looks import OPEN, PROTECTED, STRONG, UNREADABLE, WEAK, judged, verdict
from tests.samples.from_specification.vaults import luks1, luks2


def test_the_cipher_decides():
    """Strong, weak, or the one that does nothing."""
    assert verdict(luks1()) == (PROTECTED, STRONG)
    assert verdict(luks1(b"des3_ede")) == (PROTECTED, WEAK)
    assert verdict(luks2()) == (PROTECTED, STRONG)
    assert judged(luks1(b"cipher_null")).state is OPEN
    assert judged(luks2("cipher_null-ecb")).state is OPEN


def test_a_part_that_is_not_encrypted_is_not_called_protected():
    """What lies there is not known."""
    assert judged(luks2(kind="linear")).state is UNREADABLE


def test_a_header_that_is_not_whole_is_unreadable():
    """A wrong checksum, a place behind the end, a version that does not exist."""
    data = bytearray(luks2())
    data[5000] ^= 1
    assert judged(bytes(data)).state is UNREADABLE
    assert judged(luks1(start=100)).state is UNREADABLE
    assert judged(luks1()[:6] + b"\0\3" + luks1()[8:]).state is UNREADABLE
