"""What was sent can be seen."""

from collections.abc import Iterator
from datetime import date

from mailcheck.model import AccountEvidence, Evidence, Grade, Missing, Outcome, RulePolicy, SentMail, Status
from mailcheck.model.days import day_in_words
from mailcheck.rules import SENT_NOT_LOOKED_AT, could_not_check, outcome, rule

KEEP_COPIES = (
    "In each programme and phone that sends from this address, switch on 'save sent messages on the server', "
    "then check again."
)


@rule
def sent_coverage(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Copies of what is sent reach the Sent folder, so that they can be checked.

    Why: mailcheck can only vouch for letters it can see. A phone that keeps its sent letters to itself hides them.
    Looks at: the Sent folders, and whether the inbox holds replies to letters that no Sent folder shows.
    Cannot see: a letter whose copy was never stored, or was deleted.
    Put right: let every device save sent letters on the server.
    """
    for seen in evidence.professional():
        yield _judge(seen, evidence.since)


def _judge(seen: AccountEvidence, since: date) -> Outcome:
    name = seen.account.name
    match seen.sent:
        case Missing() as missing:
            return could_not_check(name, missing)
        case None:
            return could_not_check(name, SENT_NOT_LOOKED_AT)
        case SentMail() as sent:
            total = sum(folder.total for folder in sent.folders)
            return _seen(name, sent, total, since) if total else _empty(name, seen.replies)


def _seen(name: str, sent: SentMail, total: int, since: date) -> Outcome:
    folders = "one Sent folder" if len(sent.folders) == 1 else f"{len(sent.folders)} Sent folders"
    letters = "There is one letter" if total == 1 else f"There are {total} letters"
    of_them = "all" if sent.messages == total > 1 else f"{sent.messages}"
    return outcome(
        Status.MET,
        name,
        "Sent letters are kept where they can be checked.",
        detail=f"{letters} in {folders}, {of_them} of them sent since {day_in_words(since)}.",
        grade=Grade.INFO,
        looked_at=folders,
    )


def _empty(name: str, replies: int | Missing) -> Outcome:
    if isinstance(replies, int) and replies:
        return outcome(
            Status.COULD_NOT_CHECK,
            name,
            "The Sent folder is empty, but people are answering letters of yours.",
            detail=f"{replies} letters in the inbox answer something. The copies of what you sent must be elsewhere.",
            remedy=KEEP_COPIES,
            grade=Grade.STRONG,
            looked_at="the Sent folder and the newest letters in the inbox",
        )
    return outcome(
        Status.COULD_NOT_CHECK,
        name,
        "The Sent folder is empty, so there is nothing to check yet.",
        detail="That is as it should be for a new address.",
        remedy=KEEP_COPIES,
        looked_at="the Sent folder",
    )
