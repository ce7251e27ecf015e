"""The words that every output for people shares."""

from mailcheck.model import Grade, Status
from mailcheck.parse.harmless import harmless as harmless  # noqa: PLC0414 - every output for people takes it from here

STATUS = {
    Status.NOT_MET: "NOT MET",
    Status.COULD_NOT_CHECK: "COULD NOT CHECK",
    Status.ATTENTION: "ATTENTION",
    Status.DECLARED: "DECLARED",
    Status.MET: "MET",
    Status.NOT_APPLICABLE: "DOES NOT APPLY",
}
"""What a state is called; never told by colour alone."""
TO_ANSWER = "TO ANSWER"
"""What attention is called where nothing but the member's own answer is missing: nothing was found."""

CERTAINTY = {
    Grade.PROOF: "certain",
    Grade.STRONG: "likely",
    Grade.WEAK: "a hint only",
    Grade.INFO: "for information",
}


def label(status: Status, *, is_waiting: bool = False) -> str:
    """Return what a state is called for people; `is_waiting`: only an answer is missing. JSON keeps the state's own."""
    return TO_ANSWER if is_waiting and status is Status.ATTENTION else STATUS[status]


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 letter`, `2 letters`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
