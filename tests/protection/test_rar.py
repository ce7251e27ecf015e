"""RAR archives."""

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, STRONG, WEAK, judged, verdict
from tests.protection.other_samples import sample, state_and_blocks
from tests.samples.from_specification.archives import File, rar4, rar5

TEXT, LOCKED = File(b"a.txt", b"some words"), File(b"b", bytes(64), encrypted=True)
FOLDER, EMPTY = File(b"d", b"", folder=True), File(b"e", b"")


def test_each_entry_counts_but_folders_and_empty_files():
    """In either version."""
    for rar in (rar4, rar5):
        assert judged(rar(LOCKED, FOLDER, EMPTY)).state is PROTECTED
        assert judged(rar(LOCKED, TEXT)).state is PARTIAL
        assert judged(rar(TEXT, FOLDER)).state is OPEN
        assert judged(rar()).state is OPEN


def test_the_cipher_is_named_by_the_version():
    """What early versions did is weak."""
    assert verdict(rar4(LOCKED, version=20)) == (PROTECTED, WEAK)
    assert verdict(rar4(LOCKED)) == (PROTECTED, STRONG)
    assert judged(rar5(LOCKED)).children[0].reason == "encrypted with AES-256"


def test_a_stored_document_is_looked_into():
    """What is inside may ask for a secret itself."""
    for rar in (rar4, rar5):
        assert judged(rar(File(b"a.7z", sample("password.7z")))).state is PROTECTED


def test_content_is_stepped_over():
    """Only headers are read of what is encrypted."""
    for rar in (rar4, rar5):
        state, blocks = state_and_blocks(rar(File(b"a", bytes(1 << 20), encrypted=True)))
        assert (state, blocks <= 3) == ("protected", True)
