"""Each account sends under its own address, and answers come back to it."""

from collections.abc import Iterator

from mailcheck.model import AccountEvidence, Evidence, Grade, Missing, Outcome, RulePolicy, Status
from mailcheck.model.traces import SieveKind
from mailcheck.model.use import SentUse
from mailcheck.rules import could_not_check, outcome, rule
from mailcheck.rules.crossing import actions_to
from mailcheck.rules.identity import Slip, slips
from mailcheck.rules.letters import place_of

LOOK = (
    "On each computer, phone and tablet, look which account is chosen when you write a new letter, "
    "and which sender address belongs to it."
)
CLOSE = f"{LOOK} Then write down what you did: `mailcheck settle`."
LOOKED = "the sender lines of the newest sent letters"


@rule
def own_identity(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Professional letters leave from the professional account, personal ones from the personal account.

    Why: a letter under the wrong address shows a client your home address, or leaves a professional letter in the
        mailbox at home.
    Looks at: the sender, the address for answers and the automatic replies of both accounts. No letter is opened.
    Cannot see: a letter of which no copy was kept in the Sent folder.
    Put right: choose the right account before writing, and make the professional one the default where you work.
    """
    for seen in evidence.accounts:
        yield from _missing(seen)
    found = False
    for work, home in evidence.couples():
        for sender, other in ((work, home), (home, work)):
            for answer in _between(evidence, sender, other):
                found = True
                yield answer
    if not any(True for _ in evidence.couples()):
        yield from (_alone(seen) for seen in evidence.professional() if isinstance(seen.sent_use, SentUse))
    elif not found:
        yield from (_in_order(seen) for seen in evidence.professional() if isinstance(seen.sent_use, SentUse))


def _missing(seen: AccountEvidence) -> Iterator[Outcome]:
    missing = seen.connection if isinstance(seen.connection, Missing) else seen.sent_use
    if missing is None:
        missing = Missing("The sender lines of sent letters were not looked at.")
    if isinstance(missing, Missing):
        yield could_not_check(seen.account.name, missing, evidence="U1")


def _between(evidence: Evidence, sender: AccountEvidence, other: AccountEvidence) -> Iterator[Outcome]:
    for slip in slips(sender, other, evidence):
        yield _told(slip)
    if any(action.kind is SieveKind.REVEAL for action in actions_to(sender, other.account.name)):
        name = sender.account.name
        yield outcome(
            Status.ATTENTION,
            (name, other.account.name),
            f"The automatic reply of {name} reveals your other address, the one of {other.account.name}.",
            remedy="Sign in to your mail provider's website, open the automatic reply, and take that address out.",
            grade=Grade.STRONG,
            evidence="F4",
            looked_at="the rules on the mail server",
            key=f"F4 {name}",
        )


def _told(slip: Slip) -> Outcome:
    return outcome(
        slip.status,
        (slip.sender, slip.other),
        slip.title,
        detail=slip.detail,
        remedy=slip.remedy or (CLOSE if slip.message else LOOK),
        grade=slip.grade,
        evidence=slip.row,
        looked_at=LOOKED,
        items=[place_of(slip.message)] if slip.message else (),
        key=f"{slip.row} {slip.message.key if slip.message else slip.sender}",
        together=slip.together,
        is_incident=slip.message is not None,
    )


def _alone(seen: AccountEvidence) -> Outcome:
    """Return that nothing was compared: where no other address is known, no letter can be seen to carry it."""
    title = "No other address of yours is known here, so sender addresses were not compared."
    return outcome(Status.NOT_APPLICABLE, seen.account.name, title, evidence="U1")


def _in_order(seen: AccountEvidence) -> Outcome:
    assert isinstance(seen.sent_use, SentUse)  # noqa: S101 - told to mypy; the caller looked
    name, use = seen.account.name, seen.sent_use
    if not use.letters:
        return outcome(Status.NOT_APPLICABLE, name, "Nothing has been sent from this account yet.", evidence="U1")
    newest = (
        "Your one sent letter did not go"
        if use.letters == 1
        else f"None of your newest {use.letters} sent letters went"
    )
    title = f"{newest} out under your other address."
    return outcome(Status.MET, name, title, grade=Grade.PROOF, evidence="U1 U2", looked_at=LOOKED)
