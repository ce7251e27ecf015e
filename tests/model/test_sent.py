"""The documents of many sent letters, as rows."""

import zlib
from dataclasses import replace
from datetime import date
from hashlib import sha256
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.model import Documents, FoundDocuments, MessageRef, Protection, ProtectionState, SentDocument, opens
from tests.factories import document, message_ref

KEYS = st.text("0123456789abcdef", min_size=1, max_size=32)
FOUND = st.lists(
    st.builds(
        SentDocument,
        message=st.builds(
            MessageRef, uid=st.integers(0, 2**32), stored=st.dates(), key=KEYS, uidvalidity=st.integers(0, 2**32)
        ),
        key=KEYS,
        size=st.integers(0, 2**40),
        protection=st.builds(Protection, children=st.just(())),
    ),
    max_size=9,
)


def is_open(each):
    """What documents have in common, asked of one of them."""
    return each.protection.state is ProtectionState.OPEN


@given(FOUND)
def test_documents_come_back_as_they_were_found(found):
    """Every field of them, in order, one by one and by their place."""
    documents = Documents.of(found)
    assert list(documents) == found
    assert (documents, len(documents), bool(documents)) == (found, len(found), bool(found))
    assert [documents[place] for place in range(len(found))] == found
    assert documents[1:3] == tuple(found[1:3])
    assert documents[-1:] == tuple(found[-1:])
    assert hash(documents) == hash(Documents.of(list(documents)))
    assert list(documents.keys()) == [each.key for each in found]


@given(FOUND)
def test_those_of_some_kinds_are_found_without_making_any(found):
    """As if each had been asked."""
    documents = Documents.of(found)
    assert list(documents.where(is_open)) == list(filter(is_open, found))
    assert documents.how_many(is_open) == sum(map(is_open, found))
    assert sum(number for _, number in documents.by_kind()) == len(found)


@given(FOUND)
def test_months_are_counted(found):
    """Each document in the month in which its letter was stored."""
    counted = {}
    for _, month, number in Documents.of(found).by_month():
        counted[month] = counted.get(month, 0) + number
    months = [each.message.stored.replace(day=1) for each in found]
    assert counted == {month: months.count(month) for month in months}


@given(FOUND, st.sets(KEYS))
def test_each_gets_the_day_on_which_it_was_first_asked_about(found, known):
    """Those of the kinds that are asked about: the day that is known, or none; the others stay as they are."""
    days = dict.fromkeys(known | {each.key for each in found[:2]}, date(2026, 11, 1))
    asked = Documents.of(found).asked_on(is_open, lambda keys: {key: days[key] for key in keys if key in days})
    expected = [days.get(each.key) if is_open(each) else each.asked for each in found]
    assert [each.asked for each in asked] == expected
    assert [each.key for each in asked] == [each.key for each in found]


def test_many_are_looked_up_a_thousand_at_a_time():
    """However many there are."""
    asked = []
    documents = Documents.of(document(message=message_ref(uid)) for uid in range(2500))
    documents.asked_on(is_open, lambda keys: asked.append(len(keys)) or {})
    assert asked == [1000, 1000, 500]


def test_what_is_found_in_any_order_is_told_letter_by_letter():
    """From where the folder begins; what was found first of a letter comes first."""
    found = FoundDocuments()
    for uid, size in ((9, 1), (5, 2), (3, 3), (5, 4)):
        found.add(document(message=message_ref(uid), size=size))
    found.in_order(1)
    assert list(map(attrgetter("message.uid", "size"), found.all())) == [(9, 1), (3, 3), (5, 2), (5, 4)]
    assert len(found) == 4


def test_numbers_that_no_letter_has_break_nothing():
    """A server may name any."""
    found = Documents.of([document(opens("pdf"), message_ref(2**70), size=2**80)])
    assert [(each.size, each.message.uid) for each in found] == [(2**64 - 1, 2**64 - 1)]


def test_a_key_that_is_no_digest_is_refused():
    """Nothing that is longer could have come from the keys."""
    with pytest.raises(ValueError, match="digests"):
        Documents.of([document(key="x" * 33)])


def digest(number):
    """Return what looks like one, and is another one for every number."""
    return sha256(bytes(number)).hexdigest()[:32]


def test_ten_thousand_documents_take_half_a_megabyte():
    """They would take five as values."""
    documents = Documents.of(
        document(message=message_ref(uid, key=digest(uid)), key=digest(-uid % 65_537)) for uid in range(10_000)
    )
    assert (len(documents.kinds), len(documents.places)) == (1, 1)
    assert sum(map(len, documents.rows)) + len(documents.which) < 520_000


@pytest.mark.parametrize("start", [0, 700, 1000, 1700, 2499])
def test_thousands_that_come_in_any_order_are_put_in_order(start):
    """Nearly in order, as letters are read, with some that come late; those before `start` stay where they are."""
    uids = [uid ^ 37 for uid in range(2000)] + list(range(0, 2000, 4))
    found = FoundDocuments()
    for size, uid in enumerate(uids):
        found.add(document(message=message_ref(uid), size=size))
    found.in_order(start)
    expected = sorted(enumerate(uids[start:], start), key=lambda each: each[1])
    told = [(each.size, each.message.uid) for each in found.all()]
    assert told == [*enumerate(uids[:start]), *expected]
    found.add(document(size=7))
    assert [each.size for each in found.all()][-2:] == [told[-1][0], 7]


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": ()},
        {"rows": (b"AAAA",)},
        {"rows": (zlib.compress(b"too short"),)},
        {"rows": Documents.of([document(), document()]).rows},
        {"which": b"\0\0\0\1"},
        {"which": b"\0\0"},
        {"kinds": ()},
        {"places": ()},
    ],
)
def test_rows_that_are_none_are_refused(changes):
    """What is damaged is measured again."""
    kept = Documents.of([document()])
    assert kept.checked() == kept
    with pytest.raises(ValueError, match=r"\w"):
        replace(kept, **changes).checked()
