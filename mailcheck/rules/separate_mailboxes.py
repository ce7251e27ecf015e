"""Two mailboxes, not one under two names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from mailcheck.model import AccountEvidence, Evidence, Grade, Missing, Outcome, RulePolicy, Status
from mailcheck.model.comparison import Likeness
from mailcheck.model.days import day_in_words
from mailcheck.rules import could_not_check, no_partner, outcome, rule
from mailcheck.rules.comparing import likenesses
from mailcheck.rules.crossing import crossing, has_passed
from mailcheck.rules.in_step import grown_in_step
from mailcheck.rules.likeness import (
    GMAIL_SAMPLE,
    is_one_mailbox,
    proofs_of_one,
    proofs_of_two,
)

ONE_MAILBOX = (
    "Ask your mail provider for a second mailbox with its own log-in, and use one of them for your practice only."
)


@rule
def separate_mailboxes(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Professional and personal mail rest in two different mailboxes.

    Why: if both addresses open one mailbox, or letters pass from one to the other, whoever reads one reads the other.
    Looks at: the server's own identifiers of inbox and sent folder, and the newest letters of each, compared by
        size, date and name, which is scrambled for this. No letter is opened, nothing is kept.
    Cannot see: a mailbox that was never connected here. A pass needs positive evidence that there are two.
    Put right: get a second mailbox with its own log-in.
    """
    may_declare = policy.options.get("personal_may_be_declared", True) is True
    yield from no_partner(evidence, "There was no second mailbox to compare with.", may_declare=may_declare)
    for work, home in evidence.couples():
        yield _dated(_judge_pair(evidence, work, home), evidence.separated_since)


def _dated(answer: Outcome, start: date | None) -> Outcome:
    """Say from which day on letters were compared, for somebody who makes two mailboxes out of one."""
    if start is None or not answer.looked_at:
        return answer
    told = f"Letters from before {day_in_words(start)} were left out, as you are separating the two."
    return replace(answer, detail=f"{answer.detail} {told}".strip())


def _judge_pair(evidence: Evidence, work: AccountEvidence, home: AccountEvidence) -> Outcome:
    names = (work.account.name, home.account.name)
    missing = next((seen.looks for seen in (work, home) if isinstance(seen.looks, Missing)), None)
    if missing is not None:
        return could_not_check(names, missing, evidence="D10")
    return _compared(evidence, work, home)


def _compared(evidence: Evidence, work: AccountEvidence, home: AccountEvidence) -> Outcome:
    names = (work.account.name, home.account.name)
    alike = likenesses(evidence, work, home)
    inbox = next((likeness for likeness in alike if likeness.folder == "INBOX"), None)
    if inbox is None:
        return _too_little(names, "The two inboxes could not be laid side by side.")
    together = evidence.pair(work.account, home.account).looked_together
    same = proofs_of_one(alike)
    looked = f"the newest letters of both ({inbox.sampled[0]} and {inbox.sampled[1]} in the inboxes)"
    letters_passed = has_passed(evidence, *names)
    if is_one_mailbox(alike, looked_together=together) and not letters_passed:
        return _one(names, same, looked)
    if same or inbox.is_contradicted or any(likeness.same_guid for likeness in alike):
        return _a_copy(names, inbox, same, looked)
    apart = proofs_of_two(inbox, looked_together=together)
    if not apart and letters_passed:
        apart = "Two test letters, one each way, arrived only where they were sent."
    if apart:
        is_passed_on = any(crossing(evidence, *way).is_proven for way in ((work, home), (home, work)))
        return _passed_on(names, looked) if is_passed_on else _two(names, inbox, apart, looked)
    numbered = any(likeness.same_at_gmail >= GMAIL_SAMPLE for likeness in alike)
    grown = 0 if inbox.lives_apart else grown_in_step(work, home)
    return _alike(names, looked, is_numbered=numbered, grown=grown) or _too_little(names, _how_little(inbox), looked)


def _one(names: tuple[str, str], same: tuple[str, ...], looked: str) -> Outcome:
    return outcome(
        Status.NOT_MET,
        names,
        _one_mailbox(same),
        detail=(
            "Whoever can read one of them can read the other. It is easily missed: a second address is often only "
            "another name for the same mailbox."
        ),
        remedy=ONE_MAILBOX,
        grade=Grade.PROOF,
        evidence=" ".join(same),
        looked_at=looked,
    )


def _two(names: tuple[str, str], inbox: Likeness, apart: str, looked: str) -> Outcome:
    return outcome(
        Status.MET,
        names,
        f"These are two separate mailboxes (checked on {inbox.sampled[0]} and {inbox.sampled[1]} letters).",
        detail=apart,
        grade=Grade.PROOF,
        evidence="D10 D13" if "test letters" in apart else "D10",
        looked_at=looked,
    )


def _passed_on(names: tuple[str, str], looked: str) -> Outcome:
    return outcome(
        Status.ATTENTION,
        names,
        "These are two mailboxes, but letters of one are passed on to the other.",
        detail="How that happens, and how to stop it, is said under the same heading.",
        remedy="Once nothing is passed on any more, check again.",
        grade=Grade.PROOF,
        evidence="D10",
        looked_at=looked,
    )


def _alike(names: tuple[str, str], looked: str, *, is_numbered: bool, grown: int) -> Outcome | None:
    """Return the question whether they are one, if something strong suggests it (D7, D8)."""
    if not (is_numbered or grown):
        return None
    in_step = f"Since an earlier check, both inboxes have grown by {grown}, to the very same count." if grown else ""
    return outcome(
        Status.ATTENTION,
        names,
        "Several letters carry the same number of Gmail's in both mailboxes. Are they one mailbox?"
        if is_numbered
        else "New mail appears in both at the same moment. Are they one mailbox?",
        detail=in_step,
        remedy="Send the test letter to find out: `mailcheck letter`.",
        grade=Grade.STRONG,
        evidence=" ".join(row for row, holds in (("D7", is_numbered), ("D8", grown)) if holds),
        looked_at=looked,
    )


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
        remedy="Send the test letter, which needs no other mail: `mailcheck letter`. Or wait: each check looks again.",
        grade=Grade.INFO,
        evidence="D11",
        looked_at=looked,
    )
