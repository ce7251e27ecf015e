"""What the short way through a PDF is enough to say: most documents are ordinary, and then nothing more is read.

None is never an answer: the document is then read by qpdf, which knows everything about the format.
"""

import io
import zlib
from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.protection.pdf_encryption import CIPHERS, IDENTITY, Encryption, judge_standard
from mailcheck.protection.pdf_objects import Name, NotOrdinary, Reference
from mailcheck.protection.pdf_password import opens_with_nothing, standard_lock
from mailcheck.protection.pdf_places import Dictionary
from mailcheck.protection.pdf_walk import Walk

HEADER = b"%PDF-"
WORTH_A_CLOSER_LOOK = frozenset(("AF", "AcroForm", "Collection", "Encrypt"))
"""In a catalog: files inside the document, a signature, and what has no business there."""
OWNERS_ONLY = "it has a password against editing, not against reading"
UNREADABLE = (NotOrdinary, ValueError, LookupError, TypeError, ArithmeticError, zlib.error)


def quick_answer(file: BinaryIO) -> Protection | None:
    """Judge an ordinary document by its trailer, catalog and encryption dictionary; None if it is not one.

    Open only if header, table of objects, trailer and catalog confirm each other, and nothing may lie inside it.
    """
    try:
        file.seek(0)
        if file.read(len(HEADER)) != HEADER:
            return None
        walk = Walk(file)
        walk.confirm()
        if not _is_complete(walk.trailer):
            return None
        return _locked(walk) if "Encrypt" in walk.trailer else _open(walk)
    except UNREADABLE:
        return None
    finally:
        file.seek(0, io.SEEK_SET)


def _is_complete(trailer: Dictionary) -> bool:
    """Whether a trailer has what every one must have (7.5.5); without it, programs look for objects by themselves."""
    return type(trailer.get("Size")) is int and isinstance(trailer.get("Root"), Reference)


def has_open_version(file: BinaryIO) -> bool:
    """Whether a document that needs a password was one without before: cut off behind that version, it opens."""
    try:
        walk = Walk(file)
        walk.confirm()
    except UNREADABLE:
        return False
    return not walk.is_locked_throughout


def _open(walk: Walk, note: str = "") -> Protection | None:
    """Say that a document opens, if its catalog is where it should be and nothing in it is worth a closer look."""
    catalog = walk.follow(walk.trailer.get("Root"))
    is_plain = (
        isinstance(catalog, dict)
        and catalog.get("Type") == Name("Catalog")
        and _is_page_tree(walk.follow(catalog.get("Pages")))
        and WORTH_A_CLOSER_LOOK.isdisjoint(catalog)
        and _has_no_files(walk, catalog.get("Names"))
    )
    return opens("pdf", note=note) if is_plain else None


def _is_page_tree(pages: object) -> bool:
    return isinstance(pages, dict) and pages.get("Type") == Name("Pages") and isinstance(pages.get("Kids"), list)


def _has_no_files(walk: Walk, names: object) -> bool:
    """Whether the names of a document (7.7.4), if it has any, are of places in it only."""
    found = walk.follow(names) if isinstance(names, Reference) else names
    return found is None or (isinstance(found, dict) and "EmbeddedFiles" not in found)


def _locked(walk: Walk) -> Protection | None:
    """Judge a document under the standard handler, for which alone this is enough.

    Where the empty password opens it, its dictionaries can be read as they are: only strings and streams are encrypted.
    """
    told = walk.trailer["Encrypt"]
    dictionary = walk.follow(told) if isinstance(told, Reference) else told
    if not isinstance(dictionary, dict) or dictionary.get("Filter") != Name("Standard"):
        return None
    if not walk.is_locked_throughout:
        return None
    encryption = _encryption(dictionary)
    if opens_with_nothing(standard_lock(dictionary, walk.trailer.get("ID"))):
        return _open(walk, OWNERS_ONLY)
    return judge_standard(encryption)


def _encryption(dictionary: Dictionary) -> Encryption:
    """Return what the dictionary says of its ciphers. Raises NotOrdinary unless all of it is usual."""
    streams, strings = (_filter(dictionary, name, IDENTITY) for name in ("StmF", "StrF"))
    attachments = _filter(dictionary, "EFF", streams)
    version, bits = dictionary.get("V"), dictionary.get("Length", 40)
    method = "/None"
    if version in {4, 5}:
        filters = dictionary.get("CF")
        if not isinstance(filters, dict) or {streams, strings, attachments} != {"/StdCF"}:
            raise NotOrdinary
        used = filters["StdCF"]
        method = f"/{used.get('CFM')}" if isinstance(used, dict) else ""
        if method not in CIPHERS:
            raise NotOrdinary
    if type(version) is not int or type(bits) is not int:
        raise NotOrdinary
    return Encryption("/Standard", version, bits, streams, attachments, method)


def _filter(dictionary: Dictionary, name: str, otherwise: str) -> str:
    told = dictionary.get(name)
    if told is None:
        return otherwise
    if not isinstance(told, Name):
        raise NotOrdinary
    return f"/{told}"
