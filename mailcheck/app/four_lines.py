"""An error in four lines: what happened, why in plain words, the one thing to do, and the server's own words."""

import re
from collections.abc import Iterable

from mailcheck.errors import AccountProblem, SecretError
from mailcheck.gather.refusals import Stage, refusals

HAPPENED = {
    Stage.CONNECT: "The mail server was not reached. No password was sent.",
    Stage.GREETING: "What answered is not the mail server that was expected. No password was sent.",
    Stage.CAPABILITY: "The mail server was reached. No password was sent.",
    Stage.SIGN_IN: "The mail server was reached, and refused the sign-in.",
    Stage.SESSION: "The sign-in worked, and then something was refused.",
    Stage.BROWSER: "The sign-in in the browser did not come about.",
    Stage.STORE: "The password could not be had.",
}
TRY = {
    "never": "When it is put right, try again.",
    "later": "Try again in a while; a check at night does so by itself.",
    "once": "Try again.",
    "wait": "Wait a little.",
}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z(0-9`'])")


def four_lines(problem: AccountProblem | SecretError, account: str = "") -> tuple[str, ...]:
    """Return what is said about a problem. The last line has the key by which documentation and a search know it."""
    text = problem.text if isinstance(problem, AccountProblem) else str(problem)
    sentences = _SENTENCE.split(text.replace("NAME", account or "NAME"))
    why, todo = sentences[0], " ".join(sentences[1:]) or TRY.get(problem.retry, TRY["never"])
    said = f"\N{LEFT DOUBLE QUOTATION MARK}{problem.said}\N{RIGHT DOUBLE QUOTATION MARK} " if problem.said else ""
    server = "Said" if said else "Known as"
    return (
        f"What happened: {HAPPENED[stage_of(problem.key)]}",
        f"Why: {why}",
        f"What to do: {todo}",
        f"{server}: {said}[{problem.key}]",
    )


def stage_of(key: str) -> Stage:
    """Return where one was when a problem of this kind arose."""
    stages: Iterable[str] = next((found.stages for found in refusals() if found.key == key), (Stage.SIGN_IN,))
    return Stage(next(iter(stages)))
