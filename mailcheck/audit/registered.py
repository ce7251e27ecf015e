"""How an answer about the registration for data protection stands: the number's form, and the day it runs out."""

from datetime import date, timedelta

from mailcheck.model import Declared, Status
from mailcheck.model.days import day_in_words
from mailcheck.parse.registration import looks_right

AHEAD = timedelta(days=30)
"""So long before a registration runs out, the member is reminded."""
REGISTRATION = "registration"
"""What a declaration asks for that this is about (`asks` in the policy)."""
_NO_NUMBER = "You said yes. Please add the registration number: `mailcheck declare --again`."
_ODD = (
    "Please look at the registration number again: it does not have the form of an ICO number, such as Z1234567 or "
    "ZA123456. You may have mistyped it."
)


def registered(answer: Declared, today: date) -> tuple[Status, str]:
    """Return how a "yes" stands, and what else is to be said. An odd number is a question, never "not met"."""
    if not answer.number:
        return Status.ATTENTION, _NO_NUMBER
    if not looks_right(answer.number):
        return Status.ATTENTION, _ODD
    if answer.runs_out is None:
        return Status.DECLARED, ""
    if answer.runs_out < today:
        return Status.ATTENTION, f"The registration ran out on {day_in_words(answer.runs_out)}. Have you renewed it?"
    left = answer.runs_out - today
    if left <= AHEAD:
        return (
            Status.DECLARED,
            f"The registration runs out on {day_in_words(answer.runs_out)}. Please renew it in time.",
        )
    return Status.DECLARED, ""
