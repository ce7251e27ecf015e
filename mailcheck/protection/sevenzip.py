"""7z archives: AES-256 on the content, on the header too, or none (7-Zip's 7zFormat.txt)."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from mailcheck.model import Protection, opens, protected, unreadable
from mailcheck.protection import Look, OverLimit, begins_with, contain, format  # noqa: A004 - the mark's name
from mailcheck.protection.beside import with_neighbours
from mailcheck.protection.octets import size_of, window
from mailcheck.protection.sevenzip_header import (
    COPY,
    LARGEST_WINDOW,
    LZMA,
    LZMA2,
    Directory,
    end_of,
    lzma_filter,
    read_directory,
)
from mailcheck.protection.sevenzip_streams import Folder

NAME = "7z"
FIRST = b"7z\xbc\xaf\x27\x1c"
PPMD = bytes.fromhex("030401")
FOLLOWED = {
    COPY,
    b"\3",
    LZMA,
    LZMA2,
    PPMD,
    bytes.fromhex("03030103"),
    bytes.fromhex("040108"),
    bytes.fromhex("040202"),
}
"""Copy, delta, LZMA, LZMA2, PPMd, x86, Deflate, bzip2: what py7zr unpacks in bounded memory."""
BOMB = 500
LOCKED = "encrypted with AES-256"


@format(NAME, begins_with(FIRST), rank=10)
def sevenzip(file: BinaryIO, look: Look) -> Protection:
    """Judge a 7z archive by the coders of its folders; entries without a password are looked into."""
    directory = read_directory(file, look)
    return with_neighbours(NAME, _judged(file, directory, look), file, (0, end_of(file)), look)


def _judged(file: BinaryIO, directory: Directory, look: Look) -> Protection:
    if directory.is_encrypted:
        return protected(NAME, "the whole archive is encrypted with AES-256, the names in it too")
    if directory.folders and directory.places and all(map(_is_stored, directory.folders)):
        return contain(NAME, _windows(file, directory, look))
    folders = [folder for folder in directory.folders if folder.files and folder.size]
    if any(folder.is_encrypted for folder in folders) or not folders:
        return contain(NAME, _by_header(folders))
    return contain(NAME, _inside(file, folders, look))


def _by_header(folders: list[Folder]) -> Iterator[Protection]:
    for folder in folders:
        for _ in range(folder.files):
            yield protected("entry", LOCKED, names_visible=True) if folder.is_encrypted else opens("entry")


def _is_stored(folder: Folder) -> bool:
    """Whether it is one file that stands in the archive as it is."""
    return [coder.method for coder in folder.coders] == [COPY] and folder.files == 1 and folder.size > 0


def _windows(file: BinaryIO, directory: Directory, look: Look) -> Iterator[Protection]:
    """Look into files that are stored as they are, without reading the rest of them."""
    for folder, place in zip(directory.folders, directory.places, strict=True):
        yield look.inside(window(file, place, folder.size))


def _inside(file: BinaryIO, folders: list[Folder], look: Look) -> Iterator[Protection]:
    """Unpack an archive without a password, if it is small enough and packed in a way that can be bounded."""
    size = sum(folder.size for folder in folders)
    if size > look.room and size > BOMB * size_of(file):
        raise OverLimit("unpacked it is larger than mailcheck looks through")
    if size > look.room or not all(_can_follow(folder) for folder in folders):
        yield unreadable("entry", "it is larger than mailcheck looks through, or packed in a rare way")
        return
    look.unpack(size)
    from py7zr import SevenZipFile
    from py7zr.io import BytesIOFactory

    unpacked = BytesIOFactory(size + 1)
    file.seek(0)
    with SevenZipFile(file) as archive:
        archive.extractall(factory=unpacked)
    while unpacked.products:
        product = unpacked.products.pop(next(iter(unpacked.products)))
        product.seek(0)
        if content := product.read():
            yield look.inside(io.BytesIO(content))


def _can_follow(folder: Folder) -> bool:
    for coder in folder.coders:
        if coder.method not in FOLLOWED:
            return False
        if coder.method in {LZMA, LZMA2}:
            lzma_filter(coder)
        if coder.method == PPMD and int.from_bytes(coder.properties[1:5], "little") > LARGEST_WINDOW:
            return False
    return True
