"""The answers about forwarding: what was found, what is asked, and what nothing was found of."""

from collections.abc import Iterator

from mailcheck.model import Evidence, Grade, Outcome, Status
from mailcheck.model.comparison import Sign
from mailcheck.model.letter import LetterState
from mailcheck.rules import DECLARED_HOME, outcome
from mailcheck.rules import forwarding_words as words
from mailcheck.rules.clearing import Cleared
from mailcheck.rules.crossing import Crossing, letter_for

BOTH = 2
LOOKED = "the rules on the mail servers and the newest letters in both inboxes"


def found(way: Crossing, names: tuple[str, ...], *, is_breach: bool) -> Outcome:
    """Return what is decided: letters go this way."""
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
        looked_at=LOOKED,
        key=f"{way.source} to {way.target}",
    )


def asked(way: Crossing, names: tuple[str, str]) -> Outcome:
    """Return a question: something suggests that letters go this way, and does not decide it."""
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


def unfound(names: tuple[str, str], cleared: list[Cleared], *, of: int) -> Outcome:
    """Return one answer for the ways in which nothing was found: the least certain of them decides."""
    least = max(cleared, key=lambda each: each.rank)
    title = "Nothing passes letters on" + ("." if len(cleared) == of else " in the other direction.")
    return outcome(
        least.status,
        names,
        title if least.status in {Status.MET, Status.DECLARED} else least.title,
        detail=_alike(cleared) or " ".join(dict.fromkeys(each.detail for each in cleared if each.detail)),
        remedy=least.remedy,
        grade=least.grade,
        evidence=" ".join(dict.fromkeys(row for each in cleared for row in each.evidence.split())),
        looked_at=LOOKED,
        key="nothing found",
    )


def _alike(cleared: list[Cleared]) -> str:
    """Return one sentence for both ways where both servers showed their rules, or neither did; else nothing."""
    if len(cleared) < BOTH:
        return ""
    if all(each.is_hidden for each in cleared):
        under_way = dict.fromkeys(each.under_way for each in cleared if each.under_way)
        return " ".join(("Neither mail server shows mailcheck its rules.", *under_way))
    if not all(each.letters and each.status is Status.MET for each in cleared):
        return ""
    counts = " and ".join(str(each.letters) for each in cleared)
    return (
        "Both mail servers show their rules, and none of these sends letters to the other account. "
        f"Nor do the newest letters in the two inboxes ({counts}) show any sign of it."
    )


def without_partner(evidence: Evidence) -> Iterator[Outcome]:
    """Answer by the test letter alone where no personal account is connected: the member looks there."""
    if any(True for _ in evidence.personal()):
        return
    for work in evidence.professional():
        name = work.account.name
        letters = [each for each in (letter_for(evidence, name, ""), letter_for(evidence, "", name)) if each]
        if any(each.state is LetterState.BOTH for each in letters):
            way = Crossing(name, "your other mailbox", (Sign("D13", Grade.PROOF, 1),))
            yield found(way, (name,), is_breach=False)
        elif len(letters) == 2:
            title = "Test letters, one each way, arrived only where they were sent, as you saw yourself."
            yield outcome(Status.DECLARED, name, title, evidence="D13")
        elif evidence.is_home_declared and not evidence.left_out:
            yield outcome(Status.NOT_APPLICABLE, name, DECLARED_HOME)
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
