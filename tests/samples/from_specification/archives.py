"""Archives: RAR 4 and 5, ARJ, ACE, LHA, cabinet, xar, RPM, cpio."""

import struct
import zlib
from typing import NamedTuple


class File(NamedTuple):
    """One file to be put into an archive; its content is stored, or stands for encrypted octets."""

    name: bytes
    content: bytes
    encrypted: bool = False
    folder: bool = False


def rar4(*files: File, headers_encrypted: bool = False, end: bool = True, version: int = 29) -> bytes:
    """Follow the technote of RAR 3: marker, main header, file headers, end header."""
    main = _rar4_block(0x73, 0x0080 if headers_encrypted else 0, bytes(6))
    out = b"Rar!\x1a\x07\x00" + main
    if headers_encrypted:
        return out + bytes(range(8)) + bytes(range(100, 148))
    for file in files:
        flags = 0x8000 | 0x0004 * file.encrypted | 0x00E0 * file.folder
        size = len(file.content)
        fields = struct.pack("<IIBIIBBHI", size, size, 3, zlib.crc32(file.content), 0, version, 0x30, len(file.name), 0)
        out += _rar4_block(0x74, flags, fields + file.name) + file.content
    return out + (_rar4_block(0x7B, 0x4000, b"") if end else b"")


def _rar4_block(kind: int, flags: int, fields: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest


def rar5(*files: File, headers_encrypted: bool = False, end: bool = True) -> bytes:
    """Follow RAR 5.0 archive format: marker, main header, file headers with extra records, end header."""
    out = b"Rar!\x1a\x07\x01\x00"
    if headers_encrypted:
        return out + _rar5_block(4, 0, bytes([0, 0, 15]) + bytes(16)) + bytes(range(16)) * 4
    out += _rar5_block(1, 0, b"\0")
    for file in files:
        size = _number(len(file.content))
        record = _number(1) + _number(0) + _number(1) + bytes([15]) + bytes(32)
        extra = _number(len(record)) + record if file.encrypted else b""
        fields = (
            _number(file.folder) + size + _number(0) + _number(0) + _number(1) + _number(len(file.name)) + file.name
        )
        sizes = (_number(len(extra)) if extra else b"") + size
        out += _rar5_block(2, 2 | bool(extra), sizes + fields + extra) + file.content
    return out + (_rar5_block(5, 0, b"\0") if end else b"")


def _rar5_block(kind: int, flags: int, fields: bytes) -> bytes:
    rest = _number(kind) + _number(flags) + fields
    counted = _number(len(rest)) + rest
    return struct.pack("<I", zlib.crc32(counted)) + counted


def _number(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def arj(*files: File) -> bytes:
    """Follow ARJ's technical notes: an archive header, file headers, an empty one."""
    out = _arj_header(0, 2, b"a.arj", 0, 0)
    for file in files:
        kind = 3 if file.folder else 0
        out += _arj_header(file.encrypted, kind, file.name, len(file.content), zlib.crc32(file.content)) + file.content
    return out + b"\x60\xea\0\0"


def _arj_header(flags: int, kind: int, name: bytes, size: int, checksum: int) -> bytes:
    fields = struct.pack("<8BIIIIHHH", 30, 11, 1, 0, flags, 0, kind, 0, 0, size, size, checksum, 0, 0, 0)
    basic = fields + name + b"\0\0"
    return struct.pack("<HH", 0xEA60, len(basic)) + basic + struct.pack("<IH", zlib.crc32(basic), 0)


def ace(*files: File) -> bytes:
    """Follow the headers that unace reads: a main header, file headers."""
    out = _ace_block(0, 0, b"**ACE**" + bytes([20, 20, 0, 0]) + bytes(12))
    for file in files:
        size = len(file.content)
        fields = (
            struct.pack("<IIII", size, size, 0, 0x10 * file.folder)
            + struct.pack("<IBBHHH", zlib.crc32(file.content) ^ 0xFFFFFFFF, 0, 0, 0, 0, len(file.name))
            + file.name
        )
        out += _ace_block(1, 1 | 0x4000 * file.encrypted, fields) + file.content
    return out


def _ace_block(kind: int, flags: int, fields: bytes) -> bytes:
    rest = struct.pack("<BH", kind, flags) + fields
    return struct.pack("<HH", zlib.crc32(rest) & 0xFFFF ^ 0xFFFF, len(rest)) + rest


def lha(*files: File, level: int = 0) -> bytes:
    """Follow the header levels 0 to 2 of LHA; stored files."""
    out = b""
    for file in files:
        size = struct.pack("<II", len(file.content), len(file.content))
        if level == 2:
            header = b"-lh0-" + size + bytes(5) + b"\2" + bytes(5)
            out += struct.pack("<H", 2 + len(header)) + header[:19] + header[19:] + file.content
        else:
            rest = (
                b"-lh0-" + size + bytes(4) + b"\x20" + bytes([level]) + bytes([len(file.name)]) + file.name + bytes(2)
            )
            rest += b"M\0\0" if level else b""
            out += bytes([len(rest), sum(rest) & 0xFF]) + rest + file.content
    return out + b"\0"


def cab(name: bytes, content: bytes, *, zipped: bool = False) -> bytes:
    """Follow [MS-CAB]: one folder, stored or zipped ([MS-MCI] 2.1), and one file."""
    if zipped:
        return _cab(name, content, 1, *_zipped_blocks(content))
    return _cab(name, content, 0, struct.pack("<IHH", 0, len(content), len(content)) + content)


def _zipped_blocks(content: bytes) -> list[bytes]:
    """Return blocks of 32 KB, each packed with the one before as its dictionary."""
    blocks, before = [], b""
    for at in range(0, len(content), 32768):
        plain = content[at : at + 32768]
        packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=before) if before else zlib.compressobj(9, wbits=-15)
        packed = b"CK" + packer.compress(plain) + packer.flush()
        blocks.append(struct.pack("<IHH", 0, len(packed), len(plain)) + packed)
        before = plain
    return blocks


def _cab(name: bytes, content: bytes, kind: int, *blocks: bytes) -> bytes:
    data = b"".join(blocks)
    listed = struct.pack("<IIHHHH", len(content), 0, 0, 0, 0, 0x20) + name + b"\0"
    names = 36 + 8
    start = names + len(listed)
    folder = struct.pack("<IHH", start, len(blocks), kind)
    head = b"MSCF" + struct.pack("<5IBBHHHHH", 0, start + len(data), 0, names, 0, 3, 1, 1, 1, 0, 0, 0)
    return head + folder + listed + data


def xar(content: bytes) -> bytes:
    """Follow xar's wiki: a header, a packed table of contents, a heap."""
    contents = (
        f'<?xml version="1.0"?><xar><toc><file id="1"><name>a</name><data><offset>0</offset>'
        f"<length>{len(content)}</length></data></file></toc></xar>"
    ).encode()
    packed = zlib.compress(contents)
    return b"xar!" + struct.pack(">HHQQI", 28, 1, len(packed), len(contents), 0) + packed + content


def iso(*files: File, long_names: tuple[File, ...] = (), udf: bool = False) -> bytes:
    """Follow ECMA-119: a volume, perhaps a second one with long names, a folder each, the files in sectors."""
    volumes = [files, long_names] if long_names else [files]
    sector = 16 + len(volumes) + 2 + len(volumes)
    sectors: dict[int, bytes] = {}
    for number, listed in enumerate(volumes):
        folder = 16 + len(volumes) + 2 + number
        records = _iso_record(folder, 2048, b"\0", 2) + _iso_record(folder, 2048, b"\1", 2)
        for file in listed:
            records += _iso_record(sector, len(file.content), file.name, 0)
            sectors[sector] = file.content
            sector += -(-len(file.content) // 2048)
        sectors[folder] = records
        descriptor = bytearray(2048)
        descriptor[:7] = bytes([number + 1]) + b"CD001\1"
        descriptor[128:130], descriptor[156:190] = struct.pack("<H", 2048), _iso_record(folder, 2048, b"\0", 2)
        sectors[16 + number] = descriptor
    sectors[16 + len(volumes)] = b"\xffCD001\1"
    sectors[17 + len(volumes)] = b"\0BEA01\1" if udf else b""
    image = bytearray(2048 * sector)
    for place, content in sectors.items():
        image[place * 2048 : place * 2048 + len(content)] = content
    struct.pack_into("<I", image, 16 * 2048 + 80, sector)
    return bytes(image)


def _iso_record(sector: int, size: int, name: bytes, flags: int) -> bytes:
    fields = struct.pack("<BI4xI4x7xBBB4xB", 0, sector, size, flags, 0, 0, len(name)) + name
    return _even(bytes([len(fields) + 1 + len(fields) % 2]) + fields + bytes(len(fields) % 2), 1)


def rpm(content: bytes) -> bytes:
    """Follow RPM's file format: a lead, a signature header, a header, the content."""
    header = b"\x8e\xad\xe8\x01" + bytes(4) + struct.pack(">II", 1, 4) + bytes(16) + b"abcd"
    size = struct.pack(">4I", 1000, 4, 0, 1) + struct.pack(">I", len(header) + len(content))
    signature = b"\x8e\xad\xe8\x01" + bytes(4) + struct.pack(">II", 1, 4) + size
    return b"\xed\xab\xee\xdb\3\0" + bytes(90) + signature + bytes(-len(signature) % 8) + header + content


def cpio(*files: File, kind: str = "newc") -> bytes:
    """Follow the manual of cpio: the new portable form, the old one, or the oldest in binary."""
    return b"".join(_cpio(file, kind) for file in (*files, File(b"TRAILER!!!", b"")))


def _cpio(file: File, kind: str) -> bytes:
    mode, name, size = 0o40755 if file.folder else 0o100644, file.name + b"\0", len(file.content)
    if kind == "odc":
        fields = (0, 1, mode, 0, 0, 1, 0)
        head = b"070707" + b"".join(b"%06o" % field for field in fields) + b"%011o" % 0 + b"%06o" % len(name)
        return head + b"%011o" % size + name + file.content
    if kind == "binary":
        words = (0o070707, 0, 1, mode, 0, 0, 1, 0, 0, 0, len(name), size >> 16, size & 0xFFFF)
        return _even(struct.pack("<13H", *words) + name, 2) + _even(file.content, 2)
    fields = (1, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, len(name), 0)
    return _even(b"070701" + b"".join(b"%08X" % field for field in fields) + name, 4) + _even(file.content, 4)


def _even(octets: bytes, unit: int) -> bytes:
    return octets + bytes(-len(octets) % unit)
