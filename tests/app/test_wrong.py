"""What went wrong, in words."""

import pytest

from mailcheck.app.cli import main
from mailcheck.app.wrong import problems_in_words
from mailcheck.errors import Problem, SettingsError, UserError


def test_mistakes_are_listed_under_the_file():
    """The path once; then each account and key, with an empty line between."""
    wrong = SettingsError(
        [
            Problem("is missing.", '/a/mailcheck.toml: account 1 "practice": role', "Write it."),
            Problem("is too small.", "/a/mailcheck.toml: account 2: port"),
            Problem("are both there.", '/a/mailcheck.toml: account 3 "home"'),
            Problem("There is no professional account.", "/a/mailcheck.toml"),
            Problem("cannot be read.", "/a/said.toml"),
        ]
    )
    assert problems_in_words(wrong) == (
        "/a/mailcheck.toml has 4 mistakes:\n\n"
        "- practice, role: is missing. Write it.\n\n"
        "- account 2: port: is too small.\n\n"
        "- home: are both there.\n\n"
        "- There is no professional account.\n\n"
        'mailcheck: "/a/said.toml" cannot be read.'
    )


def test_other_problems_are_plain_lines():
    """Each on a line of its own."""
    assert problems_in_words(UserError([Problem("One."), Problem("Two.", "--account")])) == (
        "mailcheck: One.\nmailcheck: --account: Two."
    )


def test_a_finding_that_is_not_named_is_asked_for(capsys):
    """In the words of the report, not of the program."""
    assert main(["show"]) == 3
    assert capsys.readouterr().err == (
        "Error: Say which finding: the name in square brackets in the report.\nTry `mailcheck show --help`.\n"
    )


@pytest.mark.parametrize("group", ["roster", "schedule", "account"])
def test_a_group_by_itself_shows_its_help_and_cuts_no_line(group, capsys):
    """It is no error, and each command's sentence comes to its end."""
    assert main([group]) == 3
    told = "".join(capsys.readouterr())
    assert told.startswith(f"Usage: mailcheck {group}")
    assert "..." not in told.partition("\n")[2]
    assert "Error" not in told
