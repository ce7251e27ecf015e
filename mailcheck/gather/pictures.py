"""Pictures inside the text: which are a recurring logo, and which may be a photographed page."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from mailcheck.gather.examine import Examiner, document_key
from mailcheck.gather.part_source import Unfetchable
from mailcheck.gather.remote_file import RemoteFile
from mailcheck.gather.together import Reading, read_together
from mailcheck.model import MessageRef, Part, SentDocument

LARGEST_LOGO = 128 * 1024
"""Octets as transferred; anything larger is more likely a photograph, which may well be sent to two people."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture inside the text of one message."""

    message: MessageRef
    part: Part


def judge_pictures(pictures: Iterable[Picture], examiner: Examiner) -> Iterator[SentDocument]:
    """Yield the pictures that are no logo: a logo has the same size and content in several messages.

    One that the member called confidential is never taken for a logo.
    """
    all_pictures = tuple(pictures)
    digests = _digests(_alike(all_pictures), examiner)
    seen_in = Counter(digest for digest, _ in {(digest, picture.message) for picture, digest in digests.items()})
    kept = [
        picture
        for picture in all_pictures
        if digests.get(picture) is None or seen_in[digests[picture]] == 1 or _was_called_confidential(picture, examiner)
    ]
    readings = {examiner.reading(picture.message, picture.part): picture for picture in kept}
    found = {readings[reading]: examined for reading, examined in read_together(examiner.mailbox, readings)}
    for picture in kept:
        yield from found[picture].documents


def _was_called_confidential(picture: Picture, examiner: Examiner) -> bool:
    key = document_key(examiner.keys, picture.message, picture.part, picture.part.section)
    return examiner.answers.is_confidential(key)


def _alike(pictures: Iterable[Picture]) -> Iterator[Picture]:
    """Yield the pictures small enough for a logo whose size is seen in several messages."""
    small = [picture for picture in pictures if 0 < picture.part.size <= LARGEST_LOGO]
    messages = Counter(size for size, _ in {(picture.part.size, picture.message) for picture in small})
    yield from (picture for picture in small if messages[picture.part.size] > 1)


def _digests(pictures: Iterable[Picture], examiner: Examiner) -> dict[Picture, bytes | None]:
    """Return what tells equal pictures; None if one cannot be had."""
    readings = {_reading(picture, examiner): picture for picture in pictures}
    return {readings[reading]: digest for reading, digest in read_together(examiner.mailbox, readings)}


def _reading(picture: Picture, examiner: Examiner) -> Reading[bytes | None]:
    file = RemoteFile(examiner.mailbox, picture.message.uid, picture.part)

    def digest() -> bytes | None:
        try:
            return sha256(file.content()).digest()
        except Unfetchable:
            return None

    return Reading(file, digest)
