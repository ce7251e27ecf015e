"""Documents: Outlook items, TNEF, Hangul, Works, OneNote, OpenDocument encrypted as a whole or by Blowfish, iWork."""

import io
import struct
import zipfile
import zlib

from tests.protection.compound import compound
from tests.samples.from_specification.vaults import CIPHERTEXT

ODF = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
AES, BLOWFISH = "http://www.w3.org/2001/04/xmlenc#aes256-cbc", "Blowfish CFB"
CONTENT = b'<?xml version="1.0"?><office:document-content/>'


def msg(
    *attachments: bytes,
    kind: str = "IPM.Note",
    words: str = "Dear colleague",
    content_type: str = "",
    embedded: tuple[bytes, ...] = (),
) -> bytes:
    """Follow [MS-OXMSG]: a class, the words, attachments, perhaps a message in the message."""
    streams = {"__properties_version1.0": bytes(32), "__substg1.0_001A001F": kind.encode("utf-16-le")}
    if words:
        streams["__substg1.0_1000001F"] = words.encode("utf-16-le")
    for number, content in enumerate(attachments):
        folder = f"__attach_version1.0_#{number:08X}"
        streams[f"{folder}/__properties_version1.0"] = bytes(8)
        streams[f"{folder}/__substg1.0_37010102"] = content
        if content_type:
            streams[f"{folder}/__substg1.0_370E001F"] = content_type.encode("utf-16-le")
            streams[f"{folder}/__substg1.0_3712001F"] = "picture@here".encode("utf-16-le")
    if embedded:
        inner = "__attach_version1.0_#000000FF/__substg1.0_3701000D"
        streams[f"{inner}/__properties_version1.0"] = bytes(24)
        for number, content in enumerate(embedded):
            streams[f"{inner}/__attach_version1.0_#{number:08X}/__substg1.0_37010102"] = content
    return compound(streams)


def tnef(*attachments: bytes) -> bytes:
    """Follow [MS-OXTNEF]: for each attachment its rendering data, then its content."""
    out = bytes.fromhex("789f3e22") + b"\1\0" + _attribute(1, 0x00089006, struct.pack("<I", 0x10000))
    for content in attachments:
        out += _attribute(2, 0x00069002, bytes(14)) + _attribute(2, 0x0006800F, content)
    return out


def _attribute(level: int, name: int, content: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def hwp(flags: int, *, readable: bool | None = None) -> bytes:
    """Follow Hangul Document File Formats 5.0: a header with flags, the document's description, a text."""
    plain = zlib.compress(struct.pack("<I", 0x010 | 26 << 20) + bytes(26), wbits=-15)
    description = plain if (flags == 1 if readable is None else readable) else CIPHERTEXT[:40]
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, flags) + bytes(216)
    return compound({"FileHeader": header, "DocInfo": description, "BodyText/Section0": b"text"})


def old_hwp(password: int) -> bytes:
    """Follow Hangul Document File Formats 3.0: a signature, a description with the password's mark, a summary."""
    info = bytearray(128)
    info[96:98] = struct.pack("<H", password)
    return b"HWP Document File V3.00 \x1a\1\2\3\4\5" + bytes(info) + bytes(1008) + b"text" * 10


def works() -> bytes:
    """Write the streams that only Works writes."""
    return compound({"MatOST": b"MatadorObject1", "CONTENTS": b"CHNKWKS" + bytes(500)})


def onenote(*kinds: int) -> bytes:
    """Follow [MS-ONESTORE]: a header, a root list of nodes, and a list that it points to with these kinds of nodes."""
    root, inner = 1024, 2048
    header = bytearray(1024)
    header[:16] = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
    header[48:64] = bytes.fromhex("3fdd9a101b91f549a5d01791edc8aed8")
    header[172:184] = struct.pack("<QI", root, 512)
    header[196:204] = struct.pack("<Q", inner + 512)
    pointing = struct.pack("<IQI", 0x008 | 16 << 10 | 2 << 27, inner, 512)
    nodes = b"".join(struct.pack("<I", kind | 4 << 10) for kind in kinds)
    return bytes(header) + _fragment(pointing).ljust(1024, b"\0") + _fragment(nodes)


def _fragment(nodes: bytes) -> bytes:
    head = struct.pack("<QII", 0xA4567AB1F5F7F4C4, 16, 0)
    return head + nodes.ljust(512 - 36, b"\0") + struct.pack("<QIQ", (1 << 64) - 1, 0, 0x8BC215C38233BA4B)


def odf(
    parts: dict[str, bytes], encrypted: dict[str, str], *, mimetype: str = "application/vnd.oasis.opendocument.text"
) -> bytes:
    """Follow OpenDocument 1.3 part 2: parts, and a manifest that names the cipher of those that are encrypted."""
    entries = "".join(
        f'<m:file-entry m:full-path="{name}" m:media-type="text/xml">{_algorithm(encrypted.get(name))}</m:file-entry>'
        for name in parts
    )
    manifest = f'<?xml version="1.0"?><m:manifest xmlns:m="{ODF}">{entries}</m:manifest>'
    return package({"mimetype": mimetype.encode(), **parts, "META-INF/manifest.xml": manifest.encode()})


def _algorithm(cipher: str | None) -> str:
    if cipher is None:
        return ""
    return f'<m:encryption-data><m:algorithm m:algorithm-name="{cipher}"/></m:encryption-data>'


def package(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP archive of stored parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def iwork(*, password: bool) -> bytes:
    """Write a document of the kind Pages writes since 2013, with or without a verifier and an encrypted index."""
    index = CIPHERTEXT[:200] if password else b"\0" + (120).to_bytes(3, "little") + bytes(120)
    parts = {"Index/Document.iwa": index, "Metadata/Properties.plist": b"bplist00"}
    return package(parts | ({".iwpv2": CIPHERTEXT[:64], ".iwph": b"a hint"} if password else {}))
