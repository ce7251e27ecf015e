"""Passphrases."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.gather.word_list import words as listed
from mailcheck.protect.passphrase import LEAST_BITS, LONGEST, Passphrase, generate, problem_with

GOOD = "tadpole grit wages lemon"


def test_a_generated_passphrase_has_sixty_bits():
    """The number of words follows from the length of the list."""
    words = generate().value.split("-")
    assert all(word in listed() for word in words)
    assert len(words) * math.log2(len(set(listed()))) >= LEAST_BITS


def test_a_generated_passphrase_can_be_told_on_the_telephone():
    """Lower-case words between hyphens: nothing to spell out."""
    assert re.fullmatch(r"[a-z]{3,9}(-[a-z]{3,9}){4,}", generate().value)


def test_generated_passphrases_differ():
    """Each copy has its own."""
    assert len({generate().value for _ in range(50)}) == 50


def test_a_generated_passphrase_would_be_accepted_if_typed():
    """The two ways ask for no less of each other."""
    assert [problem for _ in range(20) if (problem := problem_with(generate()))] == []


def test_a_passphrase_does_not_show_itself():
    """Neither in a message nor in a list of values."""
    secret = Passphrase(GOOD)
    assert (repr(secret), str(secret), f"{[secret]}") == ("Passphrase(•••)", "Passphrase(•••)", "[Passphrase(•••)]")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("short", "at least 12 characters"),
        ("aaaaaaaaaaaaaaaa", "soon guess"),
        ("password1234", "soon guess"),
        ("qwertyuiop[]asdf", "soon guess"),
        ("Tuesday2026!!", "soon guess"),
        ("tädpole grit wages", "plain letters"),
        ("tadpole\tgrit wages", "plain letters"),
        (" tadpole grit wages", "space at the beginning"),
        ("x1 " * 40 + "x", "at most 72"),
    ],
)
def test_a_poor_passphrase_is_refused_kindly(typed, told):
    """The answer says what to do, and does not repeat what was typed."""
    answer = problem_with(Passphrase(typed))
    assert answer is not None
    assert told in answer
    assert typed not in answer


@pytest.mark.parametrize("typed", [GOOD, "Kx8#qpL2vN7w", "my dog likes walks"])
def test_a_good_passphrase_is_taken(typed):
    """Words, or a password manager's characters."""
    assert problem_with(Passphrase(typed)) is None


def test_what_stands_in_the_name_of_the_file_counts_for_nothing():
    """The reader of the e-mail sees the name too."""
    typed = Passphrase("Przybylszewska-Xq")
    assert problem_with(typed) is None
    assert "soon guess" in (problem_with(typed, known=["Przybylszewska", "letter"]) or "")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=LONGEST + 10))
def test_whatever_is_typed_gets_an_answer(typed):
    """No exception, whatever the keyboard does."""
    answer = problem_with(Passphrase(typed))
    assert answer is None or answer.endswith(".")
