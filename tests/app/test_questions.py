"""The questions behind every door, without a terminal."""

import json
from datetime import UTC, date, datetime

import pytest

from mailcheck.app.questions import Ask, declared, is_decided, steps, unanswered, waiting
from mailcheck.model import Declaration, Declared
from mailcheck.settings import load_policy, load_settings, record_declaration
from mailcheck.state import State

TODAY = date(2026, 11, 28)
NOW = datetime(2026, 11, 28, tzinfo=UTC)
PLAIN = Declaration("antivirus", "C-8", "Is it on?", "It is on.")
CONDITIONAL = Declaration("devices", "C-6", "Are they locked?", "They are.", condition="Are there any?")
REGISTRATION = Declaration("ico", "C-9", "Registered?", "Yes.", asks="registration", covered="My placement's.")
SETTINGS = """
[member]
name = "Anna"
[[account]]
name = "practice"
role = "professional"
address = "anna@gmail.com"
secret = "prompt"
"""


def test_a_condition_comes_first_unless_it_is_known_to_hold():
    """Then the question itself."""
    assert [each.ask for each in steps(CONDITIONAL)] == [Ask.CONDITION, Ask.QUESTION]
    assert [each.ask for each in steps(CONDITIONAL, is_sure=True)] == [Ask.QUESTION]


def test_a_registration_asks_for_number_and_day_after_a_yes():
    """And offers to be covered by a placement."""
    question, number, day = steps(REGISTRATION)
    assert question.choices == {"yes": "Yes", "no": "No", "covered": "My placement's."}
    assert (number.ask, day.ask) == (Ask.NUMBER, Ask.DAY)
    assert is_decided({Ask.QUESTION: "covered"})
    assert not is_decided({Ask.QUESTION: "yes"})


@pytest.mark.parametrize(
    ("declaration", "answers", "expected"),
    [
        (PLAIN, {Ask.QUESTION: "yes"}, "yes"),
        (PLAIN, {Ask.QUESTION: "no"}, "no"),
        (PLAIN, {}, None),
        (CONDITIONAL, {Ask.CONDITION: "no"}, "not-applicable"),
        (CONDITIONAL, {Ask.CONDITION: "yes"}, None),
        (CONDITIONAL, {Ask.CONDITION: "yes", Ask.QUESTION: "yes"}, "yes"),
        (REGISTRATION, {Ask.QUESTION: "covered"}, "not-applicable"),
    ],
)
def test_what_was_answered_becomes_one_answer(declaration, answers, expected):
    """Named and dated, for as long as the policy says; half an answer is none."""
    found = declared(declaration, answers, by="Anna", today=TODAY)
    assert found == (expected and Declared(declaration.id, expected, "Anna", TODAY, date(2027, 11, 28)))


def test_an_answer_ends_with_the_registration():
    """Whichever is first: the policy's interval or the registration itself."""
    answers = {Ask.QUESTION: "yes", Ask.NUMBER: "ZA123456"}
    found = declared(REGISTRATION, answers, by="Anna", today=TODAY, runs_out=date(2027, 3, 1))
    assert found == Declared("ico", "yes", "Anna", TODAY, date(2027, 3, 1), "ZA123456", date(2027, 3, 1))
    assert declared(REGISTRATION, answers, by="", today=TODAY, runs_out=date(2020, 1, 1)).expires == TODAY


def test_waiting_are_those_without_an_answer_that_holds(tmp_path):
    """With where to look at the member's own provider; an answer that has run out is asked again."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS)
    before = waiting(load_settings(path), TODAY)
    assert [each.declaration.id for each in before if each.where_to_look] == [
        "forwarding-settings-reviewed",
        "access-settings-reviewed",
    ]
    record_declaration(tmp_path / "said.toml", Declared("conduct-3", "yes", "Anna", TODAY, date(2027, 1, 1)))
    ids = {each.declaration.id for each in before}
    assert {each.declaration.id for each in waiting(load_settings(path), TODAY)} == ids - {"conduct-3"}
    assert {each.declaration.id for each in waiting(load_settings(path), date(2027, 2, 1))} == ids
    assert unanswered(load_settings(path), TODAY) == len(ids) - 1
    record_declaration(tmp_path / "said.toml", Declared("antivirus-current", "no", "Anna", TODAY, date(2027, 1, 1)))
    assert len(waiting(load_settings(path), TODAY)) == len(ids) - 1  # may be answered anew, and is no open one
    assert unanswered(load_settings(path), TODAY) == len(ids) - 2


def test_the_shipped_policy_states_each_must_not_by_itself():
    """Six statements, each for its own clause."""
    serves = {each.id: each.clause for each in load_policy().declarations if each.id.startswith("conduct-")}
    assert serves == {f"conduct-{number}": f"MIP-PC-{number}" for number in range(1, 7)}


@pytest.mark.parametrize("clause", ["MIP-KB-4", "MIP-KB-6", "MIP-KB-7"])
def test_conditional_clauses_ask_their_condition(clause):
    """Where it does not hold, they do not apply."""
    (asked,) = (each for each in load_policy().declarations if each.clause == clause)
    assert steps(asked)[0].ask is Ask.CONDITION


@pytest.fixture
def settings(tmp_path):
    """Settings, and a way to say how the last report told one declaration."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS.replace("anna@gmail.com", 'anna@practice.example"\nhost = "imap.practice.example'))
    environ = {"MAILCHECK_DATA": str(tmp_path / "data")}

    def told(**declaration):
        made = load_settings(path, environ=environ)
        with State.open(made.state_path) as state:
            state.save(json.dumps({"declarations": [{"id": "forwarding-settings-reviewed", **declaration}]}), NOW)
        return {each.declaration.id: each for each in waiting(made, TODAY)}

    record_declaration(
        tmp_path / "said.toml",
        Declared("forwarding-settings-reviewed", "not-applicable", "Anna", TODAY, date(2027, 5, 1)),
    )
    return told


def test_what_the_last_check_saw_to_apply_is_asked_though_it_was_waved_away(settings):
    """Somebody said that it does not apply, and the check sees that it does: the question comes, without condition."""
    question = "Have you looked, on each provider's own page, at whether your mail is forwarded?"
    found = settings(status="attention", answer="", question=question)
    assert found["forwarding-settings-reviewed"].is_sure


def test_what_the_last_check_saw_not_to_apply_is_not_asked(settings):
    """It can see that by itself."""
    assert "forwarding-settings-reviewed" not in settings(status="not-applicable", answer="", question="Is one …?")


def test_where_the_last_check_could_not_tell_the_answer_holds(settings):
    """The condition was answered, and nothing says otherwise."""
    assert "forwarding-settings-reviewed" not in settings(status="not-applicable", answer="not-applicable", question="")
