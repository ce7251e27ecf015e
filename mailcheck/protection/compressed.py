"""One compressed file: gzip, bzip2, xz, lzma, Zstandard (RFC 1952, RFC 8878, the xz file format): no protection."""

import bz2
import lzma
import sys
import zlib
from typing import BinaryIO

from mailcheck.model import Protection
from mailcheck.protection import Look, Sample, begins_with, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import blocks, size_of
from mailcheck.protection.unpacking import Unpacker, unpacked

BZIP2 = {bytes.fromhex("314159265359"), bytes.fromhex("177245385090")}
"""How the first block begins, or the end of an empty file."""
MEMORY = 80 * 1024 * 1024
"""What an unpacker may take for its window; `xz -9` needs 65 MB."""
WINDOW = 26
"""The same for Zstandard, as a power of two."""
WINDOWS = {1 << power for power in range(12, 31)} | {3 << power for power in range(11, 29)}
"""Of the oldest form of LZMA."""


def _is_lzma(sample: Sample) -> bool:
    """Recognise the oldest form, which has no signature: settings, a window, a length (lzma-file-format.txt §1.1)."""
    head = sample.head[:13]
    if len(head) < 13 or head[0] >= 225 or int.from_bytes(head[1:5], "little") not in WINDOWS:
        return False
    length = int.from_bytes(head[5:], "little")
    return length == 2**64 - 1 or length < 1 << 38


@format("gzip", begins_with(b"\x1f\x8b\x08"), rank=20)
def gzip(file: BinaryIO, look: Look) -> Protection:
    """Judge what is inside."""
    return _inside("gzip", unpacked(lambda: zlib.decompressobj(31), blocks(file, look), look), look)


@format("bzip2", begins_with(b"BZh", further=lambda sample: sample.head[4:10] in BZIP2), rank=20)
def bzip2(file: BinaryIO, look: Look) -> Protection:
    """Judge what is inside."""
    return _inside("bzip2", unpacked(bz2.BZ2Decompressor, blocks(file, look), look), look)


@format("xz", begins_with(b"\xfd7zXZ\0"), rank=20)
def xz(file: BinaryIO, look: Look) -> Protection:
    """Judge what is inside."""
    return _inside("xz", _with_lzma(file, look, lzma.FORMAT_XZ), look)


@format("lzma", _is_lzma, rank=70)
def lzma_alone(file: BinaryIO, look: Look) -> Protection:
    """Judge what is inside."""
    return _inside("lzma", _with_lzma(file, look, lzma.FORMAT_ALONE), look)


def _with_lzma(file: BinaryIO, look: Look, kind: int) -> BinaryIO:
    def make() -> Unpacker:
        return lzma.LZMADecompressor(kind, memlimit=MEMORY)

    return unpacked(make, blocks(file, look), look)


@format("zstd", begins_with(b"\x28\xb5\x2f\xfd"), rank=20)
def zstd(file: BinaryIO, look: Look) -> Protection:
    """Judge what is inside."""
    if sys.version_info >= (3, 14):
        from compression import zstd as library
    else:
        from backports import zstd as library

    options = {int(library.DecompressionParameter.window_log_max): WINDOW}
    return _inside("zstd", unpacked(lambda: library.ZstdDecompressor(options=options), blocks(file, look), look), look)


def _inside(name: str, content: BinaryIO, look: Look) -> Protection:
    return contain(name, (look.inside(content),) if size_of(content) else ())
