"""Judges the documents of one sent message at a time."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from mailcheck.gather.answers import Answers
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.part_source import Unfetchable
from mailcheck.gather.remote_file import RemoteFile
from mailcheck.model import MessageRef, Part, Protection, ProtectionState, SentDocument, unreadable
from mailcheck.parse.bodies import MESSAGE_TYPES
from mailcheck.parse.enclosed import Enclosed

Judge = Callable[[BinaryIO], Protection]

DEEPEST_ENCODED = 5
"""Encoded messages within encoded messages."""
WORTH_A_SECOND_LOOK = 4 * 1024 * 1024
"""A file of no known format beyond this size is not fetched whole: its ends, by which formats are known, were seen."""
TOO_DEEP = "it is nested deeper than mailcheck looks"


@dataclass(slots=True)
class Examined:
    """What one message held."""

    documents: list[SentDocument] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def document_key(keys: Keys, message: MessageRef, part: Part, path: str) -> str:
    """Return a document's identifier, stable from run to run. `path` is its section, nested ones after a slash."""
    return keys.digest(Purpose.DOCUMENT, message.key, path, part.size)


@dataclass(frozen=True, slots=True)
class Examiner:
    """Everything needed to judge a part of a message in the open folder."""

    mailbox: Mailbox
    keys: Keys
    judge: Judge
    answers: Answers

    def part(self, message: MessageRef, part: Part) -> Examined:
        """Judge one part; an attached message that no server looks into is taken apart here.

        Raises AccountProblem if the connection is lost; any other refusal makes the document unreadable.
        """
        file = RemoteFile(self.mailbox, message.uid, part)
        if part.media_type in MESSAGE_TYPES:
            return self._message(message, part, file)
        protection = self._judge_remote(file)
        size = part.size if file.trouble else file.size
        return Examined([self._document(message, part, part.section, size, protection, file.content)])

    def octets(self, message: MessageRef, part: Part, path: str, content: bytes) -> SentDocument:
        """Judge a document whose octets are here already."""
        protection = self.judge(io.BytesIO(content))
        return self._document(message, part, path, len(content), protection, lambda: content)

    def _judge_remote(self, file: RemoteFile) -> Protection:
        """Judge lazily, and again on the whole file before saying that it cannot be read."""
        protection = unreadable("unknown", "it could not be read")
        try:
            protection = self.judge(cast(BinaryIO, file))
            if self._needs_a_second_look(file, protection):
                protection = self.judge(io.BytesIO(file.content()))
        except Unfetchable:
            pass  # `trouble` says why
        if file.problem is not None:
            self.mailbox.newest(1)  # raises if it is not this part but the connection that failed
        return unreadable("unknown", file.trouble) if file.trouble else protection

    def _needs_a_second_look(self, file: RemoteFile, protection: Protection) -> bool:
        if file.trouble:
            return False
        if file.changed_midway:
            return True
        is_unknown = protection.format == "unknown" and file.size > WORTH_A_SECOND_LOOK
        return protection.state is ProtectionState.UNREADABLE and not file.is_whole and not is_unknown

    def _message(self, message: MessageRef, part: Part, file: RemoteFile) -> Examined:
        try:
            content = file.content()
        except Unfetchable as refused:
            if file.problem is not None:
                self.mailbox.newest(1)
            return Examined(problems=[f"an attached message could not be read: {refused}"])
        found = Examined()
        for inner, path, octets in self._inside(part, part.section, content, found.problems):
            found.documents.append(self.octets(message, inner, path, octets))
        return found

    def _inside(
        self, part: Part, path: str, content: bytes, problems: list[str], depth: int = 1
    ) -> Iterator[tuple[Part, str, bytes]]:
        """Yield the documents of an encoded message; what is no message after all is a document itself."""
        if depth > DEEPEST_ENCODED:
            problems.append(TOO_DEEP)
            return
        try:
            enclosed = Enclosed(content)
        except ValueError:
            yield part, path, content
            return
        structure = enclosed.structure()
        problems.extend(structure.problems)
        for inner in structure.parts:
            octets = enclosed.content(inner.section)
            if octets is None:
                problems.append("a part of an attached message could not be found")
            elif inner.media_type in MESSAGE_TYPES:
                yield from self._inside(inner, f"{path}/{inner.section}", octets, problems, depth + 1)
            else:
                yield inner, f"{path}/{inner.section}", octets

    def _document(
        self,
        message: MessageRef,
        part: Part,
        path: str,
        size: int,
        protection: Protection,
        content: Callable[[], bytes],
    ) -> SentDocument:
        key = document_key(self.keys, message, part, path)
        try:
            answer = self.answers.of(key, size, content)
        except Unfetchable:
            answer = None
        return SentDocument(message, key, part.kind, size, protection, answer)
