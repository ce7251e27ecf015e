"""ZIP as a form: AES-256 as WinZip has it (AE-2), around an inner archive that holds the names."""

import shutil
import time
import zipfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from mailcheck.model import NEUTRAL_NAME
from mailcheck.protect.form import BLOCK, Form, NotTheSame, OnDisk, Original, digest_at, digest_of
from mailcheck.protect.passphrase import Passphrase

ZIP64_FROM = 1 << 30
"""From here on the fields of 32 bits might not do, which must be known before the first octet is written."""


def _write(originals: Sequence[Original], passphrase: Passphrase, copy: BinaryIO) -> None:
    """Write an archive inside an archive, as a stream: nothing is ever written in the clear."""
    import pyzipper

    is_large = sum(original.size for original in originals) > ZIP64_FROM
    with pyzipper.AESZipFile(copy, "w", compression=pyzipper.ZIP_STORED) as outer:
        outer.setpassword(passphrase.value.encode("ascii"))
        outer.setencryption(pyzipper.WZ_AES, nbits=256)
        with (
            outer.open(NEUTRAL_NAME, "w", force_zip64=is_large) as sealed,
            zipfile.ZipFile(cast(BinaryIO, sealed), "w", zipfile.ZIP_DEFLATED) as inner,
        ):
            for name, original in _named(originals):
                _add(inner, name, original)


def _add(inner: zipfile.ZipFile, name: str, original: Original) -> None:
    entry = zipfile.ZipInfo(name, time.localtime()[:6])
    if isinstance(original, OnDisk):
        entry = zipfile.ZipInfo.from_file(original.path, name, strict_timestamps=False)
    entry.file_size, entry.compress_type = original.size, zipfile.ZIP_DEFLATED
    with original.open() as file, inner.open(entry, "w", force_zip64=entry.file_size > ZIP64_FROM) as packed:
        shutil.copyfileobj(file, packed, BLOCK)


def _named(originals: Sequence[Original]) -> Iterator[tuple[str, Original]]:
    """Yield each file with a name of its own: files of the same name from two folders get a number."""
    taken: set[str] = set()
    for original in originals:
        stem, suffix, number = original.stem, original.suffix, 1
        name = f"{stem}{suffix}"
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number}){suffix}"
        taken.add(name.casefold())
        yield name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), original


def _verify(copy: BinaryIO, originals: Sequence[Original], passphrase: Passphrase) -> None:
    """Decrypt the inner archive to its end, its seal checked, then compare each document in it."""
    import pyzipper

    with pyzipper.AESZipFile(copy) as outer:
        outer.setpassword(passphrase.value.encode("ascii"))
        if outer.namelist() != [NEUTRAL_NAME]:
            raise NotTheSame
        with outer.open(NEUTRAL_NAME) as sealed:
            digest_of(cast(BinaryIO, sealed))
        with outer.open(NEUTRAL_NAME) as sealed, zipfile.ZipFile(cast(BinaryIO, sealed)) as inner:
            _compare(inner, originals)


def _compare(inner: zipfile.ZipFile, originals: Sequence[Original]) -> None:
    if inner.namelist() != [name for name, _ in _named(originals)]:
        raise NotTheSame
    for entry, original in zip(inner.infolist(), originals, strict=True):
        with inner.open(entry) as packed:
            if digest_of(cast(BinaryIO, packed)) != digest_at(original):
                raise NotTheSame


ARCHIVE = Form(
    "a ZIP archive encrypted with AES-256",
    _write,
    _verify,
    "Windows cannot open this kind of ZIP by itself: the reader needs a program such as 7-Zip, which is free.",
)
