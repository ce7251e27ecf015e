"""cpio and ar."""

import pytest

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample
from tests.samples.from_specification.archives import File, cpio

LOCKED, TEXT, FOLDER = File(b"a.7z", sample("password.7z")), File(b"a.txt", b"some words"), File(b"d", b"", folder=True)


@pytest.mark.parametrize("kind", ["newc", "odc", "binary"])
def test_every_kind_is_followed_into(kind: str):
    """Folders do not count; the trailer must be there."""
    assert judged(cpio(LOCKED, FOLDER, kind=kind)).state is PROTECTED
    assert judged(cpio(LOCKED, TEXT, kind=kind)).state is PARTIAL
    assert judged(cpio(TEXT, kind=kind)[:-40]).state is UNREADABLE


def test_ar_is_followed_into():
    """As Debian's packages are."""
    data = sample("password.7z")
    header = b"a.7z".ljust(16) + b"0".ljust(32) + b"%-10d`\n" % len(data)
    assert judged(b"!<arch>\n" + header + data + b"\n" * (len(data) % 2)).state is PROTECTED
    assert judged(b"!<arch>\n").state is OPEN
    assert judged(sample("plain.ar")[:-1]).state is UNREADABLE
    assert judged(b"!<arch>\nwords that are no header at all, and go on for some time longer").state is UNREADABLE
