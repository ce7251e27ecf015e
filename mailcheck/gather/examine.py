"""Judges the documents of sent messages."""

import io
from collections.abc import Callable, Collection
from dataclasses import field, replace
from typing import BinaryIO, cast

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.answers import Answers
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.part_source import FetchLimits, Unfetchable
from mailcheck.gather.remote_file import RemoteFile
from mailcheck.gather.together import Reading
from mailcheck.model import MessageProtection, MessageRef, Part, Protection, ProtectionState, SentDocument, unreadable
from mailcheck.parse.bodies import MESSAGE_TYPES
from mailcheck.parse.enclosed import Enclosed, documents_in, message_or_document
from mailcheck.parse.file_name_signs import signs_of_file_name
from mailcheck.protection.turning import Later

Judge = Callable[[BinaryIO], Protection]

WORTH_A_SECOND_LOOK = 4 * 1024 * 1024
"""A file of no known format beyond this size is not fetched whole: its ends, by which formats are known, were seen."""


@dataclass(slots=True)
class Examined:
    """What one message held."""

    documents: list[SentDocument] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    protection: MessageProtection = MessageProtection.NONE
    is_final: bool = True
    """False: a document could not be fetched, which may go better another time."""

    def add(self, other: "Examined") -> None:
        """Add what one more part held."""
        self.documents += other.documents
        self.problems += other.problems
        self.is_final &= other.is_final


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
    own_names: Collection[str] = ()
    """The sender's own names, lower case: in a file's name they tell nothing."""

    def reading(self, message: MessageRef, part: Part) -> Reading[Examined]:
        """Return how to judge one part; an attached message that no server looks into is taken apart here.

        Reading raises AccountProblem if the connection is lost; any other refusal makes the document unreadable.
        """
        file = RemoteFile(self.mailbox, message.uid, part)
        read = self._message if part.media_type in MESSAGE_TYPES else self._judged
        return Reading(file, lambda: read(message, part, file))

    def _judged(self, message: MessageRef, part: Part, file: RemoteFile) -> Examined:
        protection = self._judge_remote(file)
        size = part.size if file.trouble else file.size
        document = self._document(message, part, part.section, size, protection, file.content)
        if file.fell_back:
            document = replace(document, was_fetched_whole=True)
        return Examined([document], is_final=not file.trouble)

    def octets(
        self, message: MessageRef, part: Part, path: str, content: bytes, *, fell_back: bool = False
    ) -> SentDocument:
        """Judge a document whose octets are here already; `fell_back` says that it would have been read in parts."""
        protection = self._judge_patiently(io.BytesIO(content))
        document = self._document(message, part, path, len(content), protection, lambda: content)
        return replace(document, was_fetched_whole=fell_back)

    def _judge_remote(self, file: RemoteFile) -> Protection:
        """Judge lazily, and again on the whole file before saying that it cannot be read."""
        protection = unreadable("unknown", "it could not be read")
        try:
            judge = self.judge if file.source.is_together else self._judge_patiently
            if not file.is_at_hand:
                protection = judge(cast(BinaryIO, file))
            if file.is_at_hand:
                protection = judge(io.BytesIO(file.content()))
            elif self._needs_a_second_look(file, protection):
                protection = judge(io.BytesIO(file.whole_instead()))
        except Unfetchable:
            pass  # `trouble` says why
        self._stop_if_disconnected(file.problem)
        return unreadable("unknown", file.trouble) if file.trouble else protection

    def _judge_patiently(self, file: BinaryIO) -> Protection:
        """Judge, waiting for what is computed beside."""
        while True:
            try:
                return self.judge(file)
            except Later as later:
                later.wait()

    def _stop_if_disconnected(self, problem: AccountProblem | None) -> None:
        """Raise a refusal again if it is not this part but the connection that failed."""
        if problem is not None:
            try:
                self.mailbox.newest(1)
            except AccountProblem as lost:
                raise problem from lost

    def _needs_a_second_look(self, file: RemoteFile, protection: Protection) -> bool:
        if file.trouble:
            return False
        is_unknown = protection.format == "unknown" and file.size > WORTH_A_SECOND_LOOK
        return protection.state is ProtectionState.UNREADABLE and not is_unknown

    def _message(self, message: MessageRef, part: Part, file: RemoteFile) -> Examined:
        try:
            content = file.whole_instead()
        except Unfetchable as refused:
            self._stop_if_disconnected(file.problem)
            return Examined(problems=[f"an attached message could not be read: {refused}"])
        found = Examined()
        for inner, path, octets in message_or_document(part, part.section, content, found.problems):
            found.documents.append(self.octets(message, inner, path, octets, fell_back=file.fell_back))
        return found

    def whole_message(self, message: MessageRef) -> Examined | None:
        """Fetch a message whole and take it apart here; None if that is not possible.

        For messages whose structure the server does not show: a multipart with a broken boundary, or a Content-Type
        that Courier leaves aside because there is no MIME-Version field.
        """
        try:
            content = self.mailbox.whole(message.uid, "", FetchLimits().octets)
        except AccountProblem as problem:
            self._stop_if_disconnected(problem)
            return None
        found = Examined()
        try:
            found.protection = Enclosed(content).structure().protection
            for part, path, octets in documents_in(content, "", found.problems):
                found.documents.append(self.octets(message, part, path, octets, fell_back=True))
        except ValueError:
            return None
        return found

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
        signs = signs_of_file_name(part.name, self.own_names)
        return SentDocument(message, key, part.kind, size, protection, answer, name_signs=signs)
