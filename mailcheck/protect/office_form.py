"""Office documents as a form: agile encryption with AES-256 ([MS-OFFCRYPTO] §2.3.4.10)."""

from collections.abc import Sequence
from typing import BinaryIO, cast

from mailcheck.protect.form import Digest, Form, NotTheSame, Original, digest_at
from mailcheck.protect.passphrase import Passphrase

FORMATS = frozenset({"docx", "xlsx", "xlsb", "pptx"})
"""What the programs open with a password; Visio has no such thing."""
LARGEST = 100 * 1024 * 1024
"""The library holds several copies of a document in memory at once; a larger one goes into an archive."""
SMALLEST = 4096
"""Below, the compound file needs a stream of small sectors ([MS-CFB] §2.4), which the library does not write."""


def takes(original: Original) -> bool:
    """Whether a document is a plain package, of a size that the library can encrypt."""
    with original.open() as file:
        return file.read(4) == b"PK\x03\x04" and SMALLEST <= original.size <= LARGEST


def _write(originals: Sequence[Original], passphrase: Passphrase, copy: BinaryIO) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    (original,) = originals
    with original.open() as file:
        OOXMLFile(file).encrypt(passphrase.value, copy)


def _verify(copy: BinaryIO, originals: Sequence[Original], passphrase: Passphrase) -> None:
    """Decrypt the copy, its seal of integrity checked, and compare it octet for octet."""
    from msoffcrypto.format.ooxml import OOXMLFile

    (original,) = originals
    digest = Digest()
    reopened = OOXMLFile(copy)
    reopened.load_key(password=passphrase.value, verify_password=True)
    reopened.decrypt(cast(BinaryIO, digest), verify_integrity=True)
    if digest.hexdigest() != digest_at(original):
        raise NotTheSame


OFFICE = Form("an Office document encrypted with AES-256", _write, _verify)
