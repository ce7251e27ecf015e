"""How far a member has come since the invitation, step by step. Pure, for every door."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from mailcheck.dataclass import dataclass
from mailcheck.model import Role, Said, Status
from mailcheck.model.letter import Letter, LetterState
from mailcheck.parse.attested import Attested, Onboarding

DECLARED = (
    "Your professional account is declared, so no letter can be looked for in it. Your attestation carries the code, "
    "and says so."
)


@dataclass(frozen=True, slots=True)
class Way:
    """One step of the way in."""

    title: str
    is_done: bool
    words: str
    """What has been seen."""
    next: tuple[str, ...] = ()
    """What to do; empty if it is done."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the steps are judged by."""

    said: Said
    professional: str
    """The name of the account that the invitation went to; empty if it is declared, not connected."""
    report: Mapping[str, Any] | None
    """The last report; None before the first check."""
    questions: int
    """Declarations that wait for an answer."""
    last: Attested | None
    """The attestation written last."""
    nights: int
    """Days of the last fourteen on which a check ran."""
    has_schedule: bool
    is_due: bool = False
    """Whether the policy asks for another attestation by now."""


def way_in(seen: Seen) -> tuple[Way, ...]:
    """Return every step, in order. Nothing is done that was not seen."""
    looked_for = (_letter(seen), _devices(seen), _practice(seen)) if seen.professional else ()
    return (_code(seen), _check(seen), *looked_for, _questions(seen), *_ending(seen))


def _code(seen: Seen) -> Way:
    invitation = seen.said.invitation
    if invitation:
        words = f"{invitation.code} is noted."
        return Way("The code", is_done=True, words=words if seen.professional else f"{words} {DECLARED}")
    told = ("Take the code from your supervisor's letter, and run: mailcheck onboarding CODE --devices N",)
    return Way("The code", is_done=False, words="No invitation is noted.", next=told)


def _check(seen: Seen) -> Way:
    if seen.report:
        return Way("The first check", is_done=True, words="A check has run.")
    return Way("The first check", is_done=False, words="No check has run yet.", next=("Run: mailcheck check",))


def invited_letter(said: Said) -> Letter | None:
    """Return the letter that carries the invitation's code; None before it is noted."""
    invitation = said.invitation
    return next((each for each in said.letters if invitation and each.code == invitation.code), None)


def letter_told(said: Said, report: Mapping[str, Any]) -> LetterState | Literal["not-looked", "declared"]:
    """Return what an attestation tells of the letter: as it was found, whatever is connected now."""
    if letter := invited_letter(said):
        return letter.state
    work = [each for each in report["accounts"] if each["role"] == Role.PROFESSIONAL]
    is_connected = any(each["status"] != Status.DECLARED or each["coverage"]["folders"] for each in work)
    return "not-looked" if is_connected else "declared"


def _letter(seen: Seen) -> Way:
    letter = invited_letter(seen.said)
    title = "Your supervisor's letter"
    match letter.state if letter else None:
        case LetterState.APART:
            words = f"It is in {seen.professional}, and nowhere else. That is as it should be."
            return Way(title, is_done=True, words=words)
        case LetterState.ARRIVED:
            told = ("Wait ten minutes and run `mailcheck onboarding` again: it may still appear in the other mailbox.",)
            return Way(title, is_done=False, words=f"It is in {seen.professional}.", next=told)
        case LetterState.BOTH:
            stop = ("`mailcheck check` says how to stop mail being passed on.", "Then ask for a new invitation.")
            return Way(title, is_done=False, words="It is in your other mailbox too.", next=stop)
        case LetterState.FROM_OTHER:
            told = ("Ask your supervisor to send it from their own mailbox.",)
            return Way(title, is_done=False, words="It was sent from your own other mailbox.", next=told)
    return Way(
        title,
        is_done=False,
        words=f"Its code was not seen in {seen.professional} yet.",
        next=(
            "Has it come? It may have gone to junk mail, which is looked through as well.",
            "Ask for it again, if not.",
        ),
    )


def _devices(seen: Seen) -> Way:
    devices = seen.said.devices
    found = sum(each.seen is not None for each in devices)
    words = f"{found} of {len(devices)} letters were seen in Sent."
    if not devices:
        told = ("On how many devices do you write professional mail? Run: mailcheck onboarding --devices N",)
        return Way("A letter from each device", is_done=False, words="No device is noted.", next=told)
    if found == len(devices):
        return Way("A letter from each device", is_done=True, words=words)
    missing = tuple(
        f"On device {each.number}, write a letter to yourself with this subject, and send it: {each.code}"
        for each in devices
        if each.seen is None
    )
    last = "If it was sent and is not seen, that device keeps no copy in Sent: look at its mail settings."
    return Way("A letter from each device", is_done=False, words=words, next=(*missing, last))


def is_practised(said: Said, before: Onboarding | None) -> bool:
    """Whether the practice letter was seen, and what it carries needs a secret; once attested, it stays so."""
    return any(each.seen for each in said.practice) or bool(before and before.practised)


def _practice(seen: Seen) -> Way:
    title = "A protected document"
    if is_practised(seen.said, seen.last.onboarding if seen.last else None):
        return Way(title, is_done=True, words="Your practice letter was seen, and what it carries needs a password.")
    make = "Make a practice sheet that names nobody, and a code for its letter: mailcheck onboarding --practice-sheet"
    if not seen.said.practice:
        return Way(title, is_done=False, words="No practice letter is noted.", next=(make,))
    letter = seen.said.practice[-1]
    words = "Your practice letter was not seen in Sent yet."
    if letter.was_open:
        words = "Your practice letter was seen, but what it carries opens without a password."
    told = (
        "Protect the sheet: mailcheck protect practice-sheet.txt",
        f"Send the copy to yourself from your professional address, with this subject: {letter.code}",
        "Then run: mailcheck onboarding",
    )
    return Way(title, is_done=False, words=words, next=told)


def _questions(seen: Seen) -> Way:
    title = "Questions that only you can answer"
    if not seen.questions:
        return Way(title, is_done=True, words="All are answered.")
    return Way(title, is_done=False, words=f"{seen.questions} are open.", next=("Answer them: mailcheck declare",))


def _ending(seen: Seen) -> Iterator[Way]:
    invitation, last = seen.said.invitation, seen.last
    told = last.onboarding if last and last.onboarding and invitation else None
    is_shown = bool(told and (told.letter == "apart" and told.practised if seen.professional else told.is_declared))
    is_whole = bool(is_shown and told and invitation and told.code == invitation.code)
    attest = ("See what your supervisor would get, and write it if you agree: mailcheck attest", "Send that file.")
    words = f"Attestation number {last.sequence} is written." if last else "None is written yet."
    if last and not is_whole:
        words += " It does not show all of these steps yet."
    if seen.is_due:
        words += " Another is due."
    is_done = is_whole and not seen.is_due
    yield Way("The attestation", is_done=is_done, words=words, next=() if is_done else attest)
    call = ("In a short call, read these words to your supervisor: mailcheck attest --words",)
    yield Way("The call", is_done=False, words="mailcheck cannot see whether you had it.", next=call)
    nights = f"A check ran on {seen.nights} of the last 14 days."
    night = () if seen.has_schedule else ("Switch the nightly check on: mailcheck schedule install",)
    yield Way("The nightly check", is_done=seen.has_schedule, words=nights, next=night)
