"""A realistic folder of sent letters, and the truth about it; always the same for the same number.

    python -m tests.bench.sent_folder FOLDER COUNT

Every third letter holds documents. Sizes are log-normal (median 158 KB, up to 15 MB); some documents lie in letters
passed on, some are encoded oddly. Written straight into a Maildir, with the truth beside it.
"""

import base64
import json
import os
import random
import sys
from binascii import b2a_qp, b2a_uu
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import Header
from pathlib import Path
from urllib.parse import quote

from tests.bench.documents import Document, document

SEED = 20261122
FIRST = datetime(2024, 1, 3, 9, 0, tzinfo=UTC)
MEDIAN, SPREAD, LARGEST = 158_000, 1.45, 11_000_000
SHARE = 0.35
"""Of letters with documents."""
WORDS = "Thank you for your letter. I enclose what we spoke of, and look forward to our next appointment.\r\n"
LOGO = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU" + random.Random(1).randbytes(3000)


@dataclass(frozen=True, slots=True)
class Letter:
    """One sent letter and the states of its documents, in order."""

    octets: bytes
    stored: datetime
    states: tuple[str, ...]


def letters(count: int, seed: int = SEED, *, median: int = MEDIAN) -> Iterator[Letter]:
    """Yield letters, the oldest first, with documents of so many octets in the middle."""
    generator = random.Random(seed)
    for number in range(count):
        stored = FIRST + timedelta(hours=3 * number)
        documents: tuple[Document, ...] = ()
        if generator.random() < SHARE:
            how_many = generator.choices((1, 2, 3, 4), (75, 16, 6, 3))[0]
            documents = tuple(document(generator, _size(generator, median)) for _ in range(how_many))
        yield Letter(_letter(generator, number, stored, documents), stored, tuple(each.state for each in documents))


def _size(generator: random.Random, median: int) -> int:
    return int(min(LARGEST, max(2000, generator.lognormvariate(0, SPREAD) * median)))


def _letter(generator: random.Random, number: int, stored: datetime, documents: tuple[Document, ...]) -> bytes:
    parts = [_words(generator)]
    if generator.random() < 0.1:
        parts.append(_part("image/png", 'inline; filename="logo.png"', "base64", base64.encodebytes(LOGO)))
    if documents and generator.random() < 0.08:
        inside = _whole(generator, f"inner-{number}", stored, [_words(generator), *_attached(generator, documents)])
        parts.append(_part("message/rfc822", "attachment", "7bit", inside))
    else:
        parts += _attached(generator, documents)
    return _whole(generator, f"{number}", stored, parts)


def _whole(generator: random.Random, name: str, stored: datetime, parts: list[bytes]) -> bytes:
    head = (
        f"From: Anna <anna@practice.example>\r\nTo: Client <client{generator.randrange(40)}@elsewhere.example>\r\n"
        f"Subject: Letter {name}\r\nDate: {stored:%a, %d %b %Y %H:%M:%S} +0000\r\n"
        f"Message-ID: <{name}.{generator.randrange(10**9)}@practice.example>\r\nMIME-Version: 1.0\r\n"
        f"User-Agent: A mail program 115.3\r\nX-Padding: {'x' * generator.randrange(60)}\r\n"
    ).encode()
    if len(parts) == 1:
        return head + parts[0]
    border = f"=-border-{name}".encode()
    body = b"".join(b"--" + border + b"\r\n" + part + b"\r\n" for part in parts)
    return (
        head + b'Content-Type: multipart/mixed; boundary="' + border + b'"\r\n\r\n' + body + b"--" + border + b"--\r\n"
    )


def _words(generator: random.Random) -> bytes:
    text = (WORDS * generator.randrange(5, 80)).encode()
    return b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text


def _attached(generator: random.Random, documents: Iterable[Document]) -> Iterator[bytes]:
    for each in documents:
        encoding, octets = _encoded(generator, each)
        yield _part(each.media_type, f"attachment; {_name(generator, each.name)}", encoding, octets)


def _part(media_type: str, disposition: str, encoding: str, octets: bytes) -> bytes:
    head = f"Content-Type: {media_type}\r\nContent-Disposition: {disposition}\r\nContent-Transfer-Encoding: {encoding}"
    return head.encode() + b"\r\n\r\n" + octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _name(generator: random.Random, name: str) -> str:
    """Return the file name as one or another program writes it."""
    name = generator.choice(("", "Übersicht ", "letter to ")) + name
    way = generator.randrange(3)
    if way == 0 or name.isascii():
        return f'filename="{name}"' if name.isascii() else f'filename="{Header(name, "utf-8").encode()}"'
    return (
        f"filename*=utf-8''{quote(name)}"
        if way == 1
        else f"filename*0*=utf-8''{quote(name[:9])}; filename*1*={quote(name[9:])}"
    )


def _encoded(generator: random.Random, each: Document) -> tuple[str, bytes]:  # noqa: PLR0911 - one way each
    way = generator.random()
    if each.media_type.startswith("text/"):
        return ("8bit", each.octets) if way < 0.5 else ("quoted-printable", b2a_qp(each.octets))
    if way < 0.90:
        return "base64", base64.encodebytes(each.octets)
    if way < 0.95 or len(each.octets) > 100_000:
        return "base64", _in_lines(each.octets, 60)
    if way < 0.97:
        return "base64", _in_lines(each.octets, 76).rstrip()
    if way < 0.98:
        return "base64", base64.b64encode(each.octets)
    if way < 0.99:
        return "base64", _in_lines(each.octets[:5700], 76) + _in_lines(each.octets[5700:], 60)
    lines = b"".join(b2a_uu(each.octets[at : at + 45]) for at in range(0, len(each.octets), 45))
    return "x-uuencode", b"begin 644 file\n" + lines + b"`\nend\n"


def _in_lines(octets: bytes, width: int) -> bytes:
    letters_only = base64.b64encode(octets)
    return b"".join(letters_only[at : at + width] + b"\n" for at in range(0, len(letters_only), width))


def write_maildir(maildir: Path, count: int, *, median: int = MEDIAN) -> dict[str, object]:
    """Write letters into a Maildir's `cur`, dated; return the truth about them."""
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True, exist_ok=True)
    states: dict[str, int] = {}
    documents = octets = 0
    for number, letter in enumerate(letters(count, median=median)):
        path = maildir / "cur" / f"{int(letter.stored.timestamp())}.M{number}P1.host:2,S"
        path.write_bytes(letter.octets.replace(b"\r\n", b"\n"))
        os.utime(path, (letter.stored.timestamp(),) * 2)
        octets += len(letter.octets)
        documents += len(letter.states)
        for state in letter.states:
            states[state] = states.get(state, 0) + 1
    return {"messages": count, "documents": documents, "octets": octets, "states": states}


if __name__ == "__main__":
    print(json.dumps(write_maildir(Path(sys.argv[1]), int(sys.argv[2]))))
