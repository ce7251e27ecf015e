"""AES Crypt."""

import pytest

from tests.protection.looks import PROTECTED, UNREADABLE, judged
from tests.samples.from_specification.vaults import aescrypt


@pytest.mark.parametrize("version", range(4))
def test_every_version_is_protected_only_at_the_right_length(version: int):
    """An octet more or less, and it is no such file."""
    data = aescrypt(version)
    assert judged(data).state is PROTECTED
    assert judged(data[:-1]).state is UNREADABLE
    assert judged(data + b"x").state is UNREADABLE


def test_a_text_about_aes_is_a_text():
    """Three letters are no signature."""
    assert judged(b"AES is a cipher, and this is a text about it.\n").format == "text"
    assert judged(b"AES\x02\x00" + b"\xff\xff" + bytes(99)).state is UNREADABLE
