"""How each inbox stood at an earlier run: what tells whether two of them grow in step (evidence D8).

All are from one run, and stay until an account comes to it or a server numbers its letters anew: a question that was
asked once does not vanish because no letter came since.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from mailcheck.model import Evidence
from mailcheck.model.baseline import Baseline

if TYPE_CHECKING:
    from mailcheck.state import State

NOTE = "inboxes"


def with_baselines(evidence: Evidence, state: "State") -> Evidence:
    """Return the evidence with how each inbox stood before; nothing where no run looked, or it cannot be read."""
    before = _read(state.note(NOTE))
    accounts = tuple(replace(seen, before=before.get(seen.account.name)) for seen in evidence.accounts)
    return replace(evidence, accounts=accounts)


def keep_baselines(evidence: Evidence, state: "State") -> None:
    """Leave to later runs how each inbox stands now, unless what an earlier one left still serves."""
    before, now = _read(state.note(NOTE)), dict(_standing(evidence))
    serves = all(name in before and before[name].uidvalidity == each.uidvalidity for name, each in now.items())
    if now and not serves:
        state.keep_note(NOTE, json.dumps({name: (each.uidvalidity, each.uidnext) for name, each in now.items()}))


def _standing(evidence: Evidence) -> Iterator[tuple[str, Baseline]]:
    for seen in evidence.accounts:
        for marks in seen.marks:
            if marks.folder == "INBOX":
                yield seen.account.name, Baseline(marks.uidvalidity, marks.uidnext)


def _read(text: str | None) -> Mapping[str, Baseline]:
    try:
        told = json.loads(text) if text else {}
        return {str(name): Baseline(int(validity), int(following)) for name, (validity, following) in told.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
