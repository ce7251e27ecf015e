"""Pages, Numbers and Keynote."""

from tests.protection.looks import OPEN, PROTECTED, judged
from tests.samples.from_specification.documents import iwork, package


def test_a_verifier_and_an_unreadable_index_are_protected():
    """A verifier beside an index that can be read proves nothing."""
    assert judged(iwork(password=True)).state is PROTECTED
    assert judged(iwork(password=False)).state is OPEN
    assert judged(package({"index.xml": b"<?xml?><sl:document/>", ".iwpv2": b"x", "QuickLook/a": b"y"})).state is OPEN


def test_an_archive_that_only_has_an_index_is_an_archive():
    """One name is not enough."""
    assert judged(package({"index.xml": b"<?xml?><web/>"})).format == "zip"
