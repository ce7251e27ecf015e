"""What `openssl enc` writes."""

from tests.protection.looks import PROTECTED, STRONG, UNREADABLE, WEAK, judged, verdict
from tests.protection.other_samples import sample
from tests.samples.from_specification.vaults import CIPHERTEXT

HEAD = b"Salted__" + CIPHERTEXT[:8]


def test_whole_blocks_are_protected():
    """An odd number of blocks of eight belongs to an old cipher."""
    assert verdict(HEAD + CIPHERTEXT[:64]) == (PROTECTED, STRONG)
    assert verdict(HEAD + CIPHERTEXT[:24]) == (PROTECTED, WEAK)
    assert judged(sample("salted.b64")).state is PROTECTED


def test_what_is_no_ciphertext_is_unreadable():
    """No content, half a block, or words."""
    assert judged(HEAD).state is UNREADABLE
    assert judged(HEAD + CIPHERTEXT[:13]).state is UNREADABLE
    assert judged(b"Salted__ caramel is a kind of sweet. " * 8).state is UNREADABLE
    assert judged(b"U2FsdGVkX1 is how base64 of it begins.").state is UNREADABLE
