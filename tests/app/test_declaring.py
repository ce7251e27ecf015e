"""Answering what no mailbox can show."""

from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.app.declaring import declare
from mailcheck.model.days import months_later
from mailcheck.settings import load_said

SETTINGS = """
[[account]]
name = "practice"
role = "professional"
address = "anna@practice.example"
host = "imap.practice.example"
secret = "prompt"
"""


@pytest.fixture
def answer(tmp_path):
    """Run `mailcheck declare` with keys typed in, and return what was said."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS)

    def typed(keys, *options):
        done = CliRunner().invoke(
            declare, ["--config", str(path), *options], input="\n".join(keys) + "\n", standalone_mode=False
        )
        return done, {each.id: each.answer for each in load_said(tmp_path / "said.toml").declarations}

    return typed


def test_a_condition_that_does_not_hold_makes_it_not_applicable(answer):
    """The first question has a condition: no means that it does not apply, and nothing more is asked of it."""
    _, said = answer(["n"] + ["s"] * 40)
    assert said == {"forwarding-settings-reviewed": "not-applicable"}


def test_yes_to_both_is_yes(answer):
    """Condition and question."""
    _, said = answer(["y", "y"] + ["s"] * 40)
    assert said == {"forwarding-settings-reviewed": "yes"}


def test_what_was_answered_is_not_asked_again(answer):
    """Until it expires, or until it is wished for."""
    first, _ = answer(["n"] + ["s"] * 40)
    again, _ = answer(["s"] * 40)
    count = int(first.output.split(" questions")[0])
    assert int(again.output.split(" questions")[0]) == count - 1


def test_ctrl_c_in_the_middle_loses_nothing(answer):
    """Each answer is written down as it is given."""
    done, said = answer(["n"])
    assert "Stopped. The 1 answer you gave is kept." in done.output
    assert said == {"forwarding-settings-reviewed": "not-applicable"}


def test_q_stops_and_keeps_what_was_answered(answer):
    """At a condition and at a question; without an answer nothing was changed, and that is said."""
    done, said = answer(["y", "y", "q"])
    assert "Stopped. The 1 answer you gave is kept." in done.output
    assert "declare --again --config" in done.output
    assert said == {"forwarding-settings-reviewed": "yes"}
    done, again = answer(["q"])
    assert "Stopped. Nothing was changed." in done.output
    assert again == said


def test_a_wrong_key_is_told(answer):
    """And asked for again."""
    done, said = answer(["perhaps", "n", "q"])
    assert "Please press y, n, s or q." in done.output
    assert said == {"forwarding-settings-reviewed": "not-applicable"}


def test_what_a_provider_is_known_to_hide_is_asked_without_a_condition(tmp_path):
    """An account at Exchange: nobody has to say first that it is one."""
    settings = tmp_path / "mailcheck.toml"
    settings.write_text(SETTINGS.replace("imap.practice.example", "outlook.office365.com"))
    done = CliRunner().invoke(declare, ["--config", str(settings)], input="y\n" + "s\n" * 40, standalone_mode=False)
    said = {each.id: each.answer for each in load_said(tmp_path / "said.toml").declarations}
    assert said == {"forwarding-settings-reviewed": "yes"}
    assert "Is one of your accounts with Gmail" not in done.output


def test_the_steps_of_the_members_own_provider_are_shown_before_the_question(tmp_path):
    """A practice with Gmail: where to look comes first, then the question."""
    settings = tmp_path / "mailcheck.toml"
    settings.write_text(
        SETTINGS.replace("anna@practice.example", "anna@gmail.com").replace('host = "imap.practice.example"\n', "")
    )
    done = CliRunner().invoke(declare, ["--config", str(settings)], input="s\n" * 40, standalone_mode=False)
    steps, question = done.output.index("Where to look at Gmail:"), done.output.index("Have you looked")
    assert steps < done.output.index("- Under 'Forwarding and POP/IMAP', forwarding should be switched off.") < question
    assert done.output.count("Where to look at Gmail:") == 2  # once for forwarding, once for who has access


def test_no_other_providers_steps_are_shown(answer):
    """For a provider that mailcheck does not know, those that hold anywhere."""
    done, _ = answer(["s"] * 40)
    assert "Where to look at the provider of practice:" in done.output
    assert "sign in to your webmail" in done.output
    assert "at Gmail:" not in done.output


def test_a_word_is_understood_where_a_key_is_asked_for(answer):
    """Yes, no, skip and quit; anything else is asked again."""
    done, _ = answer(["perhaps", "skip", "quit"])
    assert done.output.count("Please press") == 1
    assert "Stopped. Nothing was changed." in done.output


def test_the_list_asks_nothing(answer):
    """How each answer stands, under its question, in eighty columns."""
    done, said = answer([], "--list")
    assert "MIP-KB-8    Are your computers protected against viruses and" in done.output
    assert "            not answered yet\n" in done.output
    assert max(map(len, done.output.splitlines())) <= 80
    assert said == {}


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_months_later_is_that_many_months_later(day, months):
    """The same day of the month, or the month's last."""
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (
        later.day < day.day and (later.toordinal() and date.fromordinal(later.toordinal() + 1).day == 1)
    )


def test_a_registration_is_asked_for_its_number_and_day(answer, tmp_path):
    """An odd number is asked about once; the number stays in said.toml."""
    done, said = answer(["s"] * 9 + ["y", "z12", "ZA 123456", "31/12/2099"] + ["q"])
    assert said == {"data-protection-registration": "yes"}
    assert "Number (Enter keeps Z12, - takes it out, s skips)" in done.output
    (kept,) = load_said(tmp_path / "said.toml").declarations
    assert (kept.number, kept.runs_out) == ("ZA123456", date(2099, 12, 31))


def test_an_odd_number_is_kept_on_enter_and_a_yes_never_is(answer, tmp_path):
    """Whoever takes the number for a question is told so, however often."""
    done, _ = answer(["s"] * 9 + ["y", "y", "Yes", "n", "z12", "", "31/12/2099"] + ["q"])
    assert done.output.count("That is no number") == 3
    (kept,) = load_said(tmp_path / "said.toml").declarations
    assert (kept.number, kept.runs_out) == ("Z12", date(2099, 12, 31))


def test_a_registration_may_be_a_placements(answer):
    """The clause then does not apply."""
    _, said = answer(["s"] * 9 + ["c", "q"])
    assert said == {"data-protection-registration": "not-applicable"}


REGISTRATION = ["s"] * 9 + ["y"]
"""As far as the registration number."""
AGAIN = ["s"] * 11 + ["y"]
"""The same with --again, which asks two more."""


def registration(tmp_path):
    """What is written down of the registration."""
    (kept,) = load_said(tmp_path / "said.toml").declarations
    return kept.number, kept.runs_out


def test_s_skips_the_number_and_is_never_taken_for_it(answer, tmp_path):
    """And the day; the yes before them counts."""
    done, said = answer([*REGISTRATION, "s", "S", "q"])
    assert said == {"data-protection-registration": "yes"}
    assert registration(tmp_path) == ("", None)
    assert "keeps S" not in done.output


def test_what_is_known_of_a_registration_is_kept_by_enter_and_by_s(answer, tmp_path):
    """Each prompt says what Enter keeps."""
    answer([*REGISTRATION, "ZA123456", "31/12/2099", "q"])
    for key in ("", "s"):
        done, _ = answer([*AGAIN, key, key, "q"], "--again")
        assert "Number (Enter keeps ZA123456, - takes it out, s skips)" in done.output
        assert "(Enter keeps 31/12/2099, - takes it out, s skips)" in done.output
        assert registration(tmp_path) == ("ZA123456", date(2099, 12, 31))


@pytest.mark.parametrize("key", ["-", "none", "None"])
def test_what_is_known_of_a_registration_can_be_taken_out(answer, tmp_path, key):
    """Out of the file too."""
    answer([*REGISTRATION, "ZA123456", "31/12/2099", "q"])
    answer([*AGAIN, key, key, "q"], "--again")
    assert registration(tmp_path) == ("", None)
    assert "ZA123456" not in (tmp_path / "said.toml").read_text()


@pytest.mark.parametrize("typed", ["31/12/2027", "2027-12-31", "31 December 2027", "31/12", "soon"])
def test_a_day_or_a_word_is_no_number(answer, tmp_path, typed):
    """Nor is it offered to be kept."""
    done, _ = answer([*REGISTRATION, typed, "", "", "q"])
    assert "That is no number" in done.output
    assert registration(tmp_path) == ("", None)


def test_a_day_that_is_past_is_told_at_once(answer, tmp_path):
    """The new one may be typed; Enter keeps the one that is past."""
    done, _ = answer([*REGISTRATION, "", "01/02/2020", "31/12/2099", "q"])
    assert "01/02/2020 is past: the registration has run out" in done.output
    assert registration(tmp_path) == ("", date(2099, 12, 31))
    answer([*AGAIN, "", "01/02/2020", "", "q"], "--again")
    assert registration(tmp_path) == ("", date(2020, 2, 1))


def test_a_question_about_the_policys_own_words_says_where_they_are(answer):
    """Before each of the five that are about them."""
    done, _ = answer(["s"] * 40)
    told = " ".join(done.output.split())
    assert told.count("in the policy that your institute gave you") == 5
    assert '"Manchester Institute for Psychotherapy: Social Media Policy"' in told
