"""Password Safe databases."""

from tests.protection.looks import PROTECTED, UNREADABLE, judged
from tests.samples.from_specification.vaults import password_safe


def test_the_end_must_be_where_it_belongs():
    """Four letters alone are no signature."""
    assert judged(password_safe()).state is PROTECTED
    assert judged(password_safe()[:-1]).state is UNREADABLE
    assert judged(b"PWS3" + bytes(300)).state is UNREADABLE
    assert judged(b"PWS3 is how such a file begins.").format == "text"
