"""The set-up's questions and pure steps, shared by the terminal and the page.

A door holds a `Progress` and shows `screen(facts, progress)`. What its person answers goes to `Walk.take`, which
returns the next progress or raises `Unusable` with a sentence; `skip` and `back` go on and back without an answer.
A screen of the kind TASK wants no answer: `Walk.take(progress)` does it and returns what came of it. A secret is
handed to `Walk.take` and is never part of a `Progress`. At the step `done` there is no more to do.
"""

from mailcheck.app.steps.plan import (
    STAGES,
    Door,
    Draft,
    Facts,
    Kind,
    Option,
    Progress,
    Question,
    Screen,
    Unusable,
    Way,
)
from mailcheck.app.steps.walk import answer, back, screen, skip

__all__ = [
    "STAGES",
    "Door",
    "Draft",
    "Facts",
    "Kind",
    "Option",
    "Progress",
    "Question",
    "Screen",
    "Unusable",
    "Way",
    "answer",
    "back",
    "screen",
    "skip",
]
