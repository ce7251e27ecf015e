"""winmail.dat."""

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample
from tests.samples.from_specification.documents import tnef

LOCKED = sample("password.7z")


def test_the_documents_in_the_envelope_decide():
    """An empty one is a message without a document."""
    assert judged(tnef(LOCKED)).state is PROTECTED
    assert judged(tnef(LOCKED, b"some words")).state is PARTIAL
    assert judged(tnef(b"some words")).state is OPEN
    assert judged(tnef()).children == ()


def test_an_envelope_that_is_cut_off_is_unreadable():
    """Its attributes must lead to its end."""
    assert judged(tnef(LOCKED)[:-1]).state is UNREADABLE
    assert judged(tnef(LOCKED) + b"x").state is UNREADABLE
