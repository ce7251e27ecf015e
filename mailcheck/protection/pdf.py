"""PDF documents: passwords R2 to R6, certificates, rights management, attachments (ISO 32000-2)."""

import io
import logging
import re
from dataclasses import replace
from typing import Any, BinaryIO, cast

from mailcheck.model import Protection, ProtectionState
from mailcheck.protection.judge import Sample, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.look import CannotTell, Look
from mailcheck.protection.pdf_attachments import with_attachments
from mailcheck.protection.pdf_bounds import bounded
from mailcheck.protection.pdf_encryption import Remembering, find_encryption, judge_other_handler, judge_standard
from mailcheck.protection.pdf_quick import OWNERS_ONLY, has_open_version, quick_answer

DAMAGED = "it is damaged or incomplete"
TWO_DOCUMENTS = "another document stands in the same file"
OPEN_BEFORE = "an earlier version of it, which it still holds, is not encrypted"
FOREWORD = 1024
"""Readers accept this much of something else before the header (Adobe's implementation note 13)."""
MENDED = 16 * 1024 * 1024
"""A damaged document up to this size is read whole and mended; there is no clock inside qpdf."""
MOST_OBJECTS = 100_000
"""More of them are not mended: qpdf takes about a second for so many."""
LINEARIZED = re.compile(rb"/Linearized\s.{0,200}?/L\s+(\d{1,12})", re.DOTALL)
OTHER_HANDLER = "encryption filter"
"""What qpdf says of a security handler that is not for passwords."""


@format("pdf", lambda sample: b"%PDF-" in sample.head[:FOREWORD], rank=20)
def pdf(file: BinaryIO, look: Look) -> Protection:
    """Judge a PDF with the empty password, reading no more than the way to its catalog.

    An owner password alone stops editing, not reading: such a document is open.
    """
    return quick_answer(file) or _judge(file, look, mend=False) or _mended(file, look)


def _is_behind(sample: Sample) -> bool:
    """Whether it may end as a PDF behind something else: some readers take one from anywhere in a file."""
    return b"%PDF-" not in sample.head[:FOREWORD] and b"%%EOF" in sample.tail and b"startxref" in sample.tail


@format("pdf", _is_behind, rank=80)
def pdf_behind(file: BinaryIO, look: Look) -> Protection:
    """Judge a PDF behind something else, such as an encrypted archive: readers that mend a document open it."""
    return _mended(file, look)


def _mended(file: BinaryIO, look: Look) -> Protection:
    """Judge a document whose table of objects is damaged, read whole; one that was cut off stays unreadable."""
    size = file.seek(0, io.SEEK_END)
    if size > MENDED:
        raise CannotTell(DAMAGED)
    look.unpack(size)
    file.seek(0)
    data = file.read()
    if _is_cut_off(data) or data.count(b" obj") > MOST_OBJECTS:
        raise CannotTell(DAMAGED)
    answer = _judge(io.BytesIO(data), look, mend=True)
    if answer is None:
        raise CannotTell(DAMAGED)
    if answer.state is ProtectionState.PROTECTED and data.count(b"%PDF-") > 1:
        raise CannotTell(TWO_DOCUMENTS)
    return answer


def _is_cut_off(data: bytes) -> bool:
    """Whether the end is missing: no end marker (7.5.5), or shorter than a linearized file says (annex F.3)."""
    end = data[-2 * FOREWORD :]
    if b"startxref" not in end and b"%%EOF" not in end:
        return True
    linearized = LINEARIZED.search(data, 0, 2 * FOREWORD)
    return bool(linearized) and int(cast("re.Match[bytes]", linearized)[1]) > len(data)


def _judge(file: BinaryIO, look: Look, *, mend: bool) -> Protection | None:
    """Open with the empty password and judge; None: it is damaged."""
    import pikepdf

    _quieten()
    remembering = Remembering(file, look)
    remembering.seek(0)
    with bounded():
        try:
            document = pikepdf.open(
                cast(BinaryIO, remembering),
                attempt_recovery=mend,
                suppress_warnings=True,
                access_mode=pikepdf.AccessMode.stream,
            )
        except pikepdf.PasswordError:
            return _whole(judge_standard(find_encryption(remembering.remembered())), file)
        except pikepdf.PdfError as error:
            if OTHER_HANDLER in str(error):
                return _whole(judge_other_handler(find_encryption(remembering.remembered())), file)
            return None
        with document:
            return with_attachments(document, look, note=_note(document))


def _whole(answer: Protection, file: BinaryIO) -> Protection:
    """Say of a document that needs a secret if an earlier version, which is still in it, needs none."""
    if answer.state is ProtectionState.PROTECTED and has_open_version(file):
        return replace(answer, state=ProtectionState.PARTIAL, reason=OPEN_BEFORE)
    return answer


def _quieten() -> None:
    """Keep pikepdf's remarks on odd documents from the terminal, where logging would put them without a handler."""
    logger = logging.getLogger("pikepdf")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _note(document: Any) -> str:  # noqa: ANN401 - a pikepdf document
    notes = []
    if document.is_encrypted:
        notes.append(OWNERS_ONLY)
    form = document.Root.get("/AcroForm")
    if form is not None and int(form.get("/SigFlags", 0)) & 1:
        notes.append("signed")
    return "; ".join(notes)
