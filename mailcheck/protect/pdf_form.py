"""PDF as a form: AES-256 as PDF 2.0 has it (ISO 32000-2 §7.6.4, revision 6)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO, cast

from mailcheck.protect.form import Digest, Form, NotTheSame, Original
from mailcheck.protect.passphrase import Passphrase

if TYPE_CHECKING:
    import pikepdf


def takes(original: Original) -> bool:
    """Whether a PDF is sound enough to be written anew; a damaged one is better left as it is, inside an archive."""
    import pikepdf

    try:
        with original.open() as file, pikepdf.open(file, attempt_recovery=False, suppress_warnings=True):
            return True
    except pikepdf.PdfError:
        return False


def _write(originals: Sequence[Original], passphrase: Passphrase, copy: BinaryIO) -> None:
    """Write one PDF. The passphrase is the owner's too: an empty owner password would open the file."""
    import pikepdf

    (original,) = originals
    lock = pikepdf.Encryption(owner=passphrase.value, user=passphrase.value, R=6, aes=True, metadata=True)
    with original.open() as file, pikepdf.open(file, attempt_recovery=False, suppress_warnings=True) as document:
        document.save(
            copy,
            encryption=lock,
            object_stream_mode=pikepdf.ObjectStreamMode.preserve,
            fix_metadata_version=False,
        )


def _verify(copy: BinaryIO, originals: Sequence[Original], passphrase: Passphrase) -> None:
    """Compare every object of both documents, decrypted and unpacked."""
    import pikepdf

    (original,) = originals
    with (
        original.open() as file,
        pikepdf.open(file, attempt_recovery=False, suppress_warnings=True) as document,
        pikepdf.open(copy, password=passphrase.value, attempt_recovery=False, suppress_warnings=True) as reopened,
    ):
        if _digest(document) != _digest(reopened):
            raise NotTheSame


def _digest(document: "pikepdf.Pdf") -> str:
    """Return the digest of a document, written out the same way whichever way it was stored."""
    import pikepdf

    if "/ID" in document.trailer:
        del document.trailer["/ID"]  # a new one is made whenever a document is written
    digest = Digest()
    document.save(
        cast(BinaryIO, digest),
        static_id=True,
        encryption=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        fix_metadata_version=False,
        force_version="1.7",
    )
    return digest.hexdigest()


PDF = Form("a PDF encrypted with AES-256", _write, _verify)
