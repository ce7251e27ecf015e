"""Pictures inside the text: which are a recurring logo, and which may be a photographed page."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from sys import intern

from mailcheck.dataclass import dataclass
from mailcheck.gather.examine import Examiner, document_key
from mailcheck.gather.glimpse import Glimpse
from mailcheck.gather.part_source import Unfetchable
from mailcheck.gather.together import Reading, read_together
from mailcheck.model import MessageRef, Part, SentDocument

LARGEST_LOGO = 128 * 1024
"""Octets as transferred; anything larger is more likely a photograph, which may well be sent to two people."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture inside the text of one message."""

    message: MessageRef
    part: Part
    digest: str = ""
    """The keyed fingerprint of what was compared of it with others of its size, if it was."""
    verdict: SentDocument | None = None
    """If it was judged; a logo need not be."""


class Digests:
    """What pictures hold, as keyed fingerprints, of those that may be logos: read while letters are still read."""

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner
        self._found: dict[Picture, str] = {}
        self._seen: dict[int, list[Picture]] = {}
        """By size, the pictures of the only letter that has any so far; none, once several have."""

    def noted(self, pictures: Iterable[Picture]) -> Iterator[Reading[None]]:
        """Note the pictures of letters, and yield how to read those of which another letter has the size by now."""
        for picture in filter(_may_be_logo, pictures):
            seen = self._seen.get(picture.part.size)
            if seen is None:
                self._seen[picture.part.size] = [picture]
            elif seen and seen[0].message == picture.message:
                seen.append(picture)
            else:
                yield from (self._reading(each) for each in (*seen, picture) if not each.digest)
                seen.clear()

    def readings(self, pictures: Iterable[Picture]) -> Iterator[Reading[None]]:
        """Yield how to read those that are not read yet, and of which others in the same folder have the size."""
        return (self._reading(each) for each in _alike(pictures) if not self.of(each))

    def of(self, picture: Picture) -> str:
        """Return the fingerprint of a picture; empty if it was not read."""
        return picture.digest or self._found.get(picture, "")

    def _reading(self, picture: Picture) -> Reading[None]:
        file = Glimpse(self._examiner.mailbox, picture.message.uid, picture.part)

        def read() -> None:
            with suppress(Unfetchable):
                self._found[picture] = intern(self._examiner.keys.fingerprint(file.octets()))

        return Reading(file, read)


def judge_pictures(
    pictures: Iterable[Picture], examiner: Examiner, digests: Digests | None = None
) -> tuple[tuple[Picture, ...], list[SentDocument]]:
    """Return the pictures with what is now known of them, and the verdicts on those that are no logo.

    A logo has the same size and content in several messages. One that the member called confidential is never taken
    for a logo. `digests` are those that were read already.
    """
    compared = tuple(_compared(tuple(pictures), examiner, digests or Digests(examiner)))
    seen_in = Counter(digest for digest, _ in {(each.digest, each.message) for each in compared if each.digest})
    kept = [each for each in compared if seen_in[each.digest] <= 1 or _was_called_confidential(each, examiner)]
    readings = {examiner.reading(each.message, each.part): each for each in kept if each.verdict is None}
    judged = {
        readings[reading]: list(examined.documents) for reading, examined in read_together(examiner.mailbox, readings)
    }
    verdicts = {each: judged.get(each, [each.verdict]) for each in kept}
    known = tuple(
        replace(each, verdict=judged[each][0]) if len(judged.get(each, ())) == 1 else each for each in compared
    )
    return known, [verdict for each in kept for verdict in verdicts[each] if verdict is not None]


def _was_called_confidential(picture: Picture, examiner: Examiner) -> bool:
    key = document_key(examiner.keys, picture.message, picture.part, picture.part.section)
    return examiner.answers.is_confidential(key)


def _may_be_logo(picture: Picture) -> bool:
    return 0 < picture.part.size <= LARGEST_LOGO


def _alike(pictures: Iterable[Picture]) -> Iterator[Picture]:
    """Yield the pictures small enough for a logo whose size is seen in several messages."""
    small = list(filter(_may_be_logo, pictures))
    messages = Counter(size for size, _ in {(picture.part.size, picture.message) for picture in small})
    yield from (picture for picture in small if messages[picture.part.size] > 1)


def _compared(pictures: tuple[Picture, ...], examiner: Examiner, digests: Digests) -> Iterator[Picture]:
    """Yield the pictures, with their digests where others have the same size."""
    for _ in read_together(examiner.mailbox, digests.readings(pictures)):
        pass
    yield from (replace(each, digest=digests.of(each)) for each in pictures)
