"""A message that was fetched whole, taken apart here: the same structure and sections as a server would tell.

For servers that answer sections inside an attached message wrongly, and for attached messages that are themselves
encoded, into which no server looks.
"""

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser

from mailcheck.model import Part, Structure
from mailcheck.parse.bodies import MESSAGE_TYPES
from mailcheck.parse.bounded_message import MOST_LINES, BoundedMessage
from mailcheck.parse.filenames import written_out
from mailcheck.parse.structure import DEEPEST, TOO_DEEP, walk
from mailcheck.parse.transfer import ENCODED, decode_whole

DEEPEST_ENCODED = 5
"""Encoded messages within encoded messages."""
MOST_BOUNDARIES = 20_000
"""Lines that may divide parts; ten times as many as parts are looked at."""
NOT_FOUND = "a part of an attached message could not be found"

_FIELD = re.compile(rb"[\r\n]*[!-9;-~]{1,80}:")
_USUAL_FIELDS = ("from", "to", "date", "subject", "message-id", "mime-version", "received", "content-type")


class Enclosed:
    """An attached message, parsed here."""

    def __init__(self, octets: bytes) -> None:
        """Parse `octets`; raises ValueError if they are no message at all, or one too deep to take apart."""
        if not _FIELD.match(octets[:200]):
            raise ValueError("this is no message")
        if octets.count(b"\n") > MOST_LINES or octets.count(b"\n--") > MOST_BOUNDARIES:
            raise ValueError("this message is made of more than mailcheck looks through")
        try:
            self._message: Message = BytesParser(BoundedMessage).parsebytes(octets)
        except (MessageError, LookupError) as error:
            raise ValueError("this message cannot be taken apart") from error
        except RecursionError as error:
            raise ValueError(TOO_DEEP) from error
        if not any(name in self._message for name in _USUAL_FIELDS):
            raise ValueError("this is no message")

    def structure(self) -> Structure:
        """Return what the message is made of."""
        return walk(_body(self._message, 0))

    def content(self, section: str) -> bytes | None:
        """Return the decoded content of a section; None if there is no such part."""
        numbers = [int(number) for number in section.split(".") if number.isdigit()]
        found: Message | None = self._message
        container: Message | None = self._message
        for number in numbers:
            if container is None:
                return None
            choices = _children(container) or [container]
            if not 0 < number <= len(choices):
                return None
            found = choices[number - 1]
            container = _inner(found) or (found if _children(found) else None)
        return None if found is None else _decoded(found)


def documents_in(content: bytes, path: str, problems: list[str], depth: int = 1) -> Iterator[tuple[Part, str, bytes]]:
    """Yield the documents of a message, each with its path and content; messages encoded inside it are followed.

    What could not be understood is added to `problems`. Raises ValueError if `content` is no message.
    """
    message = Enclosed(content)
    structure = message.structure()
    problems.extend(structure.problems)
    for part in structure.parts:
        octets, inner = message.content(part.section), f"{path}{part.section}"
        if octets is None:
            problems.append(NOT_FOUND)
        elif part.media_type not in MESSAGE_TYPES:
            yield part, inner, octets
        elif depth >= DEEPEST_ENCODED:
            problems.append(TOO_DEEP)
        else:
            yield from message_or_document(part, inner, octets, problems, depth + 1)


def message_or_document(
    part: Part, path: str, content: bytes, problems: list[str], depth: int = 1
) -> Iterator[tuple[Part, str, bytes]]:
    """Yield the documents of what is called a message; what is none after all is a document itself."""
    try:
        yield from documents_in(content, f"{path}/", problems, depth)
    except ValueError:
        yield part, path, content


def _children(message: Message) -> list[Message]:
    payload = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(payload, list):
        return []
    return [part for part in payload if isinstance(part, Message)]


def _inner(message: Message) -> Message | None:
    """Return the message inside an attached one."""
    payload = message.get_payload()
    if message.get_content_type() not in MESSAGE_TYPES or not isinstance(payload, list):
        return None
    return next((part for part in payload if isinstance(part, Message)), None)


def _decoded(message: Message) -> bytes:
    inner = _inner(message)
    if inner is not None:
        # The email package parses an encoded message as if it were none: its text is the encoded octets.
        return decode_whole(inner.as_bytes().strip(), _encoding(message))
    if _encoding(message) in ENCODED:
        return decode_whole(str(message.get_payload()).encode("utf-8", "replace"), _encoding(message))
    octets = message.get_payload(decode=True)
    return octets if isinstance(octets, bytes) else b""


def _encoding(message: Message) -> str:
    return str(message.get("Content-Transfer-Encoding", "7bit")).strip().lower()


def _body(message: Message, depth: int) -> tuple[object, ...]:
    """Return a body as BODYSTRUCTURE has it, so that one walk judges what servers tell and what is parsed here."""
    if depth > DEEPEST + 1:
        return ()
    kind, subtype = (word.encode("utf-8", "replace") for word in message.get_content_type().split("/", 1))
    given = _field(message, "content-type")[1]
    disposition = _field(message, "content-disposition") if message["Content-Disposition"] else None
    if children := _children(message):
        return (*(_body(child, depth + 1) for child in children), subtype, given, disposition, None, None)
    inner, encoding = _inner(message), _encoding(message).encode("utf-8", "replace")
    content_id = str(message["Content-ID"]).encode("utf-8", "replace") if message["Content-ID"] else None
    basic = (kind, subtype, given, content_id, None, encoding, _size(message))
    if inner is not None:
        return (*basic, None, _body(inner, depth + 1), 0, None, disposition, None, None)
    return (*basic, 0, None, disposition) if kind == b"text" else (*basic, None, disposition)


def _field(message: Message, name: str) -> tuple[bytes, tuple[bytes, ...]]:
    """Return a field's word and parameters, raw octets and all."""
    # `get` would replace octets that are not ASCII; the items keep them.
    value = next((str(text) for found, text in message.raw_items() if found.lower() == name), "")
    word, pairs = written_out(value.encode("ascii", "surrogateescape").decode("latin-1"))
    return word.encode("utf-8", "replace"), tuple(octets for pair in pairs for octets in pair)


def _size(message: Message) -> int:
    payload = message.get_payload()
    return len(payload) if isinstance(payload, str) else 0
