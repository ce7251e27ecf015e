"""Single compressed files that ask for much: repetition, nesting, windows of gigabytes, millions of streams."""

import bz2
import gzip
import lzma
import struct
import sys
import zlib
from typing import Any

MEGABYTE = 1 << 20


def zeros(megabytes: int) -> bytes:
    """Return so many megabytes of nothing."""
    return bytes(megabytes * MEGABYTE)


def deflated(megabytes: int, wbits: int = 31) -> bytes:
    """Return a deflate stream of zeros: one megabyte of it, which owes nothing to what was before, over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    start = {31: b"\x1f\x8b\x08" + bytes(7), 15: b"\x78\xda", -15: b""}[wbits]
    end = b"\x03\0" + struct.pack(">I", (megabytes * MEGABYTE) % 65521 << 16 | 1) if wbits == 15 else b"\x03\0"
    return start + block * megabytes + end


def nested_gzip(depth: int) -> bytes:
    """Return gzip within gzip."""
    data = b"the end"
    for _ in range(depth):
        data = gzip.compress(data)
    return data


def bzipped(megabytes: int) -> bytes:
    """Return bzip2 streams of zeros, one behind the other."""
    return bz2.compress(bytes(10 * MEGABYTE)) * (megabytes // 10)


def xz(megabytes: int) -> bytes:
    """Return xz streams of zeros, one behind the other."""
    return lzma.compress(bytes(10 * MEGABYTE), preset=1) * (megabytes // 10)


def xz_with_a_window(octet: int) -> bytes:
    """Return an xz file whose filter flags ask for a window: octet 40 stands for 4 GB (xz file format 5.3.1)."""
    small = bytearray(lzma.compress(b"a text", lzma.FORMAT_XZ, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]))
    start, size = 12, (small[12] + 1) * 4
    header = small[start : start + size - 4]
    header[header.index(b"\x21\x01") + 2] = octet
    small[start : start + size] = header + struct.pack("<I", zlib.crc32(header))
    return bytes(small)


def lzma_with_a_window(size: int) -> bytes:
    """Return a stream of the oldest form that asks for a window of `size` octets."""
    data = bytearray(lzma.compress(b"a text", lzma.FORMAT_ALONE))
    data[1:5] = struct.pack("<I", size)
    return bytes(data)


def zstd(megabytes: int, window: int = 0) -> bytes:
    """Return a Zstandard frame of zeros, with a window of two to the power of `window`."""
    if sys.version_info >= (3, 14):
        from compression import zstd as library
    else:
        from backports import zstd as library
    options = {int(library.CompressionParameter.window_log): window} if window else {}
    return (
        library.compress(bytes(MEGABYTE), options=options) * megabytes if not window else _one_frame(library, options)
    )


def _one_frame(library: Any, options: dict[int, int]) -> bytes:
    """Return a frame that does not say how much it holds, so that its window is what it asks for."""
    packer = library.ZstdCompressor(options=options)
    return packer.compress(bytes(65 * MEGABYTE)) + packer.flush()


BOMBS = {
    "gzip of a gigabyte": lambda: deflated(1024),
    "gzip ten deep": lambda: nested_gzip(10),
    "gzip a thousand deep": lambda: nested_gzip(1000),
    "very many empty gzip streams": lambda: gzip.compress(b"", mtime=0) * 200_000,
    "gzip of a gzip of a gigabyte": lambda: gzip.compress(deflated(1024)),
    "bzip2 of a gigabyte": lambda: bzipped(1024),
    "bzip2 of bzip2": lambda: bz2.compress(bz2.compress(bzipped(200))),
    "many small bzip2 streams": lambda: bz2.compress(b"a") * 100_000,
    "xz of a gigabyte": lambda: xz(1024),
    "xz of xz": lambda: lzma.compress(xz(500)),
    "xz with a window of four gigabytes": lambda: xz_with_a_window(40),
    "xz with a window of 96 megabytes": lambda: xz_with_a_window(29),
    "lzma with a window of three gigabytes": lambda: lzma_with_a_window(3 << 30),
    "lzma with a window of a gigabyte": lambda: lzma_with_a_window(1 << 30),
    "many small xz streams": lambda: lzma.compress(b"a") * 50_000,
    "zstd of a gigabyte": lambda: zstd(1024),
    "zstd with a window of two gigabytes": lambda: zstd(65, 31),
    "zstd with a window of 64 megabytes": lambda: zstd(65, 26),
    "sixty zstd frames of a megabyte": lambda: zstd(1) * 60,
}
