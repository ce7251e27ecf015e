"""What the mail programs that wrote an account's letters suggest (evidence J12, U8). Never more than a sentence."""

from mailcheck.model import AccountEvidence, Evidence
from mailcheck.model.use import SentUse

USUAL_ZONES = 2
"""Time zones on the letters of somebody who stays at home: winter's and summer's."""


def several_programs(seen: AccountEvidence) -> str:
    """Return a sentence if letters were written with several programs or in several time zones (J12); else nothing."""
    use = seen.sent_use
    if not isinstance(use, SentUse) or len(use.programs) < 2:
        return ""
    zones = f" and in {use.zones} time zones" if use.zones > USUAL_ZONES else ""
    return (
        f"Your letters were written with {len(use.programs)} e-mail programs or devices{zones}. "
        "If you know them all, that is fine."
    )


def one_program(evidence: Evidence) -> str:
    """Return the question about a program that seems to show several accounts (U8); nothing if none does.

    The same kind of program on two devices looks the same, so the member's answer decides, and this decides nothing.
    """
    for work, home in evidence.couples():
        uses = [seen.sent_use for seen in (work, home)]
        programs = [set(use.programs) for use in uses if isinstance(use, SentUse)]
        if len(programs) == len(uses) and set.intersection(*programs):
            return (
                f"Letters of {work.account.name} and {home.account.name} were written with the same kind of e-mail "
                "program. If one program shows both accounts: is it used by anybody else?"
            )
    return ""
