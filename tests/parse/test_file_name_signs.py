"""What file names tell: a person, clinical words, or nothing of note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.model import FileNameSign
from mailcheck.parse.file_name_signs import signs_of_file_name

PERSON, CLINICAL = FileNameSign.PERSON, FileNameSign.CLINICAL


@pytest.mark.parametrize(
    "name",
    [
        "John Smith.pdf",
        "Letter re John Smith.docx",
        "smith_john.pdf",
        "JohnSmith.pdf",
        "Sarah K.docx",
        "invoice-mary-o'connor-2026.pdf",
        "MARY JONES.PDF",
    ],
)
def test_a_persons_name_is_seen(name):
    """A given name beside a surname or an initial, however they are joined."""
    assert signs_of_file_name(name) == (PERSON,)


@pytest.mark.parametrize(
    "name",
    ["session notes 12.docx", "Case summary.pdf", "referral.pdf", "Risk assessment.docx", "PHQ9 scores.xlsx"],
)
def test_clinical_words_are_seen(name):
    """What is written about one person only."""
    assert signs_of_file_name(name) == (CLINICAL,)


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "invoice 2026-11.pdf",
        "leaflet about anxiety.pdf",
        "Client agreement template.docx",
        "Consent form (blank).pdf",
        "Therapy fees.pdf",
        "CBT worksheet session 3.pdf",
        "May 2026.xlsx",
        "June newsletter.pdf",
        "scan0001.pdf",
        "Grace.jpg",
        "policy on safeguarding.pdf",
        "image001.png",
    ],
)
def test_ordinary_names_tell_nothing(name):
    """Leaflets, forms, dates, a given name alone."""
    assert signs_of_file_name(name) == ()


def test_both_are_told_together():
    """The worst kind of name."""
    assert signs_of_file_name("John Smith assessment.pdf") == (PERSON, CLINICAL)


def test_the_senders_own_name_tells_nothing():
    """It stands in the address already."""
    assert signs_of_file_name("Anna Harbour CV.pdf", own=("anna", "harbour")) == ()
    assert signs_of_file_name("Anna Harbour CV.pdf") == (PERSON,)


@given(st.text(max_size=300))
def test_any_name_has_an_answer(name):
    """Whatever a sender wrote."""
    assert set(signs_of_file_name(name)) <= {PERSON, CLINICAL}
