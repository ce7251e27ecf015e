"""May this message be sent under the policy? For a mail program's or server's question before it sends."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from enum import Enum
from pathlib import Path

from mailcheck.dataclass import dataclass
from mailcheck.gather.answers import Answers
from mailcheck.gather.keys import Keys
from mailcheck.model import Answer as Sorting
from mailcheck.model import PartKind, Protection, ProtectionState, Said, Strength
from mailcheck.model.protection import OWN_PAPER
from mailcheck.parse.bodies import MESSAGE_TYPES
from mailcheck.parse.enclosed import Enclosed
from mailcheck.protection import judge_protection
from mailcheck.report.inspect_v1 import is_without_document
from mailcheck.report.words import count

YES, ASK, NO, COULD_NOT_TELL = 0, 1, 2, 3
SAID = {YES: "yes", ASK: "ask", NO: "no", COULD_NOT_TELL: "could not tell"}
HARMLESS = frozenset({Sorting.NOT_CONFIDENTIAL, Sorting.ASKED_WITHOUT})
DEEPEST = 5
"""Encoded messages within encoded messages."""

Sorter = Callable[[bytes], Sorting | None]
"""What the member said of every copy of a file; None if it was never sorted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to "may this be sent?", with an exit code and a reason that names nothing."""

    code: int
    reason: str

    def __str__(self) -> str:
        return f"{SAID[self.code]}: {self.reason}."


@dataclass(frozen=True, slots=True)
class Attached:
    """What a message carries, decoded."""

    kind: PartKind
    name: str = field(repr=False)
    """As its sender wrote it; may be empty, and may be anything."""
    content: bytes = field(repr=False)


class Weight(Enum):
    """What one document means for the question; the worst last."""

    HARMLESS = "harmless"
    SAFE = "safe"
    WEAK = "weak"
    UNSORTED = "unsorted"
    UNREAD = "unread"
    CONFIDENTIAL = "confidential"


TOLD = {
    Weight.HARMLESS: (YES, "nothing in it was called confidential", ""),
    Weight.SAFE: (YES, "every document that counts needs a secret to open", ""),
    Weight.WEAK: (ASK, "has a password, but a weak one", "have passwords, but weak ones"),
    Weight.UNSORTED: (
        ASK,
        "opens without a password, and nobody said whether it is confidential",
        "open without a password, and nobody said whether they are confidential",
    ),
    Weight.UNREAD: (COULD_NOT_TELL, "could not be read", "could not be read"),
    Weight.CONFIDENTIAL: (
        NO,
        "that was called confidential opens without a password",
        "that were called confidential open without a password",
    ),
}
"""For each weight the exit code, and the reason for one document and for several."""


def sorting(config: Path | None) -> Sorter:
    """Return what the member said of files; nothing is sorted where there are no settings.

    Raises SettingsError for settings that cannot be used, SecretError if the installation key cannot be had.
    """
    from mailcheck.gather.credentials import Secrets
    from mailcheck.settings import default_settings_path, load_settings

    if config is None and not default_settings_path().exists():
        return lambda content: None
    settings = load_settings(config)
    if not any(entry.fingerprint for entry in settings.said.sorted):
        return lambda content: None
    return sorter(settings.said, Keys(Secrets(settings.data_folder).installation_key()))


def sorter(said: Said, keys: Keys) -> Sorter:
    """Return what was said of every copy of a file, known by its fingerprint."""
    answers = Answers(said, keys)
    return lambda content: answers.of("", len(content), lambda: content)


def judge_outgoing(message: bytes, sorted_as: Sorter) -> Answer:
    """Say whether a message may be sent: its documents need a secret, or were sorted as harmless.

    The words of the message are not looked at, and pictures in them count only once they were called confidential.
    """
    try:
        parts = list(_documents(_without_envelope(message)))
    except ValueError as error:
        return Answer(COULD_NOT_TELL, str(error))
    weights = [_weighed_part(part, sorted_as) for part in parts]
    whole = judge_protection(io.BytesIO(message))
    if not any(part.kind is PartKind.DOCUMENT for part in parts):
        if is_without_document(whole) and set(weights) <= {Weight.HARMLESS}:
            return Answer(YES, "the message carries no document")
        weights.append(_weighed(whole, None))
    elif whole.state is ProtectionState.UNREADABLE:
        weights.append(Weight.UNREAD)
    return _told(weights)


def open_documents(message: bytes, sorted_as: Sorter) -> tuple[Attached, ...]:
    """Return what a message carries that opens without a password, and that nobody called harmless.

    Empty also for a message that cannot be taken apart.
    """
    asked_about = {Weight.UNSORTED, Weight.CONFIDENTIAL}
    try:
        return tuple(
            part for part in _documents(_without_envelope(message)) if _weighed_part(part, sorted_as) in asked_about
        )
    except ValueError:
        return ()


def _without_envelope(message: bytes) -> bytes:
    """Return a message without the line that some servers put before it (RFC 4155, "From ")."""
    return message.partition(b"\n")[2] if message.startswith(b"From ") else message


def _documents(message: bytes, depth: int = 1) -> Iterator[Attached]:
    """Yield what is attached, decoded; encoded messages are taken apart. Raises ValueError if that cannot be done."""
    enclosed = Enclosed(message)
    structure = enclosed.structure()
    if structure.problems or depth > DEEPEST:
        raise ValueError(next(iter(structure.problems), "it is nested deeper than mailcheck looks"))
    for part in structure.parts:
        octets = enclosed.content(part.section)
        if octets is None:
            raise ValueError("a part of the message could not be found")
        if part.media_type in MESSAGE_TYPES and _is_message(octets):
            yield from _documents(octets, depth + 1)
        else:
            yield Attached(part.kind, part.name or "", octets)


def _is_message(octets: bytes) -> bool:
    try:
        Enclosed(octets)
    except ValueError:
        return False
    return True


def _weighed_part(part: Attached, sorted_as: Sorter) -> Weight:
    answer = sorted_as(part.content)
    if part.kind is PartKind.INLINE_IMAGE and answer is not Sorting.CONFIDENTIAL:
        return Weight.HARMLESS
    return _weighed(judge_protection(io.BytesIO(part.content)), answer)


def _weighed(protection: Protection, answer: Sorting | None) -> Weight:
    """Return what one document means for the question, from what protects it and what the member said of it."""
    if protection.state is ProtectionState.PROTECTED:
        return Weight.WEAK if protection.strength is Strength.WEAK else Weight.SAFE
    if answer in HARMLESS or protection.format == OWN_PAPER:
        return Weight.HARMLESS
    if protection.state is ProtectionState.UNREADABLE:
        return Weight.UNREAD
    return Weight.CONFIDENTIAL if answer is Sorting.CONFIDENTIAL else Weight.UNSORTED


def _told(weights: Sequence[Weight]) -> Answer:
    """Return the answer for all documents together: the worst one's."""
    worst = max(weights, key=list(Weight).index)
    number = weights.count(worst)
    code, one, many = TOLD[worst]
    return Answer(code, f"{count(number, 'document')} {one if number == 1 else many}" if code else one)
