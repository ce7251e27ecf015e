"""What shows that no letters go from one account to another, where nothing was found. Silence alone never does."""

from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.model import AccountEvidence, Evidence, Grade, Missing, Status
from mailcheck.model.days import day_in_words
from mailcheck.model.letter import LetterState
from mailcheck.model.traces import SieveLook
from mailcheck.model.use import TraceLook
from mailcheck.parse.hiding import hides_settings
from mailcheck.rules.crossing import letter_for
from mailcheck.rules.forwarding_words import SEND_LETTER
from mailcheck.rules.own_look import THEN_SAY, at_forwarding

DECLARATION = "forwarding-settings-reviewed"
"""The member looked at the forwarding settings on the provider's own page."""
_BROKEN = frozenset({"sieve-lost", "internal"})
"""Looks that should have worked."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """How certain it is that nothing goes one way."""

    rank: int
    """0: measured; 1: declared; 2: open; 3: could not look."""
    status: Status
    title: str = ""
    detail: str = ""
    remedy: str = ""
    grade: Grade = Grade.INFO
    evidence: str = ""
    letters: int = 0
    """Letters in the other inbox that were looked at, if the rules on the server answered."""
    is_hidden: bool = False
    """True: the server keeps its rules to itself, as many do."""
    under_way: str = ""
    """How far a test letter has come."""


def reviewed(evidence: Evidence) -> date | None:
    """Return the day on which the member last said that the providers' pages show no forwarding, if it still holds."""
    days = [
        each.made
        for each in evidence.said.declarations
        if each.id == DECLARATION and each.answer == "yes" and evidence.now.date() <= each.expires
    ]
    return max(days, default=None)


def clear(evidence: Evidence, source: AccountEvidence, target: AccountEvidence) -> Cleared:
    """Return what shows that nothing goes from one account to another."""
    if isinstance(target.traces, Missing):
        return Cleared(3, Status.COULD_NOT_CHECK, target.traces.reason)
    letter = letter_for(evidence, source.account.name, target.account.name)
    if letter is not None and letter.state is LetterState.APART:
        return _by_letter(source.account.name, letter.day, declared=letter.declared)
    is_looked_at = isinstance(target.traces, TraceLook) or target.account.joint
    if is_looked_at and isinstance(source.scripts, SieveLook) and _is_understood(source.scripts):
        return _by_rules(source, target)
    if (day := reviewed(evidence)) is not None:
        detail = f"You looked at your providers' own pages on {day_in_words(day)}."
        return Cleared(1, Status.DECLARED, detail=detail)
    return _unclear(source, _under_way(evidence, source.account.name, target.account.name))


def _under_way(evidence: Evidence, source: str, target: str) -> str:
    """Say how far the test letter has come that is still looked for; empty if there is none."""
    letters = [
        each
        for each in evidence.said.letters
        if (each.to, each.other) == (source, target) and each.is_sought(evidence.now)
    ]
    match [each.state for each in sorted(letters, key=lambda each: each.made)]:
        case [*_, LetterState.ARRIVED]:
            return f"The test letter to {source} has arrived; whether it also reaches {target} is looked at again."
        case [*_, LetterState.LOST]:
            return f"The test letter to {source} has not arrived after a day. Look whether it was sent."
        case [*_, LetterState.WAITING]:
            return f"The test letter to {source} is waited for."
    return ""


def _by_letter(source: str, day: date, *, declared: bool) -> Cleared:
    who = ", as you saw yourself" if declared else ""
    detail = (
        f"The test letter of {day_in_words(day)} to {source} arrived only where it was sent{who}. "
        "A rule for a few letters would not show."
    )
    status = Status.DECLARED if declared else Status.MET
    return Cleared(int(declared), status, detail=detail, grade=Grade.PROOF, evidence="D13")


def _by_rules(source: AccountEvidence, target: AccountEvidence) -> Cleared:
    first, second = source.account.name, target.account.name
    detail = f"The mail server of {first} shows its rules, and none of them sends letters to {second}."
    seen = target.traces.letters if isinstance(target.traces, TraceLook) else 0
    if seen:
        letters = "letter" if seen == 1 else f"{seen} letters"
        sign = "shows" if seen == 1 else "show"
        detail += f" The newest {letters} in {second} {sign} no sign of it either."
    return Cleared(0, Status.MET, detail=detail, grade=Grade.STRONG, evidence="F1 F2", letters=seen)


def _is_understood(look: SieveLook) -> bool:
    return all(not script.troubles for script in look.scripts if script.active)


def _unclear(source: AccountEvidence, under_way: str) -> Cleared:
    name = source.account.name
    if isinstance(source.scripts, Missing) and source.scripts.key in _BROKEN:
        return Cleared(3, Status.COULD_NOT_CHECK, source.scripts.reason, remedy=SEND_LETTER)
    not_offered = isinstance(source.scripts, Missing) and source.scripts.key == "sieve-not-offered"
    is_hidden = not isinstance(source.scripts, SieveLook) and (hides_settings(source.account) or not_offered)
    if isinstance(source.scripts, SieveLook):
        why = f"A rule on the mail server of {name} could not be understood as a whole."
    elif is_hidden:
        why = f"The mail server of {name} does not show mailcheck its rules."
    elif isinstance(source.scripts, Missing):
        why = f"{name}: {source.scripts.reason}"
    else:
        why = f"The mail rules of {name} were not looked at."
    title = "No sign of forwarding was found, but that alone does not show that there is none."
    steps = at_forwarding(source.account)
    remedy = f"{SEND_LETTER} Or look for yourself. {steps} {THEN_SAY}" if steps else SEND_LETTER
    detail = f"{why} {under_way}".rstrip()
    return Cleared(
        2, Status.ATTENTION, title, detail, remedy, Grade.INFO, "D13", is_hidden=is_hidden, under_way=under_way
    )
