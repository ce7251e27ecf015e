"""What members read, word for word. `python -m tests.golden.situations` writes it anew; read it aloud then."""

import re

import pytest

from mailcheck.model import Grade, Status
from mailcheck.settings.evidence import load_catalogue
from tests.golden.situations import FOLDER, SITUATIONS, reported, told

JARGON = re.compile(r"\b(IMAP|ACL|UID\w*|GUID|MX|SPF|DMARC|DKIM|TLS|Sieve|header|regex|null|None of None)\b")
NAMED_BY_GMAIL = "'Forwarding and POP/IMAP'"
"""What a page of the provider's is called may hold any word."""


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_report_is_the_one_that_was_read(name):
    """Every word of it."""
    assert told(name) == (FOLDER / f"{name}.txt").read_text("utf-8")


def test_no_report_is_left_over():
    """A situation that is gone leaves no text behind."""
    assert {each.stem for each in FOLDER.glob("*.txt")} == set(SITUATIONS)


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_finding_needs_a_dictionary(name):
    """Somebody who does not know what IMAP is understands what was seen, why, and what to do."""
    said = [
        " ".join((each.outcome.title, each.outcome.detail, each.outcome.remedy, each.why))
        for each in reported(name).findings
    ]
    assert [text for text in said if JARGON.search(text.replace(NAMED_BY_GMAIL, ""))] == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_no_finding_claims_more_than_its_evidence_proves(name):
    """By the catalogue's grades; and what is weak is never more than a question."""
    rank = {Grade.INFO: 0, Grade.WEAK: 1, Grade.STRONG: 2, Grade.PROOF: 3}
    best = {each.id: rank[each.grade] for each in load_catalogue().entries}
    for each in (finding.outcome for finding in reported(name).findings):
        known = [best[row] for row in each.evidence_ids if row in best]
        assert not known or rank[each.grade] <= max(known)
        assert each.status is not Status.NOT_MET or each.grade is Grade.PROOF or not known


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_sentence_ends(name):
    """Title, detail and remedy are sentences, not scraps."""
    scraps = [
        text
        for each in reported(name).findings
        for text in (each.outcome.title, each.outcome.detail, each.outcome.remedy)
        if text and text[-1] not in ".?"
    ]
    assert scraps == []


def test_the_situations_come_out_as_they_should():
    """The state of each, and of the rule that it is about."""
    about = {
        "all-well": ("separate-mailboxes", Status.MET),
        "one-mailbox-under-two-names": ("separate-mailboxes", Status.NOT_MET),
        "gmail-forwards-home": ("no-forwarding", Status.ATTENTION),
        "partner-has-access": ("not-shared-mailbox", Status.ATTENTION),
        "wrong-identity": ("own-identity", Status.NOT_MET),
        "trainee-in-transition": ("separate-mailboxes", Status.MET),
        "not-connected-but-declared": ("separate-mailboxes", Status.NOT_APPLICABLE),
        "provider-hides-everything": ("no-forwarding", Status.ATTENTION),
        "check-that-half-failed": ("separate-mailboxes", Status.COULD_NOT_CHECK),
    }
    states = {
        name: next(
            rule.status for clause in reported(name).clauses for rule in clause.rules if rule.name == about[name][0]
        )
        for name in SITUATIONS
    }
    assert states == {name: status for name, (_, status) in about.items()}
