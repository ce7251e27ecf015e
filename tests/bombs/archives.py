"""Archives that ask for much: entries by the million, entries over each other, lengths and counts that lie."""

import gzip
import io
import struct
import tarfile
import zlib

from tests.bombs.compressed import MEGABYTE, deflated


def tar_of(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    """Return a tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member, content in members:
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def tar_header(kind: bytes, size: int) -> bytes:
    """Return a header alone, of a kind and a size that may lie."""
    member = tarfile.TarInfo("a")
    member.type, member.size = kind, size
    return member.tobuf(tarfile.GNU_FORMAT)


def tar_of_many(count: int) -> bytes:
    """Return very many empty members."""
    return tar_header(tarfile.REGTYPE, 0) * count + bytes(1024)


def nested_tar(depth: int) -> bytes:
    """Return tar within tar."""
    data = b"the end of it"
    for _ in range(depth):
        member = tarfile.TarInfo("a")
        member.size = len(data)
        data = tar_of((member, data))
    return data


def seven(header: bytes, packed: bytes = b"", *, size: int | None = None) -> bytes:
    """Return a 7z archive around a header (7zFormat.txt)."""
    start = struct.pack("<QQI", len(packed), len(header) if size is None else size, zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + packed + header


def _number(value: int) -> bytes:
    return b"\xff" + struct.pack("<Q", value)


def seven_coder(method: bytes, properties: bytes, unpacked: int, packed: bytes = bytes(64)) -> bytes:
    """Return an archive of one file, packed by one coder that asks for what its properties say."""
    coder = bytes([0x20 | len(method)]) + method + bytes([len(properties)]) + properties
    streams = b"\x06\x00\x01\x09" + _number(len(packed)) + b"\x00"
    streams += b"\x07\x0b\x01\x00\x01" + coder + b"\x0c" + _number(unpacked) + b"\x00\x08\x00"
    names = "a\0".encode("utf-16-le")
    files = b"\x05\x01\x11" + bytes([len(names) + 1]) + b"\0" + names + b"\0"
    return seven(b"\x01\x04" + streams + b"\x00" + files + b"\x00", packed)


def seven_counts(kind: bytes, count: int) -> bytes:
    """Return an archive whose header announces very many of something."""
    return seven(b"\x01\x04" + kind + _number(count) + bytes(100))


def rar_blocks(count: int) -> bytes:
    """Return a RAR 4 archive of very many empty blocks."""
    body = struct.pack("<BHHIIBIIBBHI", 0x74, 0x8000, 33, 0, 0, 2, 0, 0, 29, 0x30, 1, 32) + b"a"
    block = struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body
    return b"Rar!\x1a\x07\0" + bytes.fromhex("cf907300000d00000000000000") + block * count


def cpio_of_many(count: int) -> bytes:
    """Return very many empty members."""
    return (b"070701" + b"%08X" * 13 % (1, 0o100644, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0) + b"a\0") * count


def ar_of_many(count: int) -> bytes:
    """Return very many members of one octet."""
    header = b"a/".ljust(16) + b"0".ljust(24) + b"644".ljust(8) + b"1".ljust(10) + b"`\n"
    return b"!<arch>\n" + (header + b"a\n") * count


def rpm(entries: int) -> bytes:
    """Return a package whose header announces so many entries."""
    lead = bytes.fromhex("edabeedb0300") + bytes(90)
    return lead + b"\x8e\xad\xe8\x01" + bytes(4) + struct.pack(">II", entries, 0) + bytes(4096)


def cabinet(files: int) -> bytes:
    """Return a cabinet whose header announces so many files."""
    header = struct.pack("<4sIIIIIBBHHHHH", b"MSCF", 0, 1 << 20, 0, 44, 0, 3, 1, 1, files, 0, 0, 0)
    return (header + struct.pack("<IHH", 60, 1, 1)).ljust(1 << 20, b"a")


def swollen_cabinet(blocks: int) -> bytes:
    """Return a cabinet of one file, of blocks that each unpack to 32 KB."""
    packed = b"CK" + zlib.compress(bytes(32768), 9)[2:-4]
    data = (struct.pack("<IHH", 0, len(packed), 32768) + packed) * blocks
    listed = struct.pack("<IIHHHH", blocks * 32768, 0, 0, 0, 0, 0x20) + b"a\0"
    folder = struct.pack("<IHH", 44 + len(listed), blocks, 1)
    size = 44 + len(listed) + len(data)
    header = struct.pack("<4sIIIIIBBHHHHH", b"MSCF", 0, size, 0, 44, 0, 3, 1, 1, 1, 0, 0, 0)
    return header + folder + listed + data


def lha_of_many(count: int) -> bytes:
    """Return very many empty members, header level 0."""
    return (bytes([22, 0]) + b"-lh0-" + bytes(13) + b"\0" + b"\1a" + b"\0\0") * count + b"\0"


def iso_in_a_circle() -> bytes:
    """Return an image whose only folder holds itself, very many times."""
    image = bytearray(1 << 20)
    entry = bytearray(34)
    entry[0], entry[25], entry[28], entry[32] = 34, 2, 1, 1
    struct.pack_into("<I", entry, 2, 20)
    struct.pack_into("<I", entry, 10, 65536)
    entry[33] = ord("A")
    image[16 * 2048 : 16 * 2048 + 7] = b"\1CD001\1"
    struct.pack_into("<I", image, 16 * 2048 + 80, 512)
    struct.pack_into("<H", image, 16 * 2048 + 128, 2048)
    image[16 * 2048 + 156 : 16 * 2048 + 190] = entry
    image[17 * 2048 : 17 * 2048 + 7] = b"\xffCD001\1"
    for at in range(20 * 2048, 20 * 2048 + 65536 - 34, 34):
        image[at : at + 34] = entry
    return bytes(image)


def xar(contents: bytes, plain: int | None = None) -> bytes:
    """Return an archive with this table of contents."""
    packed = zlib.compress(contents, 9)
    size = len(contents) if plain is None else plain
    return struct.pack(">4sHHQQI", b"xar!", 28, 1, len(packed), size, 1) + packed


BOMBS = {
    "tar of a million members": lambda: tar_of_many(60_000),
    "tar in tar, a hundred deep": lambda: nested_tar(100),
    "tar with a long name of eight gigabytes": lambda: tar_header(b"L", 0o77777777777) + bytes(4096),
    "tar with a long name of 60 megabytes": lambda: (
        tar_header(b"L", 60 * MEGABYTE) + b"a" * (60 * MEGABYTE) + bytes(1536)
    ),
    "tar with extended headers of 60 megabytes": lambda: (
        tar_header(b"x", 60 * MEGABYTE) + b"11 path=ab\n" * (60 * MEGABYTE // 11 + 1) + bytes(2048)
    ),
    "tar of long names without an end": lambda: (tar_header(b"L", 512) + b"a" * 512) * 30_000,
    "packed tar of zeros": lambda: gzip.compress(tar_of_many(1000) + bytes(200 * MEGABYTE)),
    "7z with a window of four gigabytes": lambda: seven_coder(b"\x03\x01\x01", b"\x5d\xff\xff\xff\xff", 1 << 20),
    "7z with LZMA2 and a window of four gigabytes": lambda: seven_coder(b"\x21", b"\x28", 1 << 20),
    "7z with PPMd and memory of four gigabytes": lambda: seven_coder(b"\x03\x04\x01", b"\x06\xff\xff\xff\xff", 1 << 20),
    "7z with PPMd and memory of 64 megabytes": lambda: seven_coder(b"\x03\x04\x01", b"\x06\0\0\0\x04", 60 << 20),
    "7z with BCJ2": lambda: seven_coder(b"\x03\x03\x01\x1b", b"", 1 << 30),
    "7z that claims a terabyte": lambda: seven_coder(b"\x03\x01\x01", b"\x5d\0\0\x10\0", 1 << 40),
    "7z that claims 60 megabytes of noise": lambda: seven_coder(b"\0", b"", 60 << 20),
    "7z of 2^40 folders": lambda: seven_counts(b"\x07\x0b", 1 << 40),
    "7z of 2^40 streams": lambda: seven_counts(b"\x06\0", 1 << 40),
    "7z with a header of 2^60 octets": lambda: seven(b"\x01\0", size=1 << 60),
    "7z with a header of 15 megabytes": lambda: seven(b"\x01\x02" + b"\x0e\x01a" * (5 << 20) + b"\0\0"),
    "rar of a million blocks": lambda: rar_blocks(1_000_000),
    "rar 5 with a header of two megabytes": lambda: b"Rar!\x1a\x07\1\0" + bytes(4) + b"\xff\xff\x7f" + bytes(2 << 20),
    "cpio of a million members": lambda: cpio_of_many(300_000),
    "ar of a million members": lambda: ar_of_many(500_000),
    "rpm of 2^31 entries": lambda: rpm(1 << 31),
    "rpm of 2^16 entries": lambda: rpm(1 << 16),
    "cabinet of a gigabyte": lambda: swollen_cabinet(30_000),
    "cabinet of 65,535 files": lambda: cabinet(65535),
    "lha of very many members": lambda: lha_of_many(500_000),
    "iso whose folder holds itself": iso_in_a_circle,
    "xar with entities within entities": lambda: xar(
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]><xar>&j;</xar>"
    ),
    "xar of millions of elements": lambda: xar(b"<xar>" + b"<a/>" * 2_000_000 + b"</xar>"),
    "xar a hundred thousand deep": lambda: xar(b"<a>" * 200_000 + b"</a>" * 200_000),
    "xar of a gigabyte": lambda: struct.pack(">4sHHQQI", b"xar!", 28, 1, 1042069, 1 << 30, 1) + deflated(1024, 15),
}
