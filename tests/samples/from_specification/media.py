"""Pictures and recordings, as small as they can be."""

import struct
import zlib


def png() -> bytes:
    """Follow PNG 1.2: one grey dot."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def tiff(*, little: bool = True) -> bytes:
    """Follow TIFF 6.0: one directory with one entry."""
    order = "<" if little else ">"
    return (b"II" if little else b"MM") + struct.pack(f"{order}HIHHHIII", 42, 8, 1, 256, 3, 1, 1, 0)


def riff(kind: bytes, content: bytes = bytes(40)) -> bytes:
    """Follow RIFF: `WAVE`, `AVI ` or `WEBP`."""
    return b"RIFF" + struct.pack("<I", 4 + len(content)) + kind + content


def boxed(brand: bytes, *, track: bytes = b"mp4a", film: bool = True) -> bytes:
    """Follow ISO/IEC 14496-12: a file of a brand, with a description that names a kind of track."""
    parts = box(b"ftyp", brand + bytes(4)) + (box(b"moov", box(track, bytes(8))) if film else b"")
    return parts + box(b"mdat", bytes(32))


def box(kind: bytes, content: bytes) -> bytes:
    """Return one box."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def mp3(*, frames: int = 5) -> bytes:
    """Follow ISO/IEC 11172-3: frames of layer III, 128 kbit/s, 44.1 kHz."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def aac(*, frames: int = 5) -> bytes:
    """Follow ISO/IEC 14496-3: ADTS frames of 32 octets."""
    return (b"\xff\xf1\x50\x80\x04\x1f\xfc" + bytes(25)) * frames


def matroska() -> bytes:
    """Follow RFC 9559: a header that says what it is, a segment of known length."""
    return b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska" + b"\x18\x53\x80\x67\x90" + bytes(16)


def windows_media(*, locked: bool) -> bytes:
    """Follow ASF: a header object with one object inside, a data object."""
    kind = "fbb3112223bdd211b4b700a0c955fc6e" if locked else "a1dcab8c47a9cf118ee400c00c205365"
    inner = bytes.fromhex(kind) + struct.pack("<Q", 40) + bytes(16)
    head = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + struct.pack("<QIH", 30 + len(inner), 1, 0x0201)
    return head + inner + bytes(60)
