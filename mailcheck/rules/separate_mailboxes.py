"""Two mailboxes, not one under two names."""

from collections.abc import Iterator

from mailcheck.model import (
    AccountEvidence,
    Connection,
    Evidence,
    Grade,
    MailboxLook,
    Missing,
    Outcome,
    RulePolicy,
    Status,
)
from mailcheck.rules import could_not_check, no_partner, outcome, rule
from mailcheck.rules.likeness import SMALL_TWIN_SAMPLE, Likeness, compare_looks

ONE_MAILBOX = (
    "Ask your mail provider for a second mailbox with its own log-in, and use one of them for your practice only."
)


@rule
def separate_mailboxes(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Professional and personal mail rest in two different mailboxes.

    Why: two addresses that open one mailbox keep nothing apart: whoever reads one reads the other.
    Looks at: the server's own identifiers of inbox and sent folder, and the newest letters of each, compared by
        size, date and a keyed digest. No letter is opened, nothing is kept.
    Cannot see: a mailbox that was never connected here. A pass needs positive evidence that there are two.
    Put right: get a second mailbox with its own log-in.
    """
    yield from no_partner(evidence, "There was no second mailbox to compare with.")
    for work, home in evidence.couples():
        together = evidence.pair(work.account, home.account).looked_together
        yield _judge_pair(work, home, looked_together=together)


def _judge_pair(work: AccountEvidence, home: AccountEvidence, *, looked_together: bool) -> Outcome:
    names = (work.account.name, home.account.name)
    for seen in (work, home):
        if isinstance(seen.looks, Missing):
            return could_not_check(names, seen.looks, evidence="D10")
    assert not isinstance(work.looks, Missing)  # noqa: S101 - told to mypy; looked at above
    assert not isinstance(home.looks, Missing)  # noqa: S101
    likenesses = _compare(work.looks, home.looks, same_server=_same_server(work.connection, home.connection))
    return _decide(names, likenesses, looked_together=looked_together)


def _same_server(work: Connection | Missing, home: Connection | Missing) -> bool:
    match work, home:
        case Connection(), Connection():
            return work.server == home.server
    return False


def _compare(
    work: tuple[MailboxLook, ...], home: tuple[MailboxLook, ...], *, same_server: bool
) -> tuple[Likeness, ...]:
    theirs = {look.folder: look for look in home}
    return tuple(
        compare_looks(look, theirs[look.folder], same_server=same_server) for look in work if look.folder in theirs
    )


def _decide(names: tuple[str, str], likenesses: tuple[Likeness, ...], *, looked_together: bool) -> Outcome:
    inbox = next((likeness for likeness in likenesses if likeness.folder == "INBOX"), None)
    if inbox is None:
        return _too_little(names, "The two inboxes could not be laid side by side.")
    same = _proofs_of_one(likenesses)
    apart = _proofs_of_two(inbox, looked_together=looked_together)
    looked = f"the newest letters of both ({inbox.sampled[0]} and {inbox.sampled[1]} in the inboxes)"
    differ_now = looked_together and (inbox.only_first > 0 or inbox.only_second > 0)
    if same and not apart and not differ_now:
        return outcome(
            Status.NOT_MET,
            names,
            _one_mailbox(same),
            detail="Whoever can read one of them can read the other.",
            remedy=ONE_MAILBOX,
            grade=Grade.PROOF,
            evidence=" ".join(same),
            looked_at=looked,
        )
    if same or any(likeness.same_guid for likeness in likenesses):
        return _a_copy(names, inbox, same, looked)
    if apart:
        return outcome(
            Status.MET,
            names,
            f"These are two separate mailboxes (checked on {inbox.sampled[0]} and {inbox.sampled[1]} letters).",
            detail=apart,
            grade=Grade.PROOF,
            evidence="D10",
            looked_at=looked,
        )
    return _too_little(names, _how_little(inbox), looked)


def _proofs_of_one(likenesses: tuple[Likeness, ...]) -> tuple[str, ...]:
    """Return the evidence that decides that there is one mailbox; empty if none does."""
    twin = any(likeness.is_twin for likeness in likenesses)
    small = all(
        likeness.same_guid and (likeness.twins >= SMALL_TWIN_SAMPLE or likeness.sampled == (0, 0))
        for likeness in likenesses
    ) and any(likeness.twins >= SMALL_TWIN_SAMPLE for likeness in likenesses)
    same_guid = any(likeness.same_guid for likeness in likenesses)
    found = []
    if same_guid and (twin or small):
        found.append("D4")
    if any(likeness.same_mailbox_id for likeness in likenesses):
        found.append("D5")
    if twin:
        found.append("D6")
    return tuple(found)


def _proofs_of_two(inbox: Likeness, *, looked_together: bool) -> str:
    """Return what shows that there are two mailboxes (D10), in words; empty if nothing does."""
    if inbox.different_id:
        return "The mail server itself names them as two."
    if inbox.has_little_in_common:
        return f"Only {inbox.shared} of the newest letters are in both." if inbox.shared else "No letter is in both."
    if looked_together and inbox.lives_apart and not inbox.same_uidvalidity:
        return "Each inbox holds letters that the other does not."
    return ""


def _one_mailbox(same: tuple[str, ...]) -> str:
    if "D4" in same or "D5" in same:
        return "The mail server says both log-ins open the same mailbox, or one is a full copy of the other."
    return "The two mailboxes hold exactly the same messages. They are one mailbox, or one is a full copy of the other."


def _a_copy(names: tuple[str, str], inbox: Likeness, same: tuple[str, ...], looked: str) -> Outcome:
    return outcome(
        Status.ATTENTION,
        names,
        "One of these mailboxes looks like a copy of the other. Are they two?",
        detail=(
            f"They share {inbox.shared} of the newest letters in the inbox, but they do not match throughout. "
            "That happens when a mailbox was copied to make the second one."
        ),
        remedy="If you had a mailbox copied, nothing is wrong. If not, ask your provider if both open one mailbox.",
        grade=Grade.STRONG,
        evidence=" ".join(same) or "D4",
        looked_at=looked,
    )


def _how_little(inbox: Likeness) -> str:
    first, second = inbox.sampled
    if inbox.shared:
        return f"{inbox.shared} of the newest letters are in both ({first} and {second} were compared)."
    return f"There are {first} and {second} letters to compare, and that does not settle it."


def _too_little(names: tuple[str, str], detail: str, looked: str = "") -> Outcome:
    return outcome(
        Status.ATTENTION,
        names,
        "There is too little mail to tell whether these are two mailboxes.",
        detail=detail,
        remedy="Nothing to do now: the next check looks again, when more letters have arrived.",
        grade=Grade.INFO,
        evidence="D11",
        looked_at=looked,
    )
