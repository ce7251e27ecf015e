"""Office documents of 95 to 2003, and encrypted ones since: everything of Office that is an OLE file."""

import struct
from collections.abc import Callable
from typing import BinaryIO

from mailcheck.model import Protection, ProtectionState, Strength, opens, protected
from mailcheck.protection.judge import begins_with, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.look import CannotTell, Look
from mailcheck.protection.office_encrypted import BUILT_IN_REASON, PACKAGE, encrypted_package, is_rights_managed
from mailcheck.protection.office_password import opens_by_itself, read_verifier
from mailcheck.protection.ole import DAMAGED, SIGNATURE, Compound

CRYPTO_HEADER = 1024
LOCKED = "\x09drmcontent"
"""The stream of the locked document, in a binary document under rights management."""
LONGEST_NOTICE = 16_384
"""Octets; the notices that Office writes take some 4 KB in Word."""
EDITING = "protected against editing, not against reading"

WORD_MARKS = {0xA5DB, 0xA5DC, 0xA5EC, 0xA697, 0xA698, 0xA699}
"""wIdent of Word 2 to 2003 ([MS-DOC] 2.5.2; the others from Word's own history, East Asian editions included)."""
FIRST_BOF = {0x0009, 0x0209, 0x0409, 0x0809}
FILE_PASS, FILE_SHARING, WRITE_PROTECT, PROTECT, LAST = 0x002F, 0x005B, 0x0086, 0x0012, 0x000A
VELVET_SWEATSHOP = (0xB359, 0x9A0A)
"""Key and verifier of "VelvetSweatshop" ([MS-OFFCRYPTO] 2.3.7.1, 2.3.7.2)."""
ENCRYPTED_TOKEN, PLAIN_TOKEN = 0xF3D1C4DF, 0xE391C05F

Judge = Callable[[Compound, str, Look], Protection]


@format("office", begins_with(SIGNATURE), rank=10)
def office_binary(file: BinaryIO, look: Look) -> Protection:
    """Judge an OLE file of Office by its streams; with two documents in one file, the less protected decides."""
    if look.beside is not None:
        look.beside(())  # it may have to be asked soon
    compound = Compound(file, look)
    kinds = [(path, judge) for path, judge in KINDS.items() if path in compound]
    if not kinds and not is_rights_managed(compound):
        raise CannotTell("it is not a document that mailcheck knows")
    if compound.is_cut_off:
        raise CannotTell(DAMAGED)
    if is_rights_managed(compound):
        return _rights_managed(compound, [(path, judge) for path, judge in kinds if path != PACKAGE], look)
    return min(_answers(compound, kinds, look), key=lambda answer: answer.state is ProtectionState.PROTECTED)


def _rights_managed(compound: Compound, kinds: list[tuple[str, Judge]], look: Look) -> Protection:
    """Judge by what stands beside the locked content.

    Office writes the locked document into one stream and a short notice into the usual ones, for programs that know
    no rights management ([MS-OFFCRYPTO] 1.3.2, 2.2.11). Only what is shorter than the locked content and no longer
    than such a notice is taken for one. Raises CannotTell if something more can be read beside it.
    """
    beside = [(path, judge) for path, judge in kinds if compound.size(path) > _longest_notice(compound)]
    if beside and any(answer.state is ProtectionState.OPEN for answer in _answers(compound, beside, look)):
        raise CannotTell("it is under rights management, but something in it can be read without")
    return protected("office", "under rights management: only those it was issued to can open it")


def _longest_notice(compound: Compound) -> int:
    locked = compound.size(LOCKED) if LOCKED in compound else 0
    return min(locked, LONGEST_NOTICE)


def _answers(compound: Compound, kinds: list[tuple[str, Judge]], look: Look) -> list[Protection]:
    """Ask every stream; one that is a mere placeholder beside the document is left out. Raises CannotTell."""
    answers, reason = [], DAMAGED
    for path, judge in kinds:
        try:
            answers.append(judge(compound, path, look))
        except CannotTell as why:
            reason = str(why)
    if not answers:
        raise CannotTell(reason)
    return answers


def _package(compound: Compound, path: str, look: Look) -> Protection:
    del path
    return encrypted_package(compound, look)


def _word(compound: Compound, path: str, look: Look) -> Protection:
    """Judge a Word document by the flags of its FibBase ([MS-DOC] 2.5.2)."""
    fib = compound.head(path, 32)
    if len(fib) < 32:
        raise CannotTell(DAMAGED)
    mark, version, flags = struct.unpack("<HH6xH", fib[:12])
    if mark not in WORD_MARKS:
        raise CannotTell(DAMAGED)
    if not flags & 0x0100:
        return opens("doc", note=EDITING if flags & 0x0C00 else "")
    if flags & 0x8000 or version < 0x00C1:
        return protected("doc", "scrambled with XOR, which is very weak", strength=Strength.WEAK)
    return _with_header("doc", compound.head("1table" if flags & 0x0200 else "0table", CRYPTO_HEADER), look)


def _with_header(name: str, header: bytes, look: Look) -> Protection:
    """Judge by an encryption header, trying what is built into Office."""
    verifier = read_verifier(header)
    if opens_by_itself(verifier, look):
        return opens(name, BUILT_IN_REASON)
    cipher = verifier.cipher
    return protected(name, f"encrypted with {cipher.name}", strength=cipher.strength)


def _excel(compound: Compound, path: str, look: Look) -> Protection:
    """Judge a workbook by its first records: FilePass comes before any content ([MS-XLS] 2.1.7.20.3, 2.4.117)."""
    data = compound.head(path, 2048)
    kind, length = struct.unpack_from("<HH", data)
    if kind not in FIRST_BOF:
        raise CannotTell(DAMAGED)
    note, at = "", 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        if kind == FILE_PASS:
            return _file_pass(compound.head(path, CRYPTO_HEADER, offset=at + 4), length, look)
        if kind == LAST:
            break
        if kind == WRITE_PROTECT or (kind in {FILE_SHARING, PROTECT} and any(data[at + 4 : at + 4 + min(length, 4)])):
            note = EDITING
        at += 4 + length
    return opens("xls", note=note)


def _file_pass(data: bytes, length: int, look: Look) -> Protection:
    """Judge by a FilePass record: XOR with or without a type before it, or an encryption header."""
    if length > 6:
        if struct.unpack_from("<H", data)[0] != 1:
            raise CannotTell(DAMAGED)
        return _with_header("xls", data[2:length], look)
    if length not in {4, 6}:
        raise CannotTell(DAMAGED)
    if struct.unpack_from("<HH", data, length - 4) == VELVET_SWEATSHOP:
        return opens("xls", BUILT_IN_REASON)
    return protected("xls", "scrambled with XOR, which is very weak", strength=Strength.WEAK)


def _powerpoint(compound: Compound, path: str, look: Look) -> Protection:
    """Judge a presentation by the token of its CurrentUserAtom ([MS-PPT] 2.3.2)."""
    storage = path.removesuffix("powerpoint document")
    atom = compound.head(f"{storage}current user", 20)
    if len(atom) < 20:
        raise CannotTell(DAMAGED)
    kind, token, edit = struct.unpack("<2xH8xII", atom)
    if kind != 0x0FF6 or token not in {ENCRYPTED_TOKEN, PLAIN_TOKEN}:
        raise CannotTell(DAMAGED)
    if token == PLAIN_TOKEN:
        return opens("ppt")
    return _with_header("ppt", _crypt_session(compound, path, edit), look)


def _crypt_session(compound: Compound, path: str, edit: int) -> bytes:
    """Return the encryption header of a presentation: UserEditAtom, persist directory, CryptSession10Container."""
    kind, length = struct.unpack("<2xHI", compound.head(path, 8, offset=edit))
    if kind != 0x0FF5 or length < 32:
        raise CannotTell(DAMAGED)
    directory, reference = struct.unpack("<12xI12xI", compound.head(path, 32, offset=edit + 8))
    _, kind, length = struct.unpack("<HHI", compound.head(path, 8, offset=directory))
    entries = compound.head(path, min(length, 1 << 20), offset=directory + 8)
    if kind != 0x1772:
        raise CannotTell(DAMAGED)
    at = 0
    while at + 4 <= len(entries):
        word = struct.unpack_from("<I", entries, at)[0]
        first, count = word & 0xFFFFF, word >> 20
        if first <= reference < first + count:
            place = struct.unpack_from("<I", entries, at + 4 + 4 * (reference - first))[0]
            return _session_at(compound, path, place)
        at += 4 + 4 * count
    raise CannotTell(DAMAGED)


def _session_at(compound: Compound, path: str, place: int) -> bytes:
    kind = struct.unpack("<2xHI", compound.head(path, 8, offset=place))[0]
    if kind != 0x2F14:
        raise CannotTell(DAMAGED)
    return compound.head(path, CRYPTO_HEADER, offset=place + 8)


def _always_open(name: str) -> Judge:
    def judge(compound: Compound, path: str, look: Look) -> Protection:
        del compound, path, look
        return opens(name)

    return judge


KINDS: dict[str, Judge] = {
    PACKAGE: _package,
    "worddocument": _word,
    "workbook": _excel,
    "book": _excel,
    "powerpoint document": _powerpoint,
    "pp97_dualstorage/powerpoint document": _powerpoint,
    "pp40": _always_open("ppt"),
    "quill": _always_open("pub"),
    "visiodocument": _always_open("vsd"),
}
"""Streams by which Office documents are known. Publisher and Visio have no password for opening."""
