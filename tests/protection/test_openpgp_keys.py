"""Secret keys of OpenPGP, locked and not."""

from mailcheck.protection.openpgp_keys import secret_key
from tests.protection.looks import OPEN, PROTECTED, STRONG, UNREADABLE, WEAK, judged
from tests.protection.other_samples import sample

PUBLIC = b"\4" + bytes(4) + b"\1" + b"\0\x08\xff" + b"\0\x02\3"
"""Version 4, RSA, two numbers of 8 and 2 bits."""


def test_a_locked_key_is_protected_by_its_cipher():
    """AES-256 is strong, TripleDES and CAST5 are not; the second form names the cipher alone."""
    locked = secret_key(PUBLIC + b"\xfe\x09\3\x08" + bytes(20))
    assert locked is not None
    assert (locked.state, locked.strength) == (PROTECTED, STRONG)
    for start in (b"\xfe\x02\3\2", b"\x03"):
        old = secret_key(PUBLIC + start + bytes(20))
        assert old is not None
        assert (old.state, old.strength) == (PROTECTED, WEAK)


def test_a_key_without_a_passphrase_is_open():
    """Its octets follow as they are."""
    key = secret_key(PUBLIC + b"\0" + bytes(20))
    assert key is not None
    assert key.state is OPEN


def test_a_key_whose_secret_lies_elsewhere_does_not_count():
    """GnuPG leaves a mark in its place."""
    assert secret_key(PUBLIC + b"\xff\0\x65\0GNU\1") is None


def test_the_newer_keys_of_gnupg_are_read():
    """Curves instead of large numbers, with and without a passphrase; cut off, nothing can be said."""
    assert judged(sample("secret-locked.gpg")).state is PROTECTED
    assert judged(sample("secret-open.asc")).state is OPEN
    assert judged(sample("secret-locked.gpg")[:-40]).state is UNREADABLE
