"""AxCrypt."""

from tests.protection.looks import PROTECTED, UNREADABLE, judged
from tests.samples.from_specification.vaults import axcrypt


def test_both_generations_are_protected():
    """The first names AES-128."""
    assert judged(axcrypt(second=False)).reason == "encrypted with AES-128"
    assert judged(axcrypt(second=True)).state is PROTECTED


def test_a_file_without_a_wrapped_key_or_content_is_unreadable():
    """The signature alone proves nothing."""
    assert judged(axcrypt(second=True, key=False)).state is UNREADABLE
    assert judged(axcrypt(second=True)[:-256]).state is UNREADABLE
    assert judged(axcrypt(second=False)[:-1]).state is UNREADABLE
    assert judged(axcrypt(second=False)[:16] + bytes(500)).state is UNREADABLE
