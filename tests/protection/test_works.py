"""Works."""

from tests.protection.compound import compound
from tests.protection.looks import OPEN, UNREADABLE, judged
from tests.samples.from_specification.documents import works


def test_works_has_no_password():
    """Known by its streams, or by the signature of the time of DOS."""
    assert (judged(works()).state, judged(works()).format) == (OPEN, "works")
    assert judged(b"\x01\xfe\x32\x00" + bytes(300)).state is OPEN
    assert judged(b"\x01\xfe\x32\x00").state is UNREADABLE


def test_another_compound_file_is_not_taken_for_works():
    """Nor for anything else."""
    assert judged(compound({"CONTENTS": bytes(99)})).state is UNREADABLE
