"""Letters of one account are not passed on to the other."""

from collections.abc import Iterator

from mailcheck.model import AccountEvidence, Evidence, Grade, Missing, Outcome, RulePolicy, Status
from mailcheck.model.letter import LetterState
from mailcheck.rules import could_not_check, outcome, rule
from mailcheck.rules import forwarding_words as words
from mailcheck.rules.clearing import Cleared, clear, reviewed
from mailcheck.rules.crossing import Crossing, Sign, crossing, letter_for
from mailcheck.rules.forwarding_notes import notes, with_notes
from mailcheck.rules.likeness import compare_accounts, is_one_mailbox
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
    yield from _without_partner(evidence)
    for work, home in evidence.couples():
        *others, last = _pair(evidence, work, home)
        yield from others
        yield with_notes(last, tuple(notes(evidence, work, home)))
    for seen in evidence.professional():
        yield from third_addresses(evidence, seen)


def _without_partner(evidence: Evidence) -> Iterator[Outcome]:
    """Judge by the test letter alone where no personal account is connected: the member looks there."""
    if any(True for _ in evidence.personal()):
        return
    for work in evidence.professional():
        name = work.account.name
        letters = [each for each in (letter_for(evidence, name, ""), letter_for(evidence, "", name)) if each]
        if any(each.state is LetterState.BOTH for each in letters):
            way = Crossing(name, "your other mailbox", (Sign("D13", Grade.PROOF, 1),))
            yield _found(way, (name,), is_breach=False)
        elif len(letters) == 2:
            title = "Test letters, one each way, arrived only where they were sent, as you saw yourself."
            yield outcome(Status.DECLARED, name, title, evidence="D13")
        else:
            why = "There was no second mailbox to look at. A test letter works without one: you look there yourself."
            yield outcome(
                Status.ATTENTION,
                name,
                "No personal account is set up here.",
                detail=why,
                remedy=words.SEND_LETTER,
                evidence="D13",
            )


def _pair(evidence: Evidence, work: AccountEvidence, home: AccountEvidence) -> Iterator[Outcome]:
    names = (work.account.name, home.account.name)
    missing = next((seen.connection for seen in (work, home) if isinstance(seen.connection, Missing)), None)
    if missing is not None:
        yield could_not_check(names, missing)
        return
    together = evidence.pair(work.account, home.account).looked_together
    if is_one_mailbox(compare_accounts(work, home, since=evidence.separated_since), looked_together=together):
        title = "Both accounts open one mailbox, so there is nothing to pass on."
        yield outcome(Status.NOT_APPLICABLE, names, title)
        return
    ways = (crossing(evidence, work, home), crossing(evidence, home, work))
    for way, is_outward in zip(ways, (True, False), strict=True):
        if way.is_found:
            yield _found(way, names, is_breach=is_outward and home.account.joint)
    open_ways = [way for way in ways if not way.is_found]
    asked = [way for way in open_ways if way.signs and not _is_answered(evidence, way)]
    for way in asked:
        yield _asked(way, names)
    rest = [way for way in open_ways if way not in asked]
    if rest:
        yield _unfound(names, [clear(evidence, *_ends(evidence, way)) for way in rest], of=len(ways))


def _ends(evidence: Evidence, way: Crossing) -> tuple[AccountEvidence, AccountEvidence]:
    seen = {each.account.name: each for each in evidence.accounts}
    return seen[way.source], seen[way.target]


def _found(way: Crossing, names: tuple[str, ...], *, is_breach: bool) -> Outcome:
    sign = words.best(way)
    into_joint = f"{way.target} is used by others too, so they can read these letters." if is_breach else ""
    return outcome(
        Status.NOT_MET if is_breach else Status.ATTENTION,
        names,
        words.title(way, sign),
        detail=" ".join(filter(None, (words.seen_on(sign), words.besides(way, sign), into_joint))),
        remedy=words.remedy(way, sign),
        grade=Grade.PROOF if way.is_proven else Grade.STRONG,
        evidence=words.rows(way),
        looked_at="the rules on the mail servers and the newest letters in both inboxes",
        key=f"{way.source} to {way.target}",
    )


def _asked(way: Crossing, names: tuple[str, str]) -> Outcome:
    sign = words.best(way)
    forged = "A stranger could have written such a mark into a letter, so it is only a hint." if _is_weak(way) else ""
    return outcome(
        Status.ATTENTION,
        names,
        f"It looks as if letters of {way.source} reach {way.target}. Do they?",
        detail=" ".join(filter(None, (words.title(way, sign), words.seen_on(sign), words.besides(way, sign), forged))),
        remedy=words.SEND_LETTER,
        grade=sign.grade,
        evidence=words.rows(way),
        looked_at="the newest letters in both inboxes",
        key=f"{way.source} to {way.target}",
    )


def _is_weak(way: Crossing) -> bool:
    return all(sign.can_be_forged for sign in way.signs)


def _is_answered(evidence: Evidence, way: Crossing) -> bool:
    """Whether the member's own look came after everything that was seen; a rule on the server is no matter of looks."""
    looked = reviewed(evidence)
    return looked is not None and all(sign.last is not None and sign.last <= looked for sign in way.signs)


def _unfound(names: tuple[str, str], cleared: list[Cleared], *, of: int) -> Outcome:
    """Return one answer for the ways in which nothing was found: the least certain of them decides."""
    least = max(cleared, key=lambda each: each.rank)
    title = "Nothing passes letters on" + ("." if len(cleared) == of else " in the other direction.")
    return outcome(
        least.status,
        names,
        title if least.status in {Status.MET, Status.DECLARED} else least.title,
        detail=" ".join(dict.fromkeys(each.detail for each in cleared if each.detail)),
        remedy=least.remedy,
        grade=least.grade,
        evidence=" ".join(dict.fromkeys(row for each in cleared for row in each.evidence.split())),
        looked_at="the rules on the mail servers and the newest letters in both inboxes",
        key="nothing found",
    )
