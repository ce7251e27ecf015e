"""Cuts a raw message into the octets that IMAP sections name, and says its structure, as an exact server would.

Kept apart from the package on purpose: the reader under test and the double that feeds it share no code.
"""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Entity:
    """One MIME entity: its own header and body octets, and what is inside."""

    header: bytes
    body: bytes
    fields: Message
    children: tuple["Entity", ...] = ()
    message: "Entity | None" = None
    """The message inside a message/rfc822 entity that is not base64-encoded."""

    @property
    def encoding(self) -> str:
        """The transfer encoding, lower case."""
        return str(self.fields.get("Content-Transfer-Encoding", "7bit")).strip().lower()


def entity(raw: bytes, default: str = "text/plain") -> Entity:
    """Take a message or a part apart. `raw` has CRLF line ends."""
    if raw.startswith(b"\r\n"):
        header, body = raw[:2], raw[2:]
    else:
        head, gap, body = raw.partition(b"\r\n\r\n")
        header = head + gap
    # Latin-1 carries every octet through, so that raw 8-bit names reach the client as they are.
    fields = HeaderParser().parsestr(header.decode("latin-1"))
    fields.set_default_type(default)
    boundary = fields.get_boundary()
    if fields.get_content_maintype() == "multipart" and boundary:
        inner = "message/rfc822" if fields.get_content_subtype() == "digest" else "text/plain"
        children = tuple(entity(octets, inner) for octets in _between(body, boundary.encode("latin-1", "replace")))
        return Entity(header, body, fields, children)
    found = Entity(header, body, fields)
    if fields.get_content_type() == "message/rfc822" and found.encoding not in {"base64", "quoted-printable"}:
        return Entity(header, body, fields, message=entity(body))
    return found


def _between(body: bytes, boundary: bytes) -> list[bytes]:
    """Return the octets between the delimiter lines (RFC 2046 §5.1.1)."""
    line = re.compile(rb"(?:\A|\r\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r\n|\Z)")
    parts, start = [], None
    for found in line.finditer(body):
        if start is not None:
            parts.append(body[start : max(start, found.start())])
        start = None if found.group(1) else found.end() + 2
    if start is not None:
        parts.append(body[start:])
    return parts


def section(root: Entity, spec: str) -> bytes | None:
    """Return the octets of an IMAP section (RFC 9051 §6.4.5); None if there is no such section."""
    words = [word for word in spec.split(".") if word]
    suffix = next((word.upper() for word in words if not word.isdigit()), "")
    way = _way(root, words)
    if way is None:
        return None
    if not way:
        return {"HEADER": root.header, "TEXT": root.body}.get(suffix, root.header + root.body)
    found = way[-1]
    inner = found.message
    answers = {"": found.body, "MIME": found.header}
    if inner:
        answers |= {"HEADER": inner.header, "TEXT": inner.body}
    return answers.get(suffix)


def is_nested(root: Entity, spec: str) -> bool:
    """Say whether a section lies inside an attached message."""
    return any(passed.message for passed in (_way(root, spec.split(".")) or [])[:-1])


def _way(root: Entity, words: list[str]) -> list[Entity] | None:
    """Return the entity that each number of a section names, from the outside in; None if one names nothing."""
    way: list[Entity] = []
    container: Entity | None = root
    for number in (int(word) for word in words if word.isdigit()):
        if container is None:
            return None
        choices = container.children or (container,)
        if not 0 < number <= len(choices):
            return None
        found = choices[number - 1]
        way.append(found)
        container = found.message or (found if found.children else None)
    return way


def body_structure(found: Entity) -> tuple[Any, ...]:
    """Return BODYSTRUCTURE as nested tuples, before imapclient wraps it (RFC 9051 §7.5.2)."""
    fields = found.fields
    kind, subtype = (word.encode() for word in fields.get_content_type().split("/", 1))
    tail = (_disposition(fields), None, None)
    if found.children:
        inside = tuple(body_structure(child) for child in found.children)
        return (*inside, subtype, _parameters(fields, "content-type"), *tail)
    basic = (
        kind,
        subtype,
        _parameters(fields, "content-type"),
        _field(fields, "Content-ID"),
        _field(fields, "Content-Description"),
        found.encoding.encode(),
        len(found.body),
    )
    lines = found.body.count(b"\n")
    if found.message:
        return (*basic, (None,) * 10, body_structure(found.message), lines, None, *tail)
    return (*basic, lines, None, *tail) if kind == b"text" else (*basic, None, *tail)


def _field(fields: Message, name: str) -> bytes | None:
    value = fields.get(name)
    return None if value is None else str(value).encode("latin-1", "replace")


def _parameters(fields: Message, header: str) -> tuple[bytes, ...] | None:
    """Return the parameters as a server that merges RFC 2231 continuations does (Dovecot)."""
    words: list[bytes] = []
    for name, value in (fields.get_params(header=header) or [])[1:]:
        if isinstance(value, tuple):
            charset, language, text = value
            encoded = quote(text.encode("latin-1", "replace"))
            words += [f"{name}*".encode(), f"{charset or ''}'{language or ''}'{encoded}".encode()]
        else:
            words += [name.lower().encode("latin-1", "replace"), value.encode("latin-1", "replace")]
    return tuple(words) or None


def _disposition(fields: Message) -> tuple[Any, ...] | None:
    kind = fields.get_content_disposition()
    return None if kind is None else (kind.encode(), _parameters(fields, "content-disposition"))
