"""Pictures inside the text: which are a recurring logo, and which may be a photographed page."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from sys import intern
from typing import TypeVar

from mailcheck.dataclass import dataclass
from mailcheck.gather.examine import Examiner, document_key
from mailcheck.gather.glimpse import Glimpse
from mailcheck.gather.part_source import Unfetchable
from mailcheck.gather.together import Reading, read_together
from mailcheck.model import MessageRef, Part, SentDocument

T = TypeVar("T")

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

    @property
    def place(self) -> tuple[int, str]:
        """Where it is in its folder."""
        return self.message.uid, self.part.section


class Pictures:
    """The pictures in the letters of one folder, compared while letters are still read; of a logo nothing is held.

    A logo has the same size and content in several letters. One that the member called confidential is never taken for
    a logo.
    """

    def __init__(self, examiner: Examiner) -> None:
        self._examiner = examiner
        self._sizes: dict[int, list[Picture]] = {}
        """By size, the pictures of the only letter that has any so far; none, once several have."""
        self._alike: dict[str, list[Picture]] = {}
        """By fingerprint, the same."""
        self._digests: dict[tuple[int, str], str] = {}
        """Fingerprints of pictures in letters that are not read to their end."""
        self._left: dict[tuple[int, str], Picture] = {}
        """Those of all other letters that are no logo, as far as is known."""
        self._changed: dict[tuple[int, str], Picture] = {}
        """Of those, what was learnt after their letter was read."""

    def noted(self, pictures: Iterable[Picture]) -> Iterator[Reading[None]]:
        """Note pictures, and yield how to read those that may be a logo: of which another letter has the size by now.

        Some may be pictures of that other letter.
        """
        for picture in filter(_may_be_logo, pictures):
            alike = _in_several(self._sizes, picture.part.size, picture)
            yield from (self._reading(each) for each in alike if not each.digest)

    def add(self, letter: Iterable[Picture]) -> tuple[Picture, ...]:
        """Take the pictures of a letter that was read; return them with their fingerprints as far as they are known.

        They were noted before. Those that may have to be judged are held.
        """
        found = tuple(
            replace(each, digest=self._digests.pop(each.place)) if each.place in self._digests else each
            for each in letter
        )
        for each in found:
            self._left[each.place] = each
            self._compare(each)
        return found

    def recall(self, letter: Iterable[Picture]) -> None:
        """Take the pictures of a letter that an earlier run has read; what it did not compare is read in the end."""
        pictures = tuple(letter)
        for _ in self.noted(pictures):
            pass
        self.add(pictures)

    def judged(self) -> tuple[SentDocument, ...]:
        """Return the verdicts on those that are no logo, once all letters are read."""
        mailbox = self._examiner.mailbox
        unread = [each for each in self._left.values() if not each.digest and self._is_of_several(each)]
        for _ in read_together(mailbox, map(self._reading, unread)):
            pass
        readings = {
            self._examiner.reading(each.message, each.part): each
            for each in self._left.values()
            if each.verdict is None
        }
        found = {place: [each.verdict] for place, each in self._left.items() if each.verdict is not None}
        for reading, examined in read_together(mailbox, readings):
            picture = readings[reading]
            found[picture.place] = list(examined.documents)
            if len(examined.documents) == 1:
                self._changed[picture.place] = replace(picture, verdict=examined.documents[0])
        return tuple(verdict for place in self._left for verdict in found[place])

    def changed(self) -> dict[int, dict[str, Picture]]:
        """Return the pictures of which more is known than when their letter was read, by its UID, by their sections."""
        found: dict[int, dict[str, Picture]] = {}
        for (uid, section), picture in self._changed.items():
            found.setdefault(uid, {})[section] = picture
        return found

    def _reading(self, picture: Picture) -> Reading[None]:
        file = Glimpse(self._examiner.mailbox, picture.message.uid, picture.part)

        def read() -> None:
            with suppress(Unfetchable):
                self._learn(picture, intern(self._examiner.keys.fingerprint(file.octets())))

        return Reading(file, read)

    def _learn(self, picture: Picture, digest: str) -> None:
        if picture.place in self._left:  # its letter was read before
            known = replace(self._left[picture.place], digest=digest)
            self._left[picture.place] = self._changed[picture.place] = known
            self._compare(known)
        else:
            self._digests[picture.place] = digest

    def _compare(self, picture: Picture) -> None:
        """Let go of a picture that another letter has too, and of that one's, unless they were called confidential."""
        for each in _in_several(self._alike, picture.digest, picture) if picture.digest else ():
            if not self._was_called_confidential(each):
                self._left.pop(each.place, None)

    def _is_of_several(self, picture: Picture) -> bool:
        """Whether several letters have pictures of this one's size."""
        return _may_be_logo(picture) and not self._sizes.get(picture.part.size, [picture])

    def _was_called_confidential(self, picture: Picture) -> bool:
        key = document_key(self._examiner.keys, picture.message, picture.part, picture.part.section)
        return self._examiner.answers.is_confidential(key)


def _in_several(known: dict[T, list[Picture]], key: T, picture: Picture) -> tuple[Picture, ...]:
    """Note a picture under `key`; once pictures of another letter stand there too, return those that do by now.

    All of them the first time, then each that comes; what stands there is forgotten then.
    """
    alike = known.get(key)
    if alike is None:
        known[key] = [picture]
        return ()
    if alike and alike[0].message == picture.message:
        alike.append(picture)
        return ()
    found = (*alike, picture)
    alike.clear()
    return found


def _may_be_logo(picture: Picture) -> bool:
    return 0 < picture.part.size <= LARGEST_LOGO
