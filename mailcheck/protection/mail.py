"""Messages as they travel, `.eml` and `.mht`, and mailboxes of them, mbox (RFC 5322, RFC 2045–2049, RFC 4155)."""

import binascii
import io
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesFeedParser
from typing import BinaryIO

from mailcheck.model import Protection, ProtectionState
from mailcheck.parse.bounded_message import MOST_LINES, BoundedMessage
from mailcheck.protection import Look, OverLimit, Sample, begins_with, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.armour import begins
from mailcheck.protection.message_contents import judged_by_documents
from mailcheck.protection.message_headers import ENVELOPE, is_message
from mailcheck.protection.octets import Damaged, blocks, size_of, whole

NAME = "eml"
NEXT = re.compile(rb"(?:\r?\n){2}(?=From \S+[^\r\n]*\d\d:\d\d)")
SEALED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
NOTICE = frozenset({"text", "eml", "unknown"})
NO_DOCUMENT = {
    "application/pgp-signature": frozenset({"openpgp", "unknown"}),
    "application/pgp-keys": frozenset({"openpgp", "unknown"}),
    "application/pkcs7-signature": frozenset({"cms", "unknown"}),
    "application/x-pkcs7-signature": frozenset({"cms", "unknown"}),
    "text/calendar": frozenset({"calendar", "text", "unknown"}),
    "message/delivery-status": NOTICE,
    "message/disposition-notification": NOTICE,
    "text/rfc822-headers": NOTICE,
}
"""Signatures, keys, invitations, receipts, and what is found in such a part unless its label lies."""
PICTURE = frozenset({"image", "xml", "unknown"})
NOTE = re.compile(rb"\s*(?:Version:[^\r\n]{0,80}\s*)?")
"""The first part of an encrypted message says `Version: 1` and no more (RFC 3156 §4)."""
CODED = frozenset({"base64", "quoted-printable"})
UNDECODABLE = bytes(8)
"""No format begins like this."""
LARGEST = 34 * 1024 * 1024
"""Parsing one takes up to six times as much."""
STEP = 64 * 1024
END_OF_HEADERS = re.compile(rb"\n\r?\n")


def _is_mailbox(sample: Sample) -> bool:
    return bool(ENVELOPE.match(sample.head)) and is_message(sample.head)


@format("mbox", begins_with(b"From ", further=_is_mailbox), rank=30)
def mbox(file: BinaryIO, look: Look) -> Protection:
    """Judge a mailbox by its messages; a single one is judged as a message."""
    octets = whole(file, look)
    messages = NEXT.split(octets)
    if len(messages) == 1:
        return _message(file, look)
    return contain("mbox", (_message(io.BytesIO(message), look) for message in messages))


def _is_single(sample: Sample) -> bool:
    return not ENVELOPE.match(sample.head) and is_message(sample.head)


@format(NAME, _is_single, rank=30)
def mail(file: BinaryIO, look: Look) -> Protection:
    """Judge a message by the documents attached to it, or by its seal if it is encrypted as a whole."""
    return _message(file, look)


def _message(file: BinaryIO, look: Look) -> Protection:
    look.entry()
    message = _read(file, look)
    parts = list(_parts(message, look))
    documents = [answer for part in parts if (answer := _document(part, look)) is not None]
    words = any(_is_words(part) for part in parts)
    is_signed = any(part.get_content_type() == "multipart/signed" for part in message.walk())
    note = "signed" if is_signed or any(document.note == "signed" for document in documents) else ""
    answer = judged_by_documents(NAME, documents, look, words=words, note=note)
    if _is_cut_off(message) and not any(document.state is ProtectionState.OPEN for document in documents):
        raise Damaged("the last part is missing")
    return answer


def _read(file: BinaryIO, look: Look) -> Message:
    """Parse a message piece by piece, so that neither time nor memory runs away; the headers must end."""
    if size_of(file) > LARGEST:
        raise OverLimit("it is larger than a message can be")
    look.unpack(size_of(file))
    parser, end, lines = BytesFeedParser(BoundedMessage), b"", 0
    has_headers = False
    for number, block in enumerate(blocks(file, look, octets=STEP)):
        piece = block if number else block.lstrip(b"\xef\xbb\xbf\r\n")
        has_headers = has_headers or END_OF_HEADERS.search(end + piece) is not None
        end = piece[-3:]
        lines += piece.count(b"\n")
        if lines > MOST_LINES:
            raise OverLimit("it has more lines than mailcheck looks through")
        parser.feed(piece)
    if not has_headers:
        raise Damaged("the headers do not end")
    return parser.close()


def _parts(message: Message, look: Look) -> Iterator[Message]:
    """Yield the leaves of a message, in order; what is encrypted as a whole is one leaf."""
    look.entry()
    if message.get_content_type() == "message/rfc822" and _coding(message) in CODED:
        yield from _parts(_decoded(message, look), look)
    elif message.is_multipart() and message.get_content_type() != "multipart/encrypted":
        for part in message.get_payload():
            yield from _parts(part, look)  # type: ignore[arg-type]  # the payload of a multipart is messages
    else:
        yield message


def _coding(message: Message) -> str:
    return str(message.get("Content-Transfer-Encoding", "")).strip().lower()


def _decoded(message: Message, look: Look) -> Message:
    """Return the letter in an attached message that is encoded, which RFC 2046 §5.2.1 forbids and programs do."""
    inner = message.get_payload()
    text = b"".join(each.as_bytes() for each in inner if isinstance(each, Message)) if isinstance(inner, list) else b""
    if _coding(message) != "base64":
        raise Damaged("an attached letter is encoded in a way that mailcheck does not follow")
    return _read(io.BytesIO(binascii.a2b_base64(text)), look)


def _document(part: Message, look: Look) -> Protection | None:
    """Judge a part that is a document; None if it is none."""
    kind = part.get_content_type()
    if kind == "multipart/encrypted" and not part.is_multipart():
        raise Damaged("nothing encrypted in an encrypted message")
    if kind == "multipart/encrypted":
        return _sealed(list(_in_sealed(part)), look)
    content = _content(part)
    if kind in SEALED:
        return _sealed([content], look)
    if not content.strip() or (_is_words(part) and begins(content[:2048]) != "PGP MESSAGE"):
        return None
    look.unpack(len(content))
    answer = look.inside(io.BytesIO(content))
    expected = NO_DOCUMENT.get(kind, PICTURE if _is_inline_picture(part) else frozenset())
    return None if answer.format in expected else answer


def _in_sealed(part: Message) -> Iterator[bytes]:
    """Yield what is in a message encrypted as a whole: not the note that says so, nor a footer that a list adds."""
    for number, inner in enumerate(part.get_payload()):
        assert isinstance(inner, Message)  # noqa: S101 - told to mypy: the payload of a multipart is messages
        content = _content(inner)
        is_footer = _is_words(inner) and not begins(content[:2048])
        if (number or not NOTE.fullmatch(content)) and not is_footer:
            yield content


def _sealed(contents: list[bytes], look: Look) -> Protection:
    """Judge what a message says is encrypted as a whole (RFC 3156, RFC 8551); damaged, nothing can be said."""
    answers = [look.inside(io.BytesIO(content)) for content in contents]
    readable = [answer for answer in answers if answer.state is not ProtectionState.UNREADABLE]
    if not readable:
        raise Damaged("nothing encrypted in an encrypted message")
    return readable[0] if len(readable) == 1 else contain(NAME, readable)


def _content(part: Message) -> bytes:
    """Return a part's octets; base64 that cannot be decoded comes back as it stands, and would pass for text."""
    content = part.get_payload(decode=True)
    if any(type(defect).__name__ == "InvalidBase64LengthDefect" for defect in part.defects):
        return UNDECODABLE
    return content if isinstance(content, bytes) else b""


def _is_words(part: Message) -> bool:
    """Whether a part is what the sender wrote, rather than a file."""
    return (
        part.get_content_maintype() == "text"
        and not part.get_filename()
        and part.get_content_disposition() != "attachment"
    )


def _is_inline_picture(part: Message) -> bool:
    """Whether a part is a picture within the words: a logo, a signature."""
    placed = part.get("Content-ID") is not None and part.get_content_disposition() != "attachment"
    return part.get_content_maintype() == "image" and placed


def _is_cut_off(message: Message) -> bool:
    return any(
        type(defect).__name__ == "CloseBoundaryNotFoundDefect" for part in message.walk() for defect in part.defects
    )
