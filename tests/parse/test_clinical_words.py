"""Names of files that sound clinical, and those that only look alike."""

import pytest

from mailcheck.parse.clinical_words import sounds_clinical


@pytest.mark.parametrize(
    "name",
    ["Session_notes 3.docx", "referral-letter.pdf", "PHQ-9.pdf", "client.notes.odt", "Risk Assessment (final).pdf"],
)
def test_clinical_names_are_a_hint(name):
    """However their words are joined."""
    assert sounds_clinical(name)


@pytest.mark.parametrize("name", ["", "holiday.jpg", "invoice.pdf", "patience.pdf", "sessions.pdf", "preferral.doc"])
def test_other_names_are_none(name):
    """Whole words only."""
    assert not sounds_clinical(name)
