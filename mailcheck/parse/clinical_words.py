"""Whether a file's name sounds like clinical work (evidence U5). A hint for a question, never more."""

import re

CLINICAL = (
    "assessment",
    "care plan",
    "case formulation",
    "case note",
    "case notes",
    "client letter",
    "client notes",
    "clinical",
    "consent form",
    "counselling",
    "discharge",
    "formulation",
    "intake",
    "patient",
    "phq-9",
    "gad-7",
    "process notes",
    "psychological report",
    "psychotherapy",
    "referral",
    "risk assessment",
    "safeguarding",
    "session notes",
    "supervision notes",
    "therapy notes",
    "treatment plan",
)
_APART = re.compile(r"[\s_.+-]+")
LONGEST_NAME = 300


def sounds_clinical(name: str) -> bool:
    """Whether a file's name holds one of the words, however its parts are joined."""
    words = f" {_APART.sub(' ', name[:LONGEST_NAME].lower())} "
    return any(f" {_APART.sub(' ', word)} " in words for word in CLINICAL)
