"""The weeks of separation, from the file to the settings."""

from datetime import date

import pytest

from mailcheck.errors import SettingsError
from mailcheck.model.transition import Transition
from mailcheck.settings import load_settings

ACCOUNT = (
    '[[account]]\nname = "practice"\nrole = "professional"\naddress = "anna@harbour.example"\n'
    'host = "imap.harbour.example"\n'
)


def loaded(folder, text):
    """Return the transition of a settings file."""
    path = folder / "mailcheck.toml"
    path.write_text(ACCOUNT + text)
    return load_settings(path).transition


def test_without_a_table_there_is_none(tmp_path):
    """Most members need none."""
    assert loaded(tmp_path, "") is None


def test_two_days_make_a_transition(tmp_path):
    """The first day and the last, at most 90 days later."""
    text = "[transition]\nfrom = 2026-11-01\nuntil = 2027-01-30\n"
    assert loaded(tmp_path, text) == Transition(date(2026, 11, 1), date(2027, 1, 30))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("from = 2026-11-01\nuntil = 2027-01-31", "does not last from 0 to 90 days"),
        ("from = 2026-11-02\nuntil = 2026-11-01", "does not last from 0 to 90 days"),
        ("from = 2026-11-02", "until: is missing"),
        ("from = 2026-11-02\nuntil = 2026-12-01\nto = 1", "to: is not something that mailcheck knows"),
    ],
)
def test_what_is_no_transition_is_told(tmp_path, text, what):
    """Too long, backwards, half, or with a word too many."""
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, f"[transition]\n{text}\n")
    (problem,) = caught.value.problems
    assert what in str(problem)
    assert "transition" in problem.where


def test_it_holds_from_its_first_day_to_its_last():
    """Neither before nor after."""
    weeks = Transition(date(2026, 11, 1), date(2026, 11, 30))
    assert [weeks.holds_on(date(2026, *day)) for day in ((10, 31), (11, 1), (11, 30), (12, 1))] == [
        False,
        True,
        True,
        False,
    ]
