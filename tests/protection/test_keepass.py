"""KeePass databases."""

from tests.protection.looks import PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample, state_and_blocks
from tests.samples.from_specification.vaults import kdb


def test_the_cipher_is_named():
    """In either generation."""
    assert judged(sample("database.kdbx")).reason == "a password database, encrypted with AES-256"
    assert judged(kdb(flags=8)).reason == "a password database, encrypted with Twofish"


def test_a_header_that_was_tampered_with_is_unreadable():
    """The fourth version has a checksum of it."""
    data = bytearray(sample("database.kdbx"))
    data[60] ^= 1
    assert judged(bytes(data)).state is UNREADABLE


def test_a_database_that_is_cut_off_is_unreadable():
    """The last block of the fourth version is empty; the first generation comes in blocks of sixteen."""
    assert judged(sample("database.kdbx")[:-1]).state is UNREADABLE
    assert judged(kdb()[:-1]).state is UNREADABLE
    assert judged(kdb(flags=1)).state is UNREADABLE


def test_blocks_are_stepped_over():
    """A large database is not read through."""
    data = sample("database.kdbx")
    size = 2 << 20
    end = len(data) - 36
    large = data[:end] + bytes(32) + size.to_bytes(4, "little") + bytes(size) + data[end:]
    state, blocks = state_and_blocks(large)
    assert (state, blocks <= 6) == (str(PROTECTED), True)


def test_something_behind_the_last_block_is_unreadable():
    """A database ends with its last block; whatever follows is not in it."""
    assert judged(sample("database.kdbx") + b"Words that anybody reads.\n").state is UNREADABLE
