"""Outlook items, `.msg`: messages, posts, contacts, appointments ([MS-OXMSG])."""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection, ProtectionState
from mailcheck.protection import CannotTell, Look, begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.message_contents import judged_by_documents
from mailcheck.protection.octets import Damaged
from mailcheck.protection.ole import SIGNATURE, Compound

NAME = "msg"
PROPERTIES = "__properties_version1.0"
ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9a-f]{8}")
STREAM = "__substg1.0_"
CLASS, DATA, EMBEDDED, KIND, CONTENT_ID = "001a001", "37010102", "3701000d/", "370e001", "3712001"
WORDS = ("1000001", "10130102", "1013001", "10090102")
"""The body as text, HTML and compressed rich text ([MS-OXPROPS])."""
SEALED = re.compile(r"(?i)IPM\.Note\.(?:SMIME|Secure)(?!\.MultipartSigned)")
SIGNED = re.compile(r"(?i)IPM\.Note\.(?:SMIME\.MultipartSigned|Secure\.Sign)")


@format(NAME, begins_with(SIGNATURE), rank=40)
def msg(file: BinaryIO, look: Look) -> Protection:
    """Judge an Outlook item by the documents attached to it, or by its seal if it is encrypted as a whole."""
    compound = Compound(file, look)
    if PROPERTIES not in compound:
        raise CannotTell("it is not a document that mailcheck knows")
    if compound.is_cut_off:
        raise Damaged("it ends too early")
    return _item(compound, "", look)


def _item(compound: Compound, folder: str, look: Look) -> Protection:
    look.entry()
    kind = _words(compound, f"{folder}{STREAM}{CLASS}", look)
    documents = list(_documents(compound, folder, look))
    if SEALED.match(kind):
        sealed = [answer for answer in documents if answer.state is not ProtectionState.UNREADABLE]
        if not sealed:
            raise Damaged("nothing encrypted in an encrypted message")
        return judged_by_documents(NAME, sealed, look, words=False, note=sealed[0].note)
    words = any(_find(compound, f"{folder}{STREAM}{body}") for body in WORDS)
    return judged_by_documents(NAME, documents, look, words=words, note="signed" if SIGNED.match(kind) else "")


def _documents(compound: Compound, folder: str, look: Look) -> Iterator[Protection]:
    length = len(folder)
    found = {path[length:].partition("/")[0] for path in compound.paths if path.startswith(folder)}
    for name in sorted(name for name in found if ATTACHMENT.fullmatch(name)):
        look.entry()
        attachment = f"{folder}{name}/{STREAM}"
        if f"{attachment}{EMBEDDED}{PROPERTIES}" in compound:
            yield from _item(compound, f"{attachment}{EMBEDDED}", look).children
        elif f"{attachment}{DATA}" in compound and not _is_inline_picture(compound, attachment, look):
            content = _octets(compound, f"{attachment}{DATA}", look)
            if content:
                yield look.inside(io.BytesIO(content))


def _is_inline_picture(compound: Compound, attachment: str, look: Look) -> bool:
    """Whether an attachment is a picture within the words: a logo, a signature."""
    placed = _find(compound, f"{attachment}{CONTENT_ID}")
    return bool(placed) and _words(compound, f"{attachment}{KIND}", look).startswith("image/")


def _find(compound: Compound, path: str) -> str:
    """Return the path of a stream that has content, whichever of its two spellings of text it has."""
    candidates = (path, f"{path}f", f"{path}e")
    return next((found for found in candidates if found in compound and compound.size(found)), "")


def _words(compound: Compound, path: str, look: Look) -> str:
    found = _find(compound, path)
    if not found:
        return ""
    octets = _octets(compound, found, look, most=512)
    return octets.decode("utf-16-le" if found.endswith("f") else "latin-1", "replace")


def _octets(compound: Compound, path: str, look: Look, *, most: int | None = None) -> bytes:
    length = compound.size(path) if most is None else min(most, compound.size(path))
    look.unpack(length)
    octets = compound.head(path, length)
    if len(octets) != length:
        raise Damaged("it ends too early")
    return octets
