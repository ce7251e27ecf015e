"""A professional address that is one person's."""

from collections.abc import Iterator

from mailcheck.model import AccountEvidence, Evidence, Grade, Missing, Outcome, RulePolicy, Status
from mailcheck.model.use import SentUse
from mailcheck.model.words import Salutations
from mailcheck.rules import could_not_check, outcome, rule
from mailcheck.rules.signs import Sign, name_signs
from mailcheck.rules.who_else import Answered, answered, said_on

ASK = "Say who else reads this address, if anybody does: `mailcheck answer` asks once."
OWN_ADDRESS = (
    "Open an address of your own for your practice, tell your clients about it, and keep the joint one for home."
)


@rule
def not_joint_address(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """The professional address is nobody's but the member's.

    Why: a client who writes to your address expects that you alone read it. A joint address at home is fine.
    Looks at: the address itself, and the names beside it in the letters that you sent. If you switched on
        `read_words`, also whom letters greet and who signs them. Names are compared with a list of common given
        names, and with your partner's if you gave it; nothing of them is kept.
    Cannot see: who really reads it. So a name is never more than a question, and your answer decides.
    Put right: open an address of your own for your practice.
    """
    for seen in evidence.professional():
        signs = name_signs(seen, evidence.said.partners)
        if signs:
            yield _about(signs, seen, evidence)
        if not isinstance(seen.sent_use, SentUse):
            missing = seen.sent_use or Missing("The names on your sent letters were not looked at.")
            yield could_not_check(seen.account.name, missing, evidence="J5 J10")
        elif isinstance(seen.salutations, Missing):
            yield could_not_check(seen.account.name, seen.salutations, evidence="J9")
        elif not signs:
            yield _own(seen, seen.sent_use)


def _about(signs: tuple[Sign, ...], seen: AccountEvidence, evidence: Evidence) -> Outcome:
    """Return the one question about everything that was seen, or what its answer comes to."""
    reply = answered(seen.account, signs, evidence.said)
    status, remedy = {
        Answered.NOT_YET: (Status.ATTENTION, ASK),
        Answered.FAMILY: (Status.NOT_MET, OWN_ADDRESS),
    }.get(reply, (Status.DECLARED, ""))
    told = "It may well be yours alone. Does anybody else read it?"
    return outcome(
        status,
        seen.account.name,
        " ".join(sign.words for sign in signs),
        detail=told if reply is Answered.NOT_YET else said_on(evidence.said.who_else_reads(seen.account.name)),
        remedy=remedy,
        grade=Grade.STRONG if any(sign.grade is Grade.STRONG for sign in signs) else Grade.WEAK,
        evidence=" ".join(dict.fromkeys(sign.row for sign in signs)),
        looked_at="the address, and the names on your sent letters",
        key=" ".join(sorted(sign.key for sign in signs)),
    )


def _own(seen: AccountEvidence, use: SentUse) -> Outcome:
    letters = f"the names on {use.own} of your sent letters" if use.own else "no sent letter, as there is none yet"
    read = seen.salutations
    if isinstance(read, Salutations):
        letters += f", and how {read.received} received and {read.sent} sent letters begin and end"
    return outcome(
        Status.MET,
        seen.account.name,
        "Nothing about this address suggests that somebody else reads it.",
        detail=f"Looked at: the address itself, and {letters}.",
        grade=Grade.WEAK,
        evidence="J5 J6 J7 J8 J10" + (" J9" if read else ""),
        looked_at=f"the address, and {letters}",
    )
