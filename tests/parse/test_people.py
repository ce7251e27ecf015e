"""How many people's names stand beside one address."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.people import people_among, people_named, person_name


@pytest.mark.parametrize(
    ("letters", "people"),
    [
        ({"Anna Harbour": 40}, 1),
        ({"Anna Harbour": 40, "Peter Harbour": 5}, 2),
        ({"Anna Harbour": 40, "Peter Harbour": 2}, 1),
        ({"Elizabeth Harbour": 9, "Liz Harbour": 9, "Harbour, Beth": 9}, 1),
        ({"Christine Berg": 4, "Chris Berg": 4}, 1),
        ({"Mary Jane Smith": 4, "Jane Smith": 4}, 1),
        ({"Scott, Mary": 4, "Mary Scott": 4}, 1),
        ({"Anna Harbour": 4, "Anna Harbour Counselling": 9, "John & Mary": 5}, 1),
        ({}, 0),
    ],
)
def test_people_are_counted_not_spellings(letters, people):
    """Short forms, middle names, order and a slip of three letters or fewer are one person's (J10)."""
    assert people_named(letters) == people


def digested(word):
    """What stands for a word where names may not be kept."""
    return sha256(word.encode("utf-8", "surrogatepass")).hexdigest()


NAMES = st.sampled_from(
    [
        "Anna Harbour",
        "Ann Harbour",
        "Peter Harbour",
        "Harbour, Beth",
        "Elizabeth H",
        "Liz",
        "John & Mary",
        "Smith family",
    ]
)


@given(st.dictionaries(NAMES | st.text(max_size=20), st.integers(1, 9), max_size=8))
def test_as_many_people_are_counted_by_digests(letters):
    """Digests of the words are compared as the words would be, unless as many letters carry several names."""
    numbered = {name: 10 * count + place for place, (name, count) in enumerate(letters.items())}
    names = {person_name(name, digested): count for name, count in numbered.items()}
    assert people_among(names) == people_named(numbered)


def test_no_word_of_a_digested_name_is_left():
    """Neither the name nor any part of it, however short."""
    told = repr(person_name("Dr Elizabeth Harbour", digested)).lower()
    assert not any(word in told for word in ("eli", "harbour", "liz", "dr "))


def test_a_name_of_two_people_is_known_as_one():
    """J5, also where only digests are kept."""
    assert person_name("John & Mary Smith", digested).is_joint
    assert not person_name("Mary Smith", digested).is_joint
