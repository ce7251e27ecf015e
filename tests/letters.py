"""Letters for the tests, as mail programs write them."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

FROM = "anna@practice.example"


@dataclass(frozen=True, slots=True)
class Attached:
    """One part of a letter, written out."""

    header: str
    body: bytes

    def octets(self) -> bytes:
        """Return the part with its header."""
        return self.header.encode() + b"\r\n\r\n" + self.body


def attached(
    content: bytes,
    name: str = "letter.pdf",
    *,
    media_type: str = "application/pdf",
    disposition: str = "attachment",
    content_id: str = "",
    line: int = 76,
) -> Attached:
    """Return an attachment in base64."""
    lines = [f'Content-Type: {media_type}; name="{name}"' if name else f"Content-Type: {media_type}"]
    if disposition:
        lines.append(
            f'Content-Disposition: {disposition}; filename="{name}"' if name else f"Content-Disposition: {disposition}"
        )
    if content_id:
        lines.append(f"Content-ID: <{content_id}>")
    lines.append("Content-Transfer-Encoding: base64")
    return Attached("\r\n".join(lines), in_base64(content, line))


def in_base64(content: bytes, line: int = 76) -> bytes:
    """Return base64 in lines of equal length."""
    letters = base64.b64encode(content)
    return b"".join(letters[start : start + line] + b"\r\n" for start in range(0, len(letters), line))


def forwarded(message: bytes, *, encoding: str = "") -> Attached:
    """Return a whole message as an attachment."""
    header = "Content-Type: message/rfc822\r\nContent-Disposition: attachment"
    if encoding:
        return Attached(f"{header}\r\nContent-Transfer-Encoding: base64", in_base64(message))
    return Attached(header, message)


def letter(
    *parts: Attached,
    identifier: str = "one",
    text: str = "Dear reader",
    to: str = "Ben <ben@else.example>",
    date: str = "Sun, 01 Nov 2026 10:00:00 +0000",
    fields: Sequence[str] = (),
    subtype: str = "mixed",
) -> bytes:
    """Return a letter with a text and parts; without parts it is a single text/plain."""
    head = [f"From: Anna <{FROM}>", f"To: {to}", f"Date: {date}", "Subject: hello", "MIME-Version: 1.0", *fields]
    if identifier:
        head.insert(0, f"Message-ID: <{identifier}@practice.example>")
    words = Attached("Content-Type: text/plain; charset=utf-8", text.encode() + b"\r\n")
    if not parts:
        return "\r\n".join(head).encode() + b"\r\n" + words.octets()
    return "\r\n".join(head).encode() + b"\r\n" + multipart(words, *parts, subtype=subtype).octets()


def multipart(*parts: Attached, subtype: str = "mixed", parameters: str = "") -> Attached:
    """Return parts in a multipart."""
    boundary = f"=_{abs(hash(parts)):x}"
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part.octets() + b"\r\n" for part in parts)
    return Attached(
        f'Content-Type: multipart/{subtype}; boundary="{boundary}"{parameters}', body + f"--{boundary}--\r\n".encode()
    )
