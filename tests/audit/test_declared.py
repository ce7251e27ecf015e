"""Accounts that are declared instead of connected: nothing is measured of them, and nothing is said to be."""

from datetime import date

import pytest

from mailcheck import check
from mailcheck.model import Status
from mailcheck.report.sections import tally
from mailcheck.settings import load_settings
from tests.fake_keeper import Nobody

DECLARED = """
[[account]]
name = "hospital"
role = "professional"
address = "jane.smith5@nhs.net"
connected = false
"""
SAID = """
[[declarations]]
id = "{id}"
answer = "{answer}"
by = ""
made = 2026-11-28
expires = 2099-11-28
"""
NOT_CONNECTED = ("personal-account-apart", "professional-account-alone", "documents-protected")


@pytest.fixture
def reported(tmp_path):
    """Return a check of somebody who connected nothing, with what was answered."""

    def report(answers=None, *, everything=False):
        path = tmp_path / "mailcheck.toml"
        path.write_text(DECLARED)
        settings = load_settings(path, environ={"MAILCHECK_DATA": str(tmp_path)})
        ids = [each.id for each in settings.policy.declarations] if everything else []
        given = {**dict.fromkeys(ids, "yes"), **(answers or {})}
        said = "".join(SAID.format(id=key, answer=value) for key, value in given.items())
        path.with_name("said.toml").write_text(f"since = {date(2026, 11, 28)}\n{said}")
        return check(load_settings(path, environ={"MAILCHECK_DATA": str(tmp_path)}), secrets=Nobody())

    return report


def of(report, clause):
    return next(each.status for each in report.clauses if each.id == clause)


def test_all_declared_is_a_state_of_its_own(reported):
    """Declared, exit code 0, and it is said that nothing was measured."""
    report = reported({"data-protection-registration": "not-applicable"}, everything=True)
    assert (report.status, report.exit_code) == (Status.DECLARED, 0)
    assert tally(report).endswith("Declared, nothing measured.")
    assert [(each.name, each.status, each.problem) for each in report.accounts] == [("hospital", Status.DECLARED, None)]
    assert Status.MET not in {each.status for each in report.clauses}


def test_what_is_not_answered_waits(reported):
    """Silence is never a pass."""
    report = reported()
    for clause in ("MIP-KB-1", "MIP-KB-3", "MIP-KB-5"):
        assert of(report, clause) is Status.ATTENTION
    assert report.exit_code == 1


def test_each_answer_speaks_for_its_clause(reported):
    """Apart: KB-1; alone: KB-3; protected: KB-5."""
    report = reported(dict.fromkeys(NOT_CONNECTED, "yes"))
    assert [of(report, f"MIP-KB-{number}") for number in (1, 3, 5)] == [Status.DECLARED] * 3


def test_no_is_not_met(reported):
    """As with every declaration."""
    report = reported({"personal-account-apart": "no"})
    assert of(report, "MIP-KB-1") is Status.NOT_MET
    assert report.exit_code == 2


@pytest.mark.parametrize(
    ("declaration", "clause"),
    [("private-mail-programme", "MIP-KB-4"), ("devices-protected", "MIP-KB-6"), ("computers-protected", "MIP-KB-7")],
)
def test_where_a_condition_does_not_hold_its_clause_does_not_apply(reported, declaration, clause):
    """No programme for several accounts, no telephone, nobody else at the computer: by the shipped policy."""
    assert of(reported(), clause) is Status.ATTENTION
    assert of(reported({declaration: "not-applicable"}), clause) is Status.NOT_APPLICABLE
    assert of(reported({declaration: "yes"}), clause) is Status.DECLARED
    assert of(reported({declaration: "no"}), clause) is Status.NOT_MET


@pytest.mark.parametrize("number", range(1, 7))
def test_each_must_not_stands_for_itself(reported, number):
    """One that is not so colours its own clause, and none of the other five."""
    answers = {f"conduct-{each}": "no" if each == number else "yes" for each in range(1, 7)}
    report = reported(answers)
    found = {each: of(report, f"MIP-PC-{each}") for each in range(1, 7)}
    assert found == {each: Status.NOT_MET if each == number else Status.DECLARED for each in range(1, 7)}
