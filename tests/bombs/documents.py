"""Documents that ask for much: PDF, Office, OpenDocument, books."""

import io
import struct
import zipfile

from tests.bombs.compressed import MEGABYTE
from tests.bombs.zips import zipped
from tests.protection.compound import compound

MANIFEST_SPACE = b'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)
"""A billion laughs: each entity is ten of the one before."""
DEEP = b"<a>" * 200_000 + b"</a>" * 200_000
QUADRATIC = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 100_000 + b'">]><x>' + b"&a;" * 20_000 + b"</x>"


class Tables:
    """The pieces of an OLE file whose chains are set at will ([MS-CFB])."""

    FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def __init__(self, links: list[int], sectors: list[bytes], *, more: int = END, cutoff: int = 4096) -> None:
        self.links, self.sectors, self.more, self.cutoff = links, sectors, more, cutoff

    def octets(self, first: int, mini: int = END) -> bytes:
        """Return the file: header, its table of links as sector 0, then the sectors."""
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        head += bytes(6) + struct.pack("<IIIIIIIIII", 0, 1, first, 0, self.cutoff, mini, 1, self.more, 1, 0)
        head = head.ljust(512, b"\xff")
        table = struct.pack("<128I", *(self.links + [self.FREE] * (128 - len(self.links))))
        return head + table + b"".join(self.sectors)


def entry(name: str, kind: int, *, child: int = -1, right: int = -1, start: int = 0, size: int = 0) -> bytes:
    """Return one entry of the directory ([MS-CFB] 2.6)."""
    text = name.encode("utf-16-le") + b"\0\0"
    body = text.ljust(64, b"\0") + struct.pack("<HBBiii", len(text), kind, 1, -1, right, child) + bytes(36)
    return body + struct.pack("<IQ", start, size)


def long_directory(entries: list[bytes]) -> bytes:
    """Return an OLE file with a directory of any length."""
    data = b"".join(entries)
    data += bytes(-len(data) % 512)
    count = len(data) // 512
    tables = -(-(count + 1) // 127)
    total = tables + count
    links = [Tables.TABLE] * tables + [at + 1 for at in range(tables, total - 1)] + [Tables.END]
    links += [Tables.FREE] * (tables * 128 - total)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, Tables.END, 0, Tables.END, 0)
    places = list(range(tables)) + [Tables.FREE] * (109 - tables)
    head = head.ljust(76, b"\0")[:76] + struct.pack("<109I", *places[:109])
    return head + struct.pack(f"<{len(links)}I", *links) + data


def deep_storages(count: int) -> bytes:
    """Return an OLE file of storages within storages, each with a long name."""
    names = ["x" * 31] * count
    entries = [entry("Root Entry", 5, child=1)]
    entries += [entry(name, 1, child=at + 2 if at + 1 < count else -1) for at, name in enumerate(names)]
    return long_directory(entries)


def directory_in_a_circle() -> bytes:
    """Return an OLE file whose directory's chain leads back to its beginning."""
    sectors = [entry("Root Entry", 5, child=1) + entry("a", 2) * 3, entry("a", 2) * 4]
    return Tables([Tables.TABLE, 2, 1], sectors).octets(1)


def tables_in_a_circle() -> bytes:
    """Return an OLE file whose list of tables leads back to itself."""
    listing = struct.pack("<128I", *([0] * 127), 1)
    return Tables([Tables.TABLE, Tables.END, Tables.END], [listing, entry("Root Entry", 5) * 4], more=1).octets(120)


def small_streams(cutoff: int) -> bytes:
    """Return a document whose "small" streams may be as large as `cutoff` says."""
    data = bytearray(compound({"WordDocument": b"\xec\xa5\xc1\0" + bytes(6) + b"\0\1" + bytes(3000)}))
    data[56:60] = struct.pack("<I", cutoff)
    return bytes(data)


def agile(spins: int, keys: int = 1) -> bytes:
    """Return an encrypted package whose description asks for so many rounds of hashing."""
    key = (
        b'<keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey '
        b'spinCount="%d" saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" '
        b'cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="AAAAAAAAAAAAAAAAAAAAAA==" '
        b'encryptedVerifierHashInput="AAAAAAAAAAAAAAAAAAAAAA==" encryptedVerifierHashValue="AAAAAAAAAAAAAAAAAAAAAA==" '
        b'encryptedKeyValue="AAAAAAAAAAAAAAAAAAAAAA=="/></keyEncryptor>' % spins
    )
    return described(
        b'<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
        b'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><keyData saltSize="16" '
        b'blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" '
        b'hashAlgorithm="SHA512" saltValue="AAAAAAAAAAAAAAAAAAAAAA=="/><keyEncryptors>'
        + key * keys
        + b"</keyEncryptors></encryption>"
    )


def described(xml: bytes) -> bytes:
    """Return an encrypted package with this description."""
    return compound({"EncryptionInfo": struct.pack("<HHI", 4, 4, 0x40) + xml, "EncryptedPackage": bytes(5000)})


def opendocument(manifest: bytes) -> bytes:
    """Return an OpenDocument package with this manifest."""
    return package({"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest})


def package(members: dict[str, bytes]) -> bytes:
    """Return a ZIP archive of named members, with a plain `content.xml`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, "content.xml": b"<a/>" * 50}.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(encryption: bytes) -> bytes:
    """Return an electronic book with this `encryption.xml`."""
    return package(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": b"<container/>",
            "META-INF/encryption.xml": encryption,
        }
    )


PARTS = (
    b'<m:file-entry m:full-path="content.xml"><m:encryption-data><m:algorithm m:algorithm-name="aes"/>'
    b"</m:encryption-data></m:file-entry>"
)
LOCKED = (
    b'<e:EncryptedData xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptionMethod Algorithm="a"/><e:CipherData>'
    b'<e:CipherReference URI="content.xml"/></e:CipherData></e:EncryptedData>'
)

BOMBS = {
    "ole with storages 19,000 deep": lambda: deep_storages(13_000),
    "ole with a directory in a circle": directory_in_a_circle,
    "ole with tables in a circle": tables_in_a_circle,
    "ole with small streams of gigabytes": lambda: small_streams(0xFFFFFFFF),
    "office with 2^31 rounds of hashing": lambda: agile(2147483647),
    "office with a thousand keys": lambda: agile(100_000, keys=60),
    "office with entities within entities": lambda: described(ENTITIES + b"<encryption>&j;</encryption>"),
    "odf with entities within entities": lambda: opendocument(ENTITIES + b"<x>&j;</x>"),
    "odf with one long entity": lambda: opendocument(QUADRATIC),
    "odf with a manifest two hundred thousand deep": lambda: opendocument(DEEP),
    "odf with a manifest of millions of elements": lambda: opendocument(b"<a>" + b"<b/>" * 2_090_000 + b"</a>"),
    "odf with a manifest of a million parts": lambda: opendocument(
        b"<m:manifest %s>" % MANIFEST_SPACE + PARTS * (8 * MEGABYTE // len(PARTS) - 1) + b"</m:manifest>"
    ),
    "odf with a manifest of many attributes": lambda: opendocument(
        b"<a>" + b'<b c=""/>' * (8 * MEGABYTE // 9 - 1) + b"</a>"
    ),
    "odf with a manifest of 60 megabytes": lambda: opendocument(b"<a>" + b" " * (60 * MEGABYTE) + b"</a>"),
    "epub with entities within entities": lambda: book(ENTITIES + b"<x>&j;</x>"),
    "epub two hundred thousand deep": lambda: book(DEEP),
    "epub of millions of elements": lambda: book(b"<a>" + b"<b/>" * 1_000_000 + b"</a>"),
    "epub with one part locked very often": lambda: book(b"<a>" + LOCKED * 20_000 + b"</a>"),
    "ooxml with a part of 100 megabytes": lambda: package(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": bytes(100 * MEGABYTE)}
    ),
    "zip of office documents of zips": lambda: zipped(*[package({"[Content_Types].xml": b"<Types/>"})] * 500),
}
