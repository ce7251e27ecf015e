"""From a report to an attestation: what is taken over, and what never is."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailcheck.attestation.making import Grounds, attested
from mailcheck.attestation.telling import sections
from mailcheck.model import NOT_CONNECTED, Basis, RuleVerdict, Said, Status
from mailcheck.model.invitation import DeviceLetter, Invitation
from mailcheck.model.letter import Letter, LetterState
from mailcheck.report.json_v1 import as_object
from mailcheck.settings import load_policy
from tests.attestation.factories import attested as whole
from tests.attestation.factories import clause as standing
from tests.attestation.factories import onboarding
from tests.report.sample import REPORT

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
TOLD = as_object(REPORT)
GROUNDS = Grounds(TOLD, load_policy(), Said(), NOW, name="Anna Smith")


def report(status, day):
    """A report in which the first clause stands like this."""
    first, *rest = TOLD["clauses"]
    return {**TOLD, "clauses": [{**first, "status": status}, *rest], "finished": f"{day}T21:00:00+00:00"}


def since(*history, last=None):
    """Return since when the first clause stands as it does, by reports the newest first."""
    newest, *earlier = [report(status, day) for status, day in history]
    return attested(replace(GROUNDS, report=newest, earlier=earlier, last=last)).clauses[0].since


def test_verdicts_are_the_reports_own():
    """Every clause, with what serves it; measured and declared apart."""
    made = attested(GROUNDS)
    assert [(each.id, each.status) for each in made.clauses] == [(c["id"], c["status"]) for c in TOLD["clauses"]]
    declared = {each["id"] for each in TOLD["declarations"]}
    for clause in made.clauses:
        assert all(
            (each.how == "declared") == (each.name in declared or each.status is Status.DECLARED)
            for each in clause.served
        )


def test_nothing_that_tells_of_a_person_is_taken_over():
    """No account's or provider's name, no title, no item, no number of a letter, no name of whoever declared."""
    text = attested(replace(GROUNDS, name="")).payload().decode()
    private = [
        *(each["name"] for each in TOLD["accounts"]),
        *(each["provider"] for each in TOLD["accounts"] if each["provider"]),
        *(each["title"] for each in TOLD["findings"]),
        *(each["id"] for each in TOLD["findings"] if len(each["id"]) > 2),
        *(each["by"] for each in TOLD["declarations"] if each["by"]),
    ]
    assert [each for each in private if f'"{each}"' in text or (" " in each and each in text)] == []


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([("met", "2026-11-28")], date(2026, 11, 28)),
        ([("met", "2026-11-28"), ("met", "2026-11-20"), ("not-met", "2026-11-10")], date(2026, 11, 20)),
        ([("not-met", "2026-11-28"), ("met", "2026-11-20")], date(2026, 11, 28)),
        ([("met", "2026-11-28"), ("not-met", "2026-11-20"), ("met", "2026-11-10")], date(2026, 11, 28)),
    ],
)
def test_since_is_the_first_day_of_the_unbroken_row(history, expected):
    """A bad week in between begins it anew."""
    assert since(*history) == expected


def test_since_goes_on_from_the_attestation_before():
    """Where reports with details end; if the state was lost for long, it begins anew."""
    before = attested(replace(GROUNDS, report=report("met", "2026-11-21"), earlier=[report("met", "2026-06-01")]))
    assert since(("met", "2026-11-28"), ("met", "2026-11-22"), last=before) == date(2026, 6, 1)
    assert since(("not-met", "2026-11-28"), last=before) == date(2026, 11, 28)
    old = before.model_copy(update={"checked": NOW - timedelta(days=200)})
    assert since(("met", "2026-11-28"), last=old) == date(2026, 11, 28)


def test_a_name_becomes_one_that_fits():
    """What a name cannot hold is left out."""
    assert attested(replace(GROUNDS, name="Anna <anna@x>\tSmith")).member.name == "Anna anna x Smith"
    assert attested(replace(GROUNDS, name="<>")).member.name is None


def test_the_chain_goes_on():
    """The number after, and the digest of the one before."""
    first = attested(GROUNDS)
    second = attested(replace(GROUNDS, last=first, previous="a" * 64))
    assert (first.sequence, first.previous, second.sequence, second.previous) == (1, None, 2, "a" * 64)


def test_onboarding_tells_how_far_the_member_is():
    """Invited, the letter seen, two of three devices, no protected document yet, and three nights."""
    said = Said(
        invitations=(Invitation("MCABCDEFGH", NOW),),
        letters=(Letter("MCABCDEFGH", "practice", "home", NOW, LetterState.APART, NOW),),
        devices=tuple(DeviceLetter(f"MC{n}", n, NOW, NOW.date() if n < 3 else None) for n in (1, 2, 3)),
    )
    runs = [NOW - timedelta(days=days) for days in (0, 1, 1, 2, 40)]
    made = attested(replace(GROUNDS, said=said, runs=runs)).onboarding
    assert (made.code, made.letter, made.devices, made.devices_seen, made.nights) == ("MCABCDEFGH", "apart", 3, 2, 3)


def test_it_is_kept_for_as_long_as_the_policy_says():
    """Two years by default."""
    assert attested(GROUNDS).keep_until == date(2028, 11, 28)


def test_what_could_not_be_checked_is_not_called_a_look():
    """Nor what does not apply; in short, and in full."""
    states = ("met", "could-not-check", "not-applicable", "attention")
    made = whole(clauses=tuple(standing(f"C-{number}", status) for number, status in enumerate(states)))
    short, _, clauses, *_ = sections(made, load_policy(), "")
    assert dict(short.rows)["Rests on"] == "2 looks of mailcheck, and 0 answers of the member; could not check: 1"
    assert ["measured" in text for _, text in clauses.rows] == [True, False, False, True]


def test_the_preview_tells_every_value():
    """Nothing is written that was not shown."""
    made = attested(replace(GROUNDS, said=Said(invitations=(Invitation("MCABCDEFGH", NOW),)), address="a@b.example"))
    shown = " ".join(
        f"{label} {text}" for part in sections(made, load_policy(), "six words") for label, text in part.rows
    )
    payload = json.loads(made.payload())
    for clause in payload["clauses"]:
        assert clause["id"] in shown
        assert all(each["name"] in shown for each in clause["served"])
    for each in payload["declarations"]:
        assert each["id"] in shown
    for each in payload["exceptions"]:
        assert each["reason"] in shown
        assert each["rule"] in shown
    for value in (
        "Anna Smith",
        "a@b.example",
        payload["policy"]["id"],
        payload["tool"]["version"],
        "MCABCDEFGH",
        "six words",
    ):
        assert value in shown


def test_a_letter_is_told_as_declared_only_where_no_professional_account_is_connected():
    """And one that was looked for once is told as it was, whatever is connected now."""
    invited = Said(invitations=(Invitation("MCABCDEFGH", NOW),))
    work = {**TOLD["accounts"][0], "role": "professional", "status": "declared"}
    looked_at = {**TOLD, "accounts": [{**work, "coverage": {**work["coverage"], "folders": ["Sent"]}}]}
    alone = {**TOLD, "accounts": [{**work, "coverage": {**work["coverage"], "folders": []}}]}
    both = replace(invited, letters=(Letter("MCABCDEFGH", "practice", "home", NOW, LetterState.BOTH, NOW),))
    cases = (
        (TOLD, invited, "not-looked"),
        (looked_at, invited, "not-looked"),
        (alone, invited, "declared"),
        (alone, both, "both"),
    )
    for seen, said, expected in cases:
        assert attested(replace(GROUNDS, report=seen, said=said)).onboarding.letter == expected


def test_of_a_declared_account_nothing_is_said_that_was_not_seen():
    """Neither letters nor devices nor practice: not "none", and not "0 of 0"."""
    (work,) = whole().accounts
    declared = work.model_copy(update={"status": Status.DECLARED, "was_reached": False, "letters": "none"})
    unseen = onboarding(letter="declared", devices=0, devices_seen=0, practised=False)
    made = whole(accounts=(declared,), onboarding=unseen)
    rows = {label: text for part in sections(made, load_policy(), "six words") for label, text in part.rows}
    assert rows["Professional"] == "declared by the member; no letter was looked at"
    assert rows["Devices"] == rows["Practised"] == "could not be looked for either"
    assert "0 of 0" not in str(rows)


def test_an_account_that_was_looked_at_is_not_called_declared_by_its_verdict():
    """A connected home account may stand at "declared"; only one that is not connected was never looked at."""
    seen = replace(REPORT.accounts[1], status=Status.DECLARED)
    apart = replace(seen, coverage=replace(seen.coverage, not_looked=(NOT_CONNECTED,)))
    said = []
    for home in (seen, apart):
        made = attested(replace(GROUNDS, report=as_object(replace(REPORT, accounts=(home,)))))
        said += [text for part in sections(made, load_policy(), "") for label, text in part.rows if label == "Personal"]
    assert said == [
        "declared; only compared, its letters are not counted",
        "declared by the member; no letter was looked at",
    ]


def test_only_what_was_looked_at_is_called_measured():
    """What does not apply was perhaps not looked at, and what rests on the member's word is told as that."""
    states = (Status.MET, Status.DECLARED, Status.NOT_APPLICABLE)
    rules = tuple(RuleVerdict(f"rule-{status.value}", Basis.CLAUSE, status) for status in states)
    clause = replace(REPORT.clauses[0], rules=rules)
    made = attested(replace(GROUNDS, report=as_object(replace(REPORT, clauses=(clause,)))))
    (row,) = next(part for part in sections(made, load_policy(), "") if part.heading == "How each clause stands").rows
    assert row[1].endswith(
        "rule-met: met, measured; rule-declared: declared by the member; rule-not-applicable: does not apply"
    )
    short = {label: text for part in sections(made, load_policy(), "")[:1] for label, text in part.rows}
    assert short["Rests on"] == "1 look of mailcheck, and 1 answer of the member"
