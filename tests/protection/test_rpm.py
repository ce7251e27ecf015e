"""RPM packages."""

from tests.protection.looks import OPEN, UNREADABLE, judged
from tests.samples.from_specification.archives import rpm


def test_a_package_is_open_if_content_follows_its_headers():
    """A header that claims thousands of millions of entries has none."""
    data = rpm(b"some words")
    assert judged(data).state is OPEN
    assert judged(data[:-1]).state is UNREADABLE
    assert judged(data[:104] + b"\x80\0\0\0" + data[108:]).state is UNREADABLE
