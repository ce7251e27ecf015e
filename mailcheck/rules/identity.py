"""Letters that left one account under the name of the other, or ask for answers there (U1, U2, F15). Pure."""

from collections.abc import Iterator

from mailcheck.dataclass import dataclass
from mailcheck.model import AccountEvidence, Evidence, Grade, MessageRef, Status
from mailcheck.model.days import day_in_words
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
    message: MessageRef | None = None
    """The one letter that it is about."""
    together: str = ""
    """The title for several such letters, with `{count}`."""


def slips(sender: AccountEvidence, other: AccountEvidence, evidence: Evidence) -> Iterator[Slip]:
    """Yield every way in which letters in the sent folders of `sender` carried the address of `other`."""
    use, names = sender.sent_use, (sender.account.name, other.account.name)
    if not isinstance(use, SentUse):
        return
    for named in use.under:
        if named.account == names[1]:
            yield from _under(named, names, evidence)
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


def _under(named: Named, names: tuple[str, str], evidence: Evidence) -> Iterator[Slip]:
    count = _letters(named.letters).capitalize()
    if not named.is_certain:
        title = f"{count} in {names[0]} may have gone out under the address of {names[1]}."
        yield Slip("U1", Status.ATTENTION, *names, title, _last(named), grade=Grade.STRONG)
    elif not named.recent:
        title = f"{count} went out under your {names[1]} address from {names[0]}."
        yield Slip("U1", Status.ATTENTION, *names, title, f"{_last(named)} {_earlier(evidence)}")
    else:
        yield from (_letter(message, names) for message in named.messages)
        if rest := named.recent - len(named.messages):
            more = "more " if named.messages else ""
            were = f"{more}letter was" if rest == 1 else f"{more}letters were"
            title = f"{rest} {were} sent under your {names[1]} address from your {names[0]} mailbox."
            yield Slip("U1", Status.NOT_MET, *names, title, "" if more else _last(named))


def _letter(message: MessageRef, names: tuple[str, str]) -> Slip:
    """Return one letter under the other address: it stays in the Sent folder, so it can be closed by itself."""
    told = f"sent under your {names[1]} address from your {names[0]} mailbox."
    return Slip(
        "U1",
        Status.NOT_MET,
        *names,
        f"A letter of {day_in_words(message.stored)} was {told}",
        message=message,
        together=f"{{count}} letters were {told}",
    )


def _letters(count: int) -> str:
    return "one letter" if count == 1 else f"{count} letters"


def _last(named: Named) -> str:
    return f"The last is of {day_in_words(named.last)}."


def _earlier(evidence: Evidence) -> str:
    day = evidence.since
    return f"That was before {day_in_words(day)}, so it is not held against you; look whether it can happen again."
