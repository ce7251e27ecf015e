"""Builders for what shows that letters go from one account to another."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from mailcheck.model import Declared, Said
from mailcheck.model.letter import Letter, LetterState
from mailcheck.model.traces import (
    SieveAction,
    SieveKind,
    SieveLook,
    SieveScript,
    SieveTrouble,
    Target,
    TraceEvidence,
    TraceKind,
    Whose,
)
from mailcheck.model.use import Received, TraceLook
from mailcheck.rules.no_forwarding import no_forwarding
from tests.factories import NOW, evidence, home, policy, seen

DAY = date(2026, 11, 20)


def marks(kind, source, *, count=3, senders=2, trusted=True, last=DAY, certain=True):
    """Marks of one kind that name an account."""
    target = Target(Whose.OTHER, source, is_certain=certain) if source else Target(Whose.UNKNOWN)
    return TraceEvidence(TraceKind(kind), "here", target, trusted, count, senders, last - timedelta(days=3), last)


def inbox(*traces, received=(), letters=40, **given):
    """What the newest letters in an inbox showed."""
    return TraceLook(letters, DAY - timedelta(days=100), traces, tuple(received), **given)


def rule_to(account, kind=SieveKind.REDIRECT, *, key="", conditional=False, active=True, stopped=False):
    """One thing that a rule on the server does."""
    target = Target(Whose.OTHER, account) if account else Target(Whose.UNKNOWN, key=key)
    return SieveAction(kind, target, conditional, active, stopped)


def scripts(*actions, troubles: tuple[SieveTrouble, ...] = ()):
    """The rules on a server: one active script."""
    return SieveLook((SieveScript(True, actions, troubles),), DAY)


def letter(to, other, state=LetterState.APART, *, made: datetime = NOW, declared=False):
    """A test letter that was looked for when it was made."""
    return Letter(f"MC{to}{other}{made:%d}", to, other, made, state, made, declared)


def received(*names, to=("practice",), dated=DAY, is_list=False):
    """Letters in an inbox, addressed to an account."""
    return tuple(Received(f"key-{name}", dated, to, is_list) for name in names)


def reviewed(made=DAY, until=date(2027, 5, 20)):
    """The member's word that the providers' pages show no forwarding."""
    return Declared("forwarding-settings-reviewed", "yes", "Anna", made, until)


def judged(work=None, private=None, *, joint=False, letters=(), declarations=(), **given):
    """Return what the rule says of a practice and a home account, given what was seen of each."""
    practice = seen(**(work or {}))
    personal = seen(home(joint=joint), **(private or {}))
    said = Said(letters=tuple(letters), declarations=tuple(declarations))
    return tuple(no_forwarding(replace(evidence(practice, personal), said=said, **given), policy("no-forwarding")))
