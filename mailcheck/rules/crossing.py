"""Whether mail of one account goes to another: the evidence of groups D13 and F, weighed. Pure; no words for people.

A header can be forged, so a mark decides only if the account's own provider wrote it. What anybody may have written is
a question at most, however much of it there is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from mailcheck.dataclass import dataclass
from mailcheck.model import AccountEvidence, Evidence, Grade
from mailcheck.model.comparison import Sign
from mailcheck.model.letter import Letter, LetterState
from mailcheck.model.traces import SieveAction, SieveKind, SieveLook, TraceEvidence, TraceKind, Whose
from mailcheck.model.use import TraceLook
from mailcheck.rules.comparing import ENOUGH_LETTERS, ENOUGH_SENDERS, signs_of_letters

STALE = timedelta(days=60)
"""Marks that were last seen so long ago speak of the past: a question, whether it is over."""

_BY_PROVIDER = frozenset(
    {
        TraceKind.GMAIL_FORWARDED,
        TraceKind.EXCHANGE_FORWARDED,
        TraceKind.PROVIDER_FORWARDED,
        TraceKind.GMAIL_COLLECTED,
    }
)


@dataclass(frozen=True, slots=True)
class Crossing:
    """What speaks for mail going from `source` to `target`, both account names."""

    source: str
    target: str
    signs: tuple[Sign, ...] = ()

    @property
    def is_proven(self) -> bool:
        """Whether one piece decides alone."""
        return any(sign.grade is Grade.PROOF for sign in self.signs)

    @property
    def is_found(self) -> bool:
        """Whether it is decided: by proof, or by two strong pieces of which a stranger cannot have made both."""
        strong = [sign for sign in self.signs if sign.grade is Grade.STRONG]
        is_backed = len({sign.row for sign in strong}) >= 2 and not all(sign.can_be_forged for sign in strong)
        return self.is_proven or is_backed


def crossing(evidence: Evidence, source: AccountEvidence, target: AccountEvidence) -> Crossing:
    """Weigh what speaks for mail going from one account to another."""
    rules = tuple(_rules(source, target))
    seen = (*_marks(source, target, has_rule=bool(rules)), *signs_of_letters(evidence, source, target))
    letter = letter_for(evidence, source.account.name, target.account.name)
    signs = (*_letters(letter), *rules, *_still_true(seen, letter, evidence.now.date()))
    return Crossing(source.account.name, target.account.name, signs)


def _still_true(signs: Iterable[Sign], letter: Letter | None, today: date) -> Iterator[Sign]:
    """Yield what was seen on letters, less what a test letter has shown to be over since; old marks only ask."""
    passed = letter.made.date() if letter and letter.state is LetterState.APART and not letter.declared else None
    for sign in signs:
        if passed is not None and sign.last is not None and sign.last <= passed:
            continue
        is_stale = sign.last is not None and today - sign.last > STALE
        yield replace(sign, grade=Grade.WEAK) if is_stale else sign


def letter_for(evidence: Evidence, source: str, target: str) -> Letter | None:
    """Return the latest test letter to `source` of which the result still speaks."""
    letters = [
        each for each in evidence.said.letters if (each.to, each.other) == (source, target) and each.holds(evidence.now)
    ]
    return max(letters, key=lambda each: each.made, default=None)


def has_passed(evidence: Evidence, first: str, second: str) -> bool:
    """Whether test letters both ways arrived only where they were sent, and mailcheck itself looked (D10 by D13)."""
    letters = (letter_for(evidence, first, second), letter_for(evidence, second, first))
    return all(each is not None and each.state is LetterState.APART and not each.declared for each in letters)


def _letters(letter: Letter | None) -> Iterator[Sign]:
    if letter is not None and letter.state is LetterState.BOTH:
        yield Sign("D13", Grade.PROOF, 1, letter.day)


def actions_to(source: AccountEvidence, account: str) -> Iterator[SieveAction]:
    """Yield what active rules on the source's server do with mail that concerns another account."""
    if isinstance(source.scripts, SieveLook):
        for script in source.scripts.scripts:
            for action in script.actions:
                if action.active and action.target.whose is Whose.OTHER and action.target.account == account:
                    yield action


def _rules(source: AccountEvidence, target: AccountEvidence) -> Iterator[Sign]:
    redirects = [each for each in actions_to(source, target.account.name) if each.kind is SieveKind.REDIRECT]
    if not redirects:
        return
    sends_all = any(not each.conditional and not each.may_be_stopped and each.target.is_certain for each in redirects)
    yield Sign("F1", Grade.PROOF) if sends_all else Sign("F2", Grade.STRONG)


def _marks(source: AccountEvidence, target: AccountEvidence, *, has_rule: bool) -> Iterator[Sign]:
    if not isinstance(target.traces, TraceLook):
        return
    for trace in target.traces.traces:
        is_source = trace.target.account == source.account.name
        if is_source or trace.kind is TraceKind.PROGRAM_SYNCHRONISED:
            yield Sign(
                trace.kind.value,
                _grade(trace, has_rule=has_rule),
                trace.count,
                trace.last,
                can_be_forged=not trace.is_trusted,
            )


def _grade(trace: TraceEvidence, *, has_rule: bool) -> Grade:
    if not trace.is_trusted:
        return Grade.WEAK
    is_often = trace.count >= ENOUGH_LETTERS and trace.senders >= ENOUGH_SENDERS
    is_certain = trace.target.is_certain and trace.kind in _BY_PROVIDER
    return Grade.PROOF if is_certain and (is_often or has_rule) else Grade.STRONG
