"""What a message is made of, from its BODYSTRUCTURE (RFC 9051 §7.5.2), whichever server told it.

Servers differ: Cyrus writes everything in capitals, Courier leaves a field out and reports a multipart without a
boundary as a leaf, Dovecot may leave type and subtype empty, Exchange puts a bare word where the disposition's list
belongs, and Gmail may name a multipart that has no parts. Nothing here believes a size or recurses.
"""

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from itertools import takewhile
from typing import Any, NamedTuple, TypeGuard

from mailcheck.dataclass import dataclass
from mailcheck.model import MessageProtection, Part, Structure
from mailcheck.parse.bodies import LISTS, Leaf, read_leaf
from mailcheck.parse.documents import is_enveloped, is_pgp_control, is_rights_managed, kind_of

DEEPEST = 100
MOST_PARTS = 2_000

TOO_DEEP = "it is nested deeper than mailcheck looks"
TOO_MANY = "it has more parts than mailcheck looks at"
NOT_TOLD = "the mail server did not tell what it is made of"
NO_CONTENTS = "a part of it has contents that the mail server does not show"

_SIZE, _LINES = 6, 7
"""Where in a leaf its length stands in octets, and that of a text in lines."""
_WORDS_ALONE = Structure(())


class _Place(NamedTuple):
    """One node still to be looked at."""

    value: object
    section: str
    """Of the node itself; `""` for the outermost multipart."""
    depth: int = 0
    parent: str = ""
    """Subtype of the multipart around it, lower case."""
    enclosing: str | None = None
    """The outermost attached message around it: the one section that every server can give."""
    is_whole: bool = True
    """Whether this node is all that the message says: its root, or what a signature at the root covers."""


@dataclass(slots=True)
class _Walk:
    """What has been found so far."""

    stack: list[_Place]
    parts: list[Part] = field(default_factory=list)
    protection: MessageProtection = MessageProtection.NONE
    problems: dict[str, None] = field(default_factory=dict)
    seen: int = 0


def walk(bodystructure: object) -> Structure:
    """Return the documents and inline images of a message, and what protects it as a whole.

    `bodystructure` is the parsed list as imapclient gives it. Never raises on what a server says: what is not
    understood is told in `problems`.
    """
    if not _is_list(bodystructure) or not bodystructure:
        return Structure((), problems=(NOT_TOLD,))
    if _is_no_document(bodystructure, parent=""):
        return _WORDS_ALONE
    found = _Walk([_place_of_message(bodystructure, "")])
    while found.stack:
        found.seen += 1
        if found.seen > MOST_PARTS:
            found.problems[TOO_MANY] = None
            break
        _visit(found, found.stack.pop())
    return _conclude(found)


def hides_contents(bodystructure: object, structure: Structure, content_type: str | None) -> bool:
    """Say whether the server shows less than the message holds, so that it is worth taking apart here.

    `content_type` is the message's own Content-Type field. Cyrus shows a multipart without a boundary, and Courier
    anything without a MIME-Version field, as plain words.
    """
    if structure.problems and {NO_CONTENTS, NOT_TOLD} & set(structure.problems):
        return True
    told = (content_type or "").partition(";")[0].strip().lower()
    if "/" not in told or told.startswith("text/") or multipart_of(bodystructure):
        return False
    leaf = read_leaf(bodystructure)
    return leaf is not None and leaf.media_type.startswith("text/")


def _conclude(found: _Walk) -> Structure:
    """Return the result. A rights-managed envelope is the whole message only if no other document lies beside it."""
    parts = tuple(found.parts)
    if parts and not found.problems and all(map(is_rights_managed, parts)):
        return Structure((), MessageProtection.ENCRYPTED, tuple(found.problems))
    return Structure(parts, found.protection, tuple(found.problems))


def _place_of_message(value: object, section: str, *, depth: int = 0, enclosing: str | None = None) -> _Place:
    """Return where a message's own body stands: a multipart has the message's number, a single part is `.1` of it."""
    if not _is_multipart(value):
        section = f"{section}.1" if section else "1"
    return _Place(value, section, depth, enclosing=enclosing, is_whole=enclosing is None)


class Multipart(NamedTuple):
    """A part that holds others."""

    subtype: str
    """Lower case."""
    children: tuple[object, ...]


def multipart_of(value: object) -> Multipart | None:
    """Return a multipart, as imapclient wraps it or as a plain tuple; None if it is none."""
    if not _is_multipart(value):
        return None
    if isinstance(value[0], list):
        children, rest = tuple(value[0]), value[1:]
    else:
        children = tuple(takewhile(_is_list, value))
        rest = value[len(children) :]
    subtype = rest[0] if rest and isinstance(rest[0], bytes) else b""
    return Multipart(subtype.decode("ascii", "replace").lower(), children)


def _is_multipart(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether a part holds others: then the first of them stands where a leaf has its type."""
    return _is_list(value) and bool(value) and _is_list(value[0])


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, LISTS)


def _visit(found: _Walk, place: _Place) -> None:
    if place.depth > DEEPEST:
        found.problems[TOO_DEEP] = None
        return
    if _is_no_document(place.value, parent=place.parent):
        return
    multipart = multipart_of(place.value)
    if multipart is not None:
        _visit_multipart(found, place, multipart)
    else:
        _visit_leaf(found, place, read_leaf(place.value))


def _is_no_document(value: object, *, parent: str) -> bool:
    """Whether a text is none, by all that is told of it but how long it is.

    It is remembered: most of them are letters' own words, and one program writes all of them alike.
    """
    if not isinstance(value, tuple) or len(value) <= _LINES or type(value[0]) is not bytes:
        return False
    if value[0].lower() != b"text":
        return False
    lines = value[_LINES]
    told = (*value[:_SIZE], None if type(lines) is int else lines, *value[_LINES + 1 :])
    try:
        return _is_of_no_kind(told, parent)
    except TypeError:  # lists as imapclient gives them
        return False


@lru_cache(maxsize=256)
def _is_of_no_kind(told: tuple[object, ...], parent: str) -> bool:
    leaf = read_leaf((*told[:_SIZE], 0, *told[_SIZE:]))
    return leaf is not None and kind_of(leaf, parent=parent) is None


def _visit_multipart(found: _Walk, place: _Place, multipart: Multipart) -> None:
    subtype, children = multipart.subtype, multipart.children
    if not children:
        found.problems[NO_CONTENTS] = None
    if place.is_whole and subtype == "encrypted" and _is_encrypted_shape(children):
        found.protection = MessageProtection.ENCRYPTED
        return
    is_signed = place.is_whole and subtype == "signed"
    if is_signed:
        found.protection = MessageProtection.SIGNED
    prefix = f"{place.section}." if place.section else ""
    found.stack.extend(
        _Place(
            child,
            f"{prefix}{number}",
            place.depth + 1,
            parent=subtype,
            enclosing=place.enclosing,
            is_whole=is_signed and number == 1,
        )
        for number, child in reversed(tuple(enumerate(children, 1)))
    )


def _is_encrypted_shape(children: Sequence[object]) -> bool:
    """Whether a multipart/encrypted is built as RFC 3156 §4 says; one that is not may hold documents in the clear."""
    leaves = [read_leaf(child) for child in children if multipart_of(child) is None]
    return len(children) == len(leaves) == 2 and (
        [leaf.media_type if leaf else "" for leaf in leaves]
        == ["application/pgp-encrypted", "application/octet-stream"]
    )


def _visit_leaf(found: _Walk, place: _Place, leaf: Leaf | None) -> None:
    if leaf is None or leaf.media_type.startswith("multipart/"):
        found.problems[NO_CONTENTS] = None
    elif leaf.message is not None:
        enclosing = place.enclosing or place.section
        found.stack.append(_place_of_message(leaf.message, place.section, depth=place.depth + 1, enclosing=enclosing))
    elif place.is_whole and is_enveloped(leaf):
        found.protection = MessageProtection.ENCRYPTED
    elif not is_pgp_control(leaf) and (kind := kind_of(leaf, parent=place.parent)) is not None:
        found.parts.append(
            Part(
                section=place.section,
                kind=kind,
                media_type=leaf.media_type,
                encoding=leaf.encoding,
                size=leaf.size,
                name=leaf.name,
                is_attachment=leaf.is_attachment,
                smime_type=leaf.smime_type,
                enclosing=place.enclosing,
            )
        )
