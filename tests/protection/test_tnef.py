"""winmail.dat."""

import pytest

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


def test_the_library_s_remarks_go_nowhere(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture):
    """A wrong checksum and a wrong version are remarked upon, with octets of the envelope."""
    data = bytearray(tnef(b"some words"))
    data[-20] ^= 1
    judged(bytes(data))
    assert (capfd.readouterr(), caplog.records) == (("", ""), [])


def test_an_envelope_of_very_many_parts_is_not_copied_for_each():
    """It would take minutes."""
    assert judged(tnef(*[bytes(20_000)] * 500)).state is UNREADABLE
