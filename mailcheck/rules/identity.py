"""Letters that left one account under the name of the other, or ask for answers there (U1, U2, F15). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.model import AccountEvidence, Evidence, Grade, Status
from mailcheck.model.traces import TraceKind
from mailcheck.model.use import Named, SentUse

ANSWERS = (
    "In the settings of the mail programme for {sender}, look for 'Reply-To' or 'address for replies', and empty it."
)
GMAIL = (
    "In Gmail, open the settings, then 'Accounts and Import'. Gmail cannot send under your other address from there: "
    "write such letters from {other} itself."
)


@dataclass(frozen=True, slots=True)
class Slip:
    """One way in which letters of one account carried the other's address."""

    row: str
    status: Status
    sender: str
    other: str
    title: str
    detail: str = ""
    remedy: str = ""
    grade: Grade = Grade.PROOF


def slips(sender: AccountEvidence, other: AccountEvidence, evidence: Evidence) -> Iterator[Slip]:
    """Yield every way in which letters in the sent folders of `sender` carried the address of `other`."""
    use, names = sender.sent_use, (sender.account.name, other.account.name)
    if not isinstance(use, SentUse):
        return
    for named in use.under:
        if named.account == names[1]:
            yield _under(named, names, evidence)
    for trace in use.traces:
        if trace.kind is TraceKind.SENDER_REPLACED and trace.target.account == names[1]:
            is_recent = trace.last >= evidence.since
            yield Slip(
                "U2",
                Status.NOT_MET if is_recent else Status.ATTENTION,
                *names,
                f"Gmail put the address of {names[0]} in the place of your address of {names[1]} on "
                f"{_letters(trace.count)}.",
                _earlier(evidence) if not is_recent else "",
                GMAIL.format(other=names[1]),
            )
    for named in use.replies_to:
        if named.account == names[1]:
            title = f"Answers to letters from {names[0]} go to {names[1]} ({_letters(named.letters)})."
            remedy = ANSWERS.format(sender=names[0])
            yield Slip("F15", Status.ATTENTION, *names, title, _last(named), remedy, Grade.STRONG)


def _under(named: Named, names: tuple[str, str], evidence: Evidence) -> Slip:
    if not named.is_certain:
        title = (
            f"{_letters(named.letters).capitalize()} in {names[0]} may have gone out under the address of {names[1]}."
        )
        return Slip("U1", Status.ATTENTION, *names, title, _last(named), grade=Grade.STRONG)
    if not named.recent:
        count = _letters(named.letters)
        title = f"{count.capitalize()} went out under your {names[1]} address from {names[0]}."
        return Slip("U1", Status.ATTENTION, *names, title, f"{_last(named)} {_earlier(evidence)}")
    were = "letter was" if named.recent == 1 else "letters were"
    title = f"{named.recent} {were} sent under your {names[1]} address from your {names[0]} mailbox."
    return Slip("U1", Status.NOT_MET, *names, title, _last(named))


def _letters(count: int) -> str:
    return "one letter" if count == 1 else f"{count} letters"


def _last(named: Named) -> str:
    return f"The last is of {named.last.day} {named.last:%B %Y}."


def _earlier(evidence: Evidence) -> str:
    day = evidence.since
    return f"That was before {day.day} {day:%B %Y}, so it is not held against you; look whether it can happen again."
