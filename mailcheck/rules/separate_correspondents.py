"""Different people write to the two accounts."""

from collections.abc import Iterator

from mailcheck.model import AccountEvidence, Evidence, Grade, Missing, Outcome, RulePolicy, Status
from mailcheck.model.use import Contacts
from mailcheck.rules import could_not_check, no_partner, outcome, rule
from mailcheck.rules.acquaintance import left_alone
from mailcheck.rules.comparing import overlap

MANY = 5


@rule
def separate_correspondents(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Clients know the professional address, friends and family the personal one.

    Why: somebody who has both addresses will sooner or later write to the wrong one.
    Looks at: who wrote to and got letters from both accounts, compared in a scrambled form, which is forgotten
        when the check ends. Only where you switched it on.
    Cannot see: whether somebody known to both is a client; a colleague may well be a friend.
    Put right: tell those people which address to use, and take the other out of your address book.
    """
    yield from no_partner(evidence, "There was no second account whose people could be compared.")
    for work, home in evidence.couples():
        if home.account.joint:
            yield left_alone(work, home)
        else:
            yield _judge(evidence, work, home)


def _judge(evidence: Evidence, work: AccountEvidence, home: AccountEvidence) -> Outcome:
    names = (work.account.name, home.account.name)
    for seen in (work, home):
        if not isinstance(seen.contacts, Contacts):
            missing = seen.contacts or Missing("Correspondents were not looked at.")
            return could_not_check(names, missing, evidence="U4")
    people = overlap(evidence, work, home)
    if people is None:
        return could_not_check(names, Missing("Correspondents were not compared."), evidence="U4")
    count = people.known_to_both
    looked = "{} and {} correspondents, in a scrambled form".format(*people.correspondents)
    if count < MANY:
        some = f" ({count} do)" if count else ""
        title = f"Hardly anybody writes to both of your addresses{some}."
        return outcome(Status.MET, names, title, grade=Grade.WEAK, evidence="U4", looked_at=looked)
    return outcome(
        Status.ATTENTION,
        names,
        f"{count} people write to both of your addresses. Are clients among them?",
        detail="Colleagues who are friends are no matter.",
        remedy="Tell clients which address to use, and take them out of your personal address book.",
        grade=Grade.STRONG,
        evidence="U4",
        looked_at=looked,
    )
