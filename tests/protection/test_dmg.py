"""Disk images of macOS."""

from tests.protection.looks import OPEN, PROTECTED, UNREADABLE, judged
from tests.samples.from_specification.vaults import CIPHERTEXT, dmg_first, dmg_open, dmg_second


def test_both_encrypted_forms_and_the_open_one_are_known():
    """By a header, a trailer, another trailer."""
    assert judged(dmg_second()).reason == "an encrypted disk image (AES-256)"
    assert judged(dmg_first()).state is PROTECTED
    assert judged(dmg_open()).state is OPEN


def test_a_bare_volume_is_open():
    """If it is as large as it says."""
    volume = bytes(1024) + b"H+\0\4" + bytes(36) + (512).to_bytes(4, "big") + (8).to_bytes(4, "big") + bytes(4096)
    assert (judged(volume).state, judged(volume).format) == (OPEN, "dmg")
    assert judged(volume[:3000]).state is UNREADABLE


def test_an_image_that_is_cut_off_is_unreadable():
    """And so is a mark with nothing that fits it."""
    assert judged(dmg_second()[:-1]).state is UNREADABLE
    assert judged(dmg_second()[:40] + CIPHERTEXT).state is UNREADABLE
    assert judged(CIPHERTEXT + b"cdsaencr").state is UNREADABLE
    assert judged(dmg_open()[200:]).state is UNREADABLE
