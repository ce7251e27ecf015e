"""RPM packages."""

import gzip

from tests.protection.looks import OPEN, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample
from tests.samples.from_specification.archives import File, cpio, rpm


def test_a_package_is_open_if_content_follows_its_headers():
    """A header that claims thousands of millions of entries has none."""
    data = rpm(b"some words")
    assert judged(data).state is OPEN
    assert judged(data[:-1]).state is UNREADABLE
    assert judged(data[:104] + b"\x80\0\0\0" + data[108:]).state is UNREADABLE


def test_the_files_in_a_package_decide():
    """They follow its headers as a packed cpio archive."""
    assert judged(rpm(gzip.compress(cpio(File(b"a.7z", sample("password.7z")))))).state is PROTECTED
    assert judged(rpm(gzip.compress(cpio(File(b"a.txt", b"some words"))))).state is OPEN


def test_a_bomb_in_a_package_is_not_believed():
    """A large package is open; one that grows a thousandfold is no package."""
    assert judged(rpm(gzip.compress(bytes(200 << 20)))).state is UNREADABLE
