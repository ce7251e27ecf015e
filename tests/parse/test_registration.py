"""What an ICO registration number looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.registration import looks_right, normal


@pytest.mark.parametrize("number", ["Z1234567", "ZA123456", "z 123 4567", " za12 34 56 ", "ZB000000"])
def test_both_forms_are_known_however_they_are_typed(number):
    """Seven digits after the Z, or a letter and six; spaces and small letters do not matter."""
    assert looks_right(number)


@pytest.mark.parametrize(
    "number", ["", "Z123456", "Z12345678", "A1234567", "ZA12345", "ZAB12345", "Z１２３４５６７", "Z1234567x"]
)
def test_anything_else_is_looked_at_again(number):
    """Too short, too long, another letter, full-width digits."""
    assert not looks_right(number)


@given(st.text())
def test_normal_is_stable(text):
    """Doing it twice changes nothing more."""
    once = normal(text)
    assert normal(once) == once
