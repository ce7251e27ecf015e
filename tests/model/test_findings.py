"""Findings as they are held: squeezed, and made when somebody looks at them."""

import tracemalloc
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mailcheck.model import Basis, Exemption, Finding, Findings, Grade, Item, Outcome, Settlement, Status
from mailcheck.model.findings import TOGETHER

SOME = st.lists(
    st.builds(
        Finding,
        outcome=st.builds(Outcome, items=st.lists(st.builds(Item), max_size=2).map(tuple)),
        exception=st.none() | st.builds(Exemption),
        settled=st.none() | st.builds(Settlement),
    ),
    max_size=9,
)
DAY = date(2026, 11, 1)


def many(count):
    """So many findings that are alike but for the letter."""
    for number in range(count):
        day = DAY + timedelta(days=number // 3)
        items = (Item("Sent", 7, number, day, "pdf", "open", "none", 1000 + number),)
        said = Outcome(
            Status.ATTENTION,
            ("practice",),
            f"A letter of {day} carried a document that anybody can open.",
            "PDF: opens without a password",
            grade=Grade.PROOF,
            items=items,
            key=f"open {number:032x}",
            is_incident=True,
        )
        yield Finding(f"{number:012x}", "protected-attachments", Basis.CLAUSE, "KB-5", said.status, said, "Because.")


def is_not_met(each):
    """What findings have in common, asked of one of them."""
    return each.status is Status.NOT_MET


@given(SOME)
def test_findings_come_back_as_they_were_found(found):
    """Every field of them, in order, one by one and by their place."""
    findings = Findings.of(iter(found))
    assert list(findings) == found
    assert (findings, len(findings), bool(findings)) == (found, len(found), bool(found))
    assert [findings[place] for place in range(len(found))] == found
    assert findings[1:3] == tuple(found[1:3])
    assert (repr(findings), hash(findings)) == (repr(tuple(found)), hash(tuple(found)))
    assert Findings.of(findings) is findings


@given(SOME, SOME)
def test_those_of_some_kinds_are_found_and_counted_by_their_kinds(first, second):
    """As if each had been asked."""
    findings = Findings.together([Findings.of(first), Findings.of(second)])
    assert findings.where(is_not_met) == list(filter(is_not_met, [*first, *second]))
    assert all(map(is_not_met, findings.where(is_not_met).kinds))
    assert [id_ for id_, kind in findings.by_id() if is_not_met(kind)] == [
        each.id for each in findings.where(is_not_met)
    ]
    assert {(each.rule, each.status) for each in findings.kinds} == {
        (each.rule, each.status) for each in [*first, *second]
    }


@given(SOME, SOME)
def test_what_tells_them_apart_is_the_same_for_the_same_only(first, second):
    """For a digest of thousands, without making one of them."""
    alike = [(each.id, each.outcome.title, each.outcome.key, each.outcome.items) for each in first]
    others = [(each.id, each.outcome.title, each.outcome.key, each.outcome.items) for each in second]
    one, other = ([*Findings.of(found).octets()] for found in (first, second))
    assert one == [*Findings.of(iter(first)).octets()]
    assert alike == others or one != other


@given(SOME)
def test_what_they_have_in_common_is_changed_once(found):
    """And the rest of each stays."""
    changed = Findings.of(found).changed(lambda kind: replace(kind, rule="another"))
    assert list(changed) == [replace(each, rule="another") for each in found]


def test_days_are_looked_up_some_hundreds_at_a_time():
    """One that is not known has none."""
    asked = []

    def days_of(ids):
        asked.append(len(ids))
        return dict.fromkeys(ids[:-1], DAY)

    findings = Findings.of(many(2 * TOGETHER + 1)).first_seen_on(days_of)
    assert asked == [TOGETHER, TOGETHER, 1]
    assert [each.first_seen for each in findings].count(None) == 3
    assert [each.id for each in findings] == [each.id for each in many(2 * TOGETHER + 1)]


def test_of_a_finding_few_octets_are_held():
    """However many letters are told of, and while they are found: ten times less than the findings themselves."""
    Findings.of(many(TOGETHER))
    tracemalloc.start()
    held = Findings.of(many(8 * TOGETHER))
    size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(held) == 8 * TOGETHER
    assert size < 100 * len(held)
    assert peak < 1_000_000
