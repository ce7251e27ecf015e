"""Professional letters and contacts stay in the professional account."""

from collections.abc import Iterator

from mailcheck.model import AccountEvidence, Evidence, Grade, Missing, Outcome, RulePolicy, Status
from mailcheck.model.traces import TraceKind
from mailcheck.model.use import Contacts, SentUse
from mailcheck.rules import could_not_check, no_partner, outcome, rule
from mailcheck.rules.acquaintance import left_alone
from mailcheck.rules.comparing import overlap

LATER_WRITERS = 2


@rule
def professional_mail_stays(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Professional letters, documents and contacts stay in the professional account.

    Why: what has moved into the personal mailbox is no longer kept as you promised your clients.
    Looks at: where your mail programme files copies; whether documents go from one of your addresses to the other;
        whether people first met at work now write to, or get letters from, the personal account. Addresses are
        compared in a scrambled form, which is forgotten when the check ends. Only where you switched it on.
    Cannot see: what a letter is about.
    Put right: answer from the professional account, and pass documents on in another way than by mail to yourself.
    """
    yield from no_partner(evidence, "There was no second account whose people could be compared.")
    for work, home in evidence.couples():
        if home.account.joint:
            yield left_alone(work, home)
        else:
            yield from _judge(evidence, work, home)


def _judge(evidence: Evidence, work: AccountEvidence, home: AccountEvidence) -> Iterator[Outcome]:
    names = (work.account.name, home.account.name)
    for seen in (work, home):
        if not isinstance(seen.contacts, Contacts):
            yield could_not_check(names, seen.contacts or Missing("Correspondents were not looked at."), evidence="U9")
            return
    found = [*_filed(work, home), *_passed_on(work, home), *_contacts(evidence, work, home)]
    yield from found
    if not found:
        title = "No sign that professional letters have moved to the personal account."
        yield outcome(Status.MET, names, title, grade=Grade.WEAK, evidence="U3 U5 U6 U7 U9")


def _asked(names: tuple[str, str], row: str, title: str, remedy: str) -> Outcome:
    grade = Grade.WEAK if row == "U5" else Grade.STRONG
    return outcome(Status.ATTENTION, names, title, remedy=remedy, grade=grade, evidence=row, key=row)


def _filed(work: AccountEvidence, home: AccountEvidence) -> Iterator[Outcome]:
    """U3."""
    names = (work.account.name, home.account.name)
    if isinstance(work.sent_use, SentUse):
        for trace in work.sent_use.traces:
            if trace.kind is TraceKind.FILED_IN_OTHER and trace.target.account == home.account.name:
                title = f"Copies of letters from {names[0]} are filed in {names[1]} ({trace.count} so far)."
                remedy = "In the settings of the mail programme for this account, look under 'Copies and folders'."
                yield _asked(names, "U3", title, remedy)


def _passed_on(work: AccountEvidence, home: AccountEvidence) -> Iterator[Outcome]:
    """U6."""
    names = (work.account.name, home.account.name)
    letters = sum(
        each.contacts.passed_on.count(other.account.name)
        for each, other in ((work, home), (home, work))
        if isinstance(each.contacts, Contacts)
    )
    if letters:
        many = "One letter passes" if letters == 1 else f"{letters} letters pass"
        title = f"{many} documents between your two addresses."
        yield _asked(names, "U6", title, "Keep professional documents in one place, and open them there.")


def _contacts(evidence: Evidence, work: AccountEvidence, home: AccountEvidence) -> Iterator[Outcome]:
    """U5, U7 and U9."""
    found = overlap(evidence, work, home)
    if found is None or not isinstance(home.contacts, Contacts):
        return
    names = (work.account.name, home.account.name)
    if found.written_to:
        people = "somebody" if found.written_to == 1 else f"{found.written_to} people"
        title = f"From {names[1]} you wrote to {people} you know only from your practice."
        yield _asked(names, "U9", title, "On a phone, look at which account is the default for new letters.")
    if found.writers >= LATER_WRITERS:
        title = f"{found.writers} people you first met through your practice now write to {names[1]}."
        yield _asked(names, "U7", title, "Answer them from your practice, and ask them to write there.")
    if home.contacts.clinical:
        title = "Documents that look professional, going by their names, were sent from " + names[1] + "."
        yield _asked(names, "U5", title, "Look at them in the Sent folder. If they are your own, nothing is wrong.")
