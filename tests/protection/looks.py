"""What the tests of single formats share: a judgement of octets, and a look with room."""

import io
from typing import BinaryIO

from mailcheck.model import Protection, ProtectionState, Strength
from mailcheck.protection import Limits, Look, judge_protection
from mailcheck.protection.look import Clock

Verdict = tuple[ProtectionState, Strength]
PROTECTED, OPEN = ProtectionState.PROTECTED, ProtectionState.OPEN
PARTIAL, UNREADABLE = ProtectionState.PARTIAL, ProtectionState.UNREADABLE
STRONG, WEAK, NONE = Strength.STRONG, Strength.WEAK, Strength.NONE


def judged(data: bytes) -> Protection:
    """Judge octets as if they were a document."""
    return judge_protection(io.BytesIO(data))


def verdict(data: bytes) -> Verdict:
    """Return state and strength of a document."""
    answer = judged(data)
    return answer.state, answer.strength


def look(limits: Limits | None = None) -> Look:
    """Return a fresh look that judges what is inside."""

    def judge(file: BinaryIO, inner: Look) -> Protection:
        del inner
        return judge_protection(file)

    bounds = limits or Limits()
    return Look(bounds, judge, Clock(bounds.seconds))
