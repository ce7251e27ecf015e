"""Rights-managed messages."""

from tests.protection.looks import PROTECTED, UNREADABLE, judged
from tests.samples.from_specification.vaults import rpmsg


def test_a_compound_file_in_packed_blocks_is_protected():
    """Anything else behind the mark is unreadable."""
    assert judged(rpmsg()).state is PROTECTED
    assert judged(rpmsg(b"some words")).state is UNREADABLE
    assert judged(rpmsg()[:-1]).state is UNREADABLE
    assert judged(rpmsg()[:8]).state is UNREADABLE
