"""What is to be said of one letter whose document's password did not travel apart (for `password-apart`)."""

from mailcheck.model import Grade, Handover, MessageRef, Outcome, Status
from mailcheck.model.days import day_in_words
from mailcheck.rules import outcome
from mailcheck.rules.letters import place_of

BY_TELEPHONE = "Next time, tell the password by telephone or text message."


def trouble_of(name: str, message: MessageRef, how: Handover, later: Status) -> Outcome | None:
    """Return what is wrong; None if nothing is. `later` is how a password by a later e-mail counts."""
    day = day_in_words(message.stored)
    match how:
        case Handover.SAME_LETTER:
            told = (
                Status.NOT_MET,
                f"A letter of {day} carried a protected document and, in its words, the password.",
                "{count} letters carried a protected document and, in their words, the password.",
                f"Send it again with another password, and ask the reader to delete the first letter. {BY_TELEPHONE}",
                "A5",
            )
        case Handover.LATER_LETTER if later is not Status.MET:
            told = (
                later,
                f"The password of a document sent on {day} followed by e-mail to the same address.",
                "The passwords of documents in {count} letters followed by e-mail to the same address.",
                BY_TELEPHONE,
                "A6",
            )
        case Handover.GUESSABLE:
            told = (
                Status.ATTENTION,
                f"The password of a document sent on {day} can be worked out by people who know the person.",
                "The passwords of documents in {count} letters can be worked out by people who know the person.",
                "Next time, choose a password that has nothing to do with the person. `mailcheck protect` makes one.",
                "A7",
            )
        case _:
            return None
    status, title, together, remedy, row = told
    return outcome(
        status,
        name,
        title,
        remedy=remedy,
        grade=Grade.STRONG,
        evidence=row,
        items=[place_of(message)],
        key=f"password {message.key}",
        together=together,
        is_incident=True,
    )
