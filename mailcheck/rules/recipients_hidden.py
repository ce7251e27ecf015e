"""People who get one letter do not see each other's addresses."""

from collections.abc import Iterator

from mailcheck.model import AccountEvidence, Evidence, Grade, Item, Missing, Outcome, RulePolicy, Status
from mailcheck.model.use import SentUse
from mailcheck.rules import could_not_check, outcome, rule


@rule
def recipients_hidden(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """A letter to several people does not show them each other's addresses.

    Why: an address in a list of others tells that its owner is one of your clients.
    Looks at: how many people outside your practice stand in the lines 'To' and 'Cc' of each sent letter.
    Cannot see: whether these people know each other anyway, as two parents or a team do.
    Put right: write to several clients one by one, or put all of them in 'Bcc'.
    """
    for seen in evidence.professional():
        match seen.sent_use:
            case Missing() as missing:
                yield could_not_check(seen.account.name, missing, evidence="U10")
            case None:
                yield could_not_check(seen.account.name, Missing("Who gets a letter was not looked at."))
            case SentUse() as use:
                yield _judge(seen, use)


def _judge(seen: AccountEvidence, use: SentUse) -> Outcome:
    name, count = seen.account.name, len(use.showing)
    looked = f"the lines 'To' and 'Cc' of {use.letters} sent letters"
    if not count:
        title = "No letter shows several people each other's addresses."
        return outcome(Status.MET, name, title, grade=Grade.WEAK, evidence="U10", looked_at=looked)
    letters = "One letter shows" if count == 1 else f"{count} letters show"
    return outcome(
        Status.ATTENTION,
        name,
        f"{letters} several people each other's addresses.",
        detail="If they know each other, nothing is wrong.",
        remedy="Next time, put clients in 'Bcc', or write to each of them alone.",
        grade=Grade.WEAK,
        evidence="U10",
        looked_at=looked,
        items=tuple(Item(each.folder, each.uidvalidity, each.uid, each.stored) for each in use.showing),
    )
