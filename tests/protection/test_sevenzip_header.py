"""The directory of a 7z archive."""

import io

import pytest

from mailcheck.protection.octets import Damaged
from mailcheck.protection.sevenzip_header import Directory, lzma_filter, read_directory
from mailcheck.protection.sevenzip_streams import Coder
from tests.protection.looks import look
from tests.protection.other_samples import sample


def test_folders_tell_how_many_files_they_hold_and_how():
    """Two texts packed together, and the same encrypted."""
    (plain,) = read_directory(io.BytesIO(sample("plain.7z")), look()).folders
    assert (plain.files, plain.is_encrypted, plain.size) == (2, False, 264)
    assert all(folder.is_encrypted for folder in read_directory(io.BytesIO(sample("password.7z")), look()).folders)
    assert read_directory(io.BytesIO(sample("names-hidden.7z")), look()) == Directory((), is_encrypted=True)


def test_an_lzma_coder_that_asks_for_too_much_memory_is_refused():
    """Four gigabytes are more than any header needs."""
    assert lzma_filter(Coder(b"\x21", b"\x18"))["dict_size"] == 1 << 24
    for coder in (
        Coder(b"\x21", b"\x28"),
        Coder(b"\x03\x01\x01", b"\x5d\xff\xff\xff\xff"),
        Coder(b"\x03\x01\x01", b"\xff" * 5),
    ):
        with pytest.raises(Damaged):
            lzma_filter(coder)
