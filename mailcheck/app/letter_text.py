"""How far a test letter has come, in plain words."""

from mailcheck.model.letter import Letter, LetterState

ELSEWHERE = "your other mailbox"
"""What an account is called that is not connected here."""
_THEIRS = ("  Your supervisor sends it; there is nothing for you to write.",)


def told(each: Letter, *, is_theirs: bool = False) -> tuple[str, ...]:
    """Return how a letter stands; one that `is_theirs` comes from a supervisor, and is nothing to write oneself."""
    to, other = each.to or ELSEWHERE, each.other or ELSEWHERE
    head = f"\nTest letter {each.code}, to {to}"
    match each.state:
        case LetterState.WAITING:
            return (f"{head}: waiting for it.", *(_THEIRS if is_theirs else _how_to_send(to, other, each.code)))
        case LetterState.ARRIVED:
            return (f"{head}: it has arrived.", f"  Whether it also appears in {other} is looked at again later.")
        case LetterState.APART:
            return (f"{head}: it arrived only where it was sent.", "  That is as it should be.")
        case LetterState.BOTH:
            return (
                f"{head}: it also appeared in {other}.",
                "  Letters are passed on, or both are one mailbox. `mailcheck check` says what to do.",
            )
        case LetterState.LOST:
            return (
                f"{head}: it has not arrived after a day.",
                "  That happens. Look whether it was sent, and whether the address was right.",
                "  mailcheck goes on looking for two weeks. For a new letter: mailcheck letter --again",
            )
        case LetterState.FROM_OTHER:
            return (f"{head}: it was sent from {other}, so it cannot tell the two apart.", "  Here is a new one.")


def _how_to_send(to: str, other: str, code: str) -> tuple[str, ...]:
    return (
        f"  1. Write an e-mail to the address of {to}, with nothing but this code as its subject: {code}",
        f"  2. Send it from {to} itself, or from somebody else's address (a friend's, for example).",
        f"     Not from {other}: the copy that it keeps of what it sends would look like a letter passed on.",
        "  3. Do not forward it or answer it. mailcheck looks for the code in both mailboxes; it sends nothing itself.",
    )
