"""One report with something of everything, for the tests of every output."""

from datetime import UTC, date, datetime

from mailcheck.model import (
    AccountReport,
    Basis,
    ClauseVerdict,
    Coverage,
    DeclarationReport,
    Exemption,
    Finding,
    Grade,
    Item,
    LookBack,
    Month,
    NotLooked,
    PolicyName,
    Refusal,
    Report,
    RuleVerdict,
    Settlement,
    Status,
)
from mailcheck.rules import outcome

SINCE = date(2026, 10, 18)
HOSTILE = "Denied\x1b[31m \u202egnp.exe\x07"
"""What a hostile server might say: a colour code, a right-to-left mark and a bell."""

LETTER = Item("Sent", 7, 41, date(2026, 11, 3), "pdf", "open", "none", 20480)


def finding(name, rule, clause, answer, **given):
    """A finding around an outcome."""
    values = {"basis": Basis.CLAUSE, "status": answer.status, "outcome": answer, "why": "It matters.", **given}
    return Finding(id=name, rule=rule, clause=clause, first_seen=SINCE, **values)


FINDINGS = (
    finding(
        "a1",
        "protected-attachments",
        "MIP-KB-5",
        outcome(
            Status.ATTENTION,
            "practice",
            "A letter of 3 November 2026 carried a document that anybody can open. Is it confidential?",
            detail="pdf: opens without a password",
            remedy="Look at the letter.",
            grade=Grade.PROOF,
            evidence="A1",
            items=[LETTER],
            key="m1",
            is_incident=True,
        ),
    ),
    finding(
        "b2",
        "separate-mailboxes",
        "MIP-KB-1",
        outcome(
            Status.MET, ("practice", "home"), "These are two separate mailboxes.", grade=Grade.PROOF, evidence="D10"
        ),
        basis=Basis.READING,
    ),
    finding(
        "c3",
        "protected-attachments",
        "MIP-KB-5",
        outcome(Status.NOT_MET, "practice", "A letter of 1 November 2026 carried a confidential document.", key="m2"),
        status=Status.DECLARED,
        settled=Settlement("sent-again", date(2026, 11, 2)),
    ),
    finding(
        "d4",
        "secure-connection",
        "MIP-KB-2",
        outcome(Status.NOT_MET, "practice", "The connection to this mailbox is not encrypted.", remedy="Use port 993."),
        status=Status.ATTENTION,
        exception=Exemption("agreed", date(2026, 12, 31)),
    ),
    finding(
        "e5",
        "strong-protection",
        "MIP-KB-5",
        outcome(Status.ATTENTION, "practice", "One password is of a weak kind.", remedy="Use AES."),
        basis=Basis.ADVICE,
    ),
)

REPORT = Report(
    version="1.2.3",
    policy=PolicyName("mip", "1", "Social Media Policy", date(2026, 6, 1)),
    started=datetime(2026, 11, 22, 19, 30, tzinfo=UTC),
    finished=datetime(2026, 11, 22, 19, 31, tzinfo=UTC),
    since=SINCE,
    status=Status.ATTENTION,
    accounts=(
        AccountReport(
            "practice",
            "professional",
            "Fastmail",
            Status.ATTENTION,
            None,
            Coverage(("Sent", "folder 3"), 412, 3, 14, 1, SINCE),
        ),
        AccountReport("home", "personal", "", Status.MET, None, Coverage(since=SINCE)),
        AccountReport(
            "second",
            "professional",
            "",
            Status.COULD_NOT_CHECK,
            Refusal("generic-bad", "never", "The server did not accept the name and password.", HOSTILE),
            Coverage(since=SINCE, not_looked=(NotLooked("the mailbox", "The server did not accept …"),)),
        ),
    ),
    clauses=(
        ClauseVerdict(
            "MIP-KB-1",
            "A separate address for personal and for professional use",
            Status.MET,
            (RuleVerdict("separate-mailboxes", Basis.READING, Status.MET),),
        ),
        ClauseVerdict(
            "MIP-KB-2",
            "Every possible step to keep professional mail confidential",
            Status.ATTENTION,
            (RuleVerdict("secure-connection", Basis.CLAUSE, Status.ATTENTION),),
        ),
        ClauseVerdict(
            "MIP-KB-5",
            "Confidential documents are protected",
            Status.ATTENTION,
            (
                RuleVerdict("protected-attachments", Basis.CLAUSE, Status.ATTENTION),
                RuleVerdict("strong-protection", Basis.ADVICE, Status.ATTENTION),
            ),
        ),
        ClauseVerdict(
            "MIP-KB-8",
            "Current antivirus protection",
            Status.ATTENTION,
            (RuleVerdict("antivirus-current", Basis.CLAUSE, Status.ATTENTION),),
        ),
    ),
    findings=FINDINGS,
    declarations=(
        DeclarationReport("antivirus-current", "MIP-KB-8", "", "", None, None, Status.ATTENTION, "Is it current?"),
    ),
    not_looked=(NotLooked("the words of e-mails", "mailcheck does not read them"),),
    look_back=(LookBack("practice", SINCE, 30, (Month(date(2026, 9, 1), 4, 3, 1),), ""),),
)
