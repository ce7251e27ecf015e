"""Whom a letter greets, and who signs it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.people import people_named
from mailcheck.parse.salutations import greets_two, signed_by
from tests.patience import computing


@pytest.mark.parametrize(
    "text",
    [
        "Dear Anna and Thomas,\n\nThank you.",
        "Hi Anna & Tom!\nHow are you",
        "Dear Mr and Mrs Smith\n\nPlease",
        "dear smith family,\n\nhello",
        "\n\n  Good morning Anna and Tom:\n",
        "Hello, Mary and John\n",
        "From the surgery\nDear Peter and Julia,\n",
    ],
)
def test_two_people_or_a_family_are_greeted(text):
    """However it is written."""
    assert greets_two(text)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Anna,\n\nTom and Mary asked me.",
        "Hi Anna, and Tom says hello",
        "Dear Dr Morris\n\nAnna and Thomas",
        "Dear Anna and team,\n",
        "Dear Anna and all,\n",
        "Dear Anna and Ann-practice centre,\n",
        "Dear Family Therapy Centre,\n",
        "Dear colleagues and friends,\n",
        "Dear Sir and Madam\n",
        "Thank you\nDear\n",
        "We met.\nYou asked.\nI wrote.\nThen\nDear Anna and Thomas,\n",
        "",
    ],
)
def test_one_person_a_team_or_a_practice_is_no_pair(text):
    """Nor what is said of others further down."""
    assert not greets_two(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hello\n\nBest wishes,\nAnna\n", "Anna"),
        ("Kind regards\n\nAnna Morris\nPsychotherapist\n020 7946 0000", "Anna Morris"),
        ("See you.\nThanks, Tom", "Tom"),
        ("Yours sincerely,\nDr. A. Morris", "Dr. A. Morris"),
        ("Warm regards\n", ""),
        ("Thank you for the lovely long letter that you wrote on Monday", ""),
        ("No closing at all", ""),
        ("Regards,\nhttps://practice.example/", ""),
    ],
)
def test_the_name_under_a_letter(text, name):
    """Behind a closing line, or on it."""
    assert signed_by(text) == name


def test_a_name_its_short_form_and_a_phrase_are_one_person():
    """What is no given name is nobody's."""
    assert people_named({"Thomas": 4, "Tom": 3, "Thomas Green": 5, "for your letter": 9}) == 1
    assert people_named({"Anna": 3, "Tom": 3}) == 2
    assert people_named({"Anna": 30, "Tom": 2}) == 1


@given(st.text(max_size=400))
def test_any_text_is_read(text):
    """Without an error."""
    assert greets_two(text) in {True, False}
    assert len(signed_by(text)) <= 160


@pytest.mark.parametrize("piece", ["Dear ", "best ", "a ", "- ", "thank you\n", "and & ", "\n", "’a "])
def test_a_hostile_text_costs_little(piece):
    """As much as is ever read of a letter."""
    text = piece * (64 * 1024 // len(piece))
    with computing(at_most=0.5):
        greets_two(text)
        signed_by(text)
