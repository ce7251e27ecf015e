"""Letters of one account are not passed on to the other."""

from collections.abc import Iterator

from mailcheck.model import AccountEvidence, Evidence, Missing, Outcome, RulePolicy, Status
from mailcheck.rules import could_not_check, outcome, rule
from mailcheck.rules.clearing import clear, reviewed
from mailcheck.rules.comparing import likenesses
from mailcheck.rules.crossing import Crossing, crossing, has_passed
from mailcheck.rules.forwarding_answers import asked, found, unfound, without_partner
from mailcheck.rules.forwarding_notes import notes, with_notes
from mailcheck.rules.likeness import is_one_mailbox
from mailcheck.rules.third_addresses import third_addresses


@rule
def no_forwarding(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Letters of one account are not passed on to the other, by a rule, a provider or a programme.

    Why: a letter that is passed on leaves your practice without anybody deciding it, and whoever reads the other
        mailbox reads it too.
    Looks at: the rules on the mail server where it shows them, the marks that forwarding leaves on the newest letters
        in both inboxes, letters that are in both, and the test letter. No letter is opened.
    Cannot see: rules at Gmail, Outlook, iCloud, Yahoo and others that keep them to themselves; a programme that leaves
        no mark; a rule for a few letters only. There the test letter or your own look answers.
    Put right: switch the forwarding off where it was set up, and send a test letter to see that it is off.
    """
    yield from without_partner(evidence)
    for work, home in evidence.couples():
        *others, last = _pair(evidence, work, home)
        yield from others
        yield with_notes(last, tuple(notes(evidence, work, home)))
    for seen in evidence.professional():
        yield from third_addresses(evidence, seen)


def _pair(evidence: Evidence, work: AccountEvidence, home: AccountEvidence) -> Iterator[Outcome]:
    names = (work.account.name, home.account.name)
    together = evidence.pair(work.account, home.account).looked_together
    alike = likenesses(evidence, work, home)
    if is_one_mailbox(alike, looked_together=together) and not has_passed(evidence, *names):
        title = "Both accounts open one mailbox, so there is nothing to pass on."
        yield outcome(Status.NOT_APPLICABLE, names, title)
        return
    ways = (crossing(evidence, work, home), crossing(evidence, home, work))
    for way, is_outward in zip(ways, (True, False), strict=True):
        if way.is_found:
            yield found(way, names, is_breach=is_outward and home.account.joint)
    missing = next((seen.connection for seen in (work, home) if isinstance(seen.connection, Missing)), None)
    if missing is not None:
        yield could_not_check(names, missing)
        return
    open_ways = [way for way in ways if not way.is_found]
    unclear = [way for way in open_ways if way.signs and not _is_answered(evidence, way)]
    for way in unclear:
        yield asked(way, names)
    rest = [way for way in open_ways if way not in unclear]
    if rest:
        yield unfound(names, [clear(evidence, *_ends(evidence, way)) for way in rest], of=len(ways))


def _ends(evidence: Evidence, way: Crossing) -> tuple[AccountEvidence, AccountEvidence]:
    seen = {each.account.name: each for each in evidence.accounts}
    return seen[way.source], seen[way.target]


def _is_answered(evidence: Evidence, way: Crossing) -> bool:
    """Whether the member's own look came after everything that was seen; a rule on the server is no matter of looks."""
    looked = reviewed(evidence)
    return looked is not None and all(sign.last is not None and sign.last <= looked for sign in way.signs)
