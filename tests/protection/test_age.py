"""age."""

from tests.protection.looks import PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample

SCRYPT = b"age-encryption.org/v1\n-> scrypt " + b"A" * 22 + b" 18\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n"


def test_a_passphrase_and_a_key_are_told_apart():
    """By the kind of the first stanza."""
    assert judged(SCRYPT + bytes(40)).reason == "needs a passphrase (ChaCha20-Poly1305)"
    assert judged(sample("to-key-armour.age")).reason == "needs its reader's key (ChaCha20-Poly1305)"


def test_a_header_without_a_payload_is_unreadable():
    """So are a header that does not end, and a last chunk that is too short."""
    assert judged(SCRYPT + bytes(32)).state is PROTECTED
    assert judged(SCRYPT + bytes(31)).state is UNREADABLE
    assert judged(SCRYPT[:-5]).state is UNREADABLE
    assert judged(SCRYPT + bytes(16 + 65536 + 16 + 5)).state is UNREADABLE


def test_armour_that_does_not_end_is_unreadable():
    """The end line may be anything but missing."""
    assert judged(sample("to-key-armour.age")[:-10]).state is UNREADABLE


def test_words_beside_the_armour_make_it_partial():
    """Whoever opens the file in any editor reads them."""
    armoured = sample("to-key-armour.age")
    assert judged(b"\n" + armoured + b"\n").state is PROTECTED
    assert judged(b"Words that anybody reads.\n" + armoured).state is PARTIAL
    assert judged(armoured + b"Words that anybody reads.\n").state is PARTIAL
