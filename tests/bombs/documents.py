"""Documents that ask for much: PDF, Office, OpenDocument, books."""

import io
import struct
import zipfile
import zlib

from tests.bombs.archives import zipped
from tests.bombs.compressed import MEGABYTE, deflated
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


def stream(dictionary: bytes, content: bytes) -> bytes:
    """Return a PDF stream."""
    return b"<</Length %d%s>>stream\n" % (len(content), dictionary) + content + b"\nendstream"


def pdf(*objects: bytes, trailer: bytes = b"", table: bool = True, count: int = 0) -> bytes:
    """Return a PDF of these objects, numbered from 1; object 1 is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    if table:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Root 1 0 R/Size %d%s>>\n" % (count or len(places) + 1, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"


def with_xref_stream(content: bytes, dictionary: bytes) -> bytes:
    """Return a PDF whose table of objects is a stream."""
    out = bytearray(b"%PDF-1.7\n1 0 obj\n" + CATALOG + b"\nendobj\n2 0 obj\n" + PAGES + b"\nendobj\n")
    start = len(out)
    out += b"3 0 obj\n" + stream(b"/Type/XRef/Root 1 0 R" + dictionary, content) + b"\nendobj\n"
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def in_an_object_stream(megabytes: int) -> bytes:
    """Return a PDF whose catalog stands in a stream that unpacks to so many megabytes."""
    inner = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = b"1 0 " + b" " * 100
    packed = b"\x78\xda" + inner.compress(start + CATALOG) + inner.flush(zlib.Z_FULL_FLUSH)
    packed += deflated(megabytes, -15)
    out = bytearray(b"%PDF-1.7\n2 0 obj\n" + PAGES + b"\nendobj\n")
    pages, objects = 9, len(out)
    out += b"4 0 obj\n" + stream(b"/Type/ObjStm/N 1/First %d/Filter/FlateDecode" % len(start), packed) + b"\nendobj\n"
    table = len(out)
    rows = b"\0\0\0\0\0\0" + b"\2\0\0\0\4\0" + b"\1" + struct.pack(">I", pages) + b"\0"
    rows += b"\1" + struct.pack(">I", table) + b"\0" + b"\1" + struct.pack(">I", objects) + b"\0"
    out += b"3 0 obj\n" + stream(b"/Type/XRef/Root 1 0 R/Size 5/W[1 4 1]", rows) + b"\nendobj\n"
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % table


def with_attachments(packed: bytes, filters: bytes, count: int = 1) -> bytes:
    """Return a PDF with one attachment, listed `count` times."""
    names = b"".join(b"(%d) 4 0 R " % number for number in range(count))
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[%s]>>>>>>" % names,
        PAGES,
        stream(b"/Type/EmbeddedFile" + filters, packed),
        b"<</Type/Filespec/F(a)/EF<</F 3 0 R>>>>",
    )


def many_objects(count: int, *, table: bool) -> bytes:
    """Return a PDF of very many objects; without a table a reader looks for each."""
    return pdf(CATALOG, PAGES, *[b"<</A 1>>"] * count, table=table)


def _full_table(megabytes: int) -> bytes:
    """Return a table in which every octet is an object."""
    return zlib.compress(b"\1" * (megabytes * MEGABYTE + 1), 1)


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
    "pdf with an object stream of a gigabyte": lambda: in_an_object_stream(1024),
    "pdf with an object stream of 150 megabytes": lambda: in_an_object_stream(150),
    "pdf with a table of a gigabyte": lambda: with_xref_stream(
        deflated(1024, 15), b"/Filter/FlateDecode/Size 9999999/W[1 4 1]"
    ),
    "pdf with a table of very wide columns": lambda: with_xref_stream(
        deflated(1, 15), b"/Filter/FlateDecode/Size 5/W[1 4 1]/DecodeParms<</Predictor 12/Columns 2147483647>>"
    ),
    "pdf that claims 2^31 objects": lambda: pdf(CATALOG, PAGES, count=2147483647),
    "pdf with a filter a thousand times over": lambda: with_xref_stream(
        b"a", b"/Size 5/W[1 4 1]/Filter[" + b"/FlateDecode" * 1000 + b"]"
    ),
    "pdf a hundred thousand arrays deep": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/A " + b"[" * 100_000 + b"]" * 100_000 + b">>", PAGES
    ),
    "pdf with a trailer of 60 megabytes": lambda: pdf(CATALOG, PAGES, trailer=b"/A[" + b"1 " * (30 * MEGABYTE) + b"]"),
    "pdf with a trailer of fifteen megabytes, damaged": lambda: pdf(
        CATALOG, PAGES, trailer=b"/A[" + (b"[" + b"1 " * 4000 + b"]") * 1900 + b"]", table=False
    ),
    "pdf with a catalog of fifteen megabytes, damaged": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/A[" + (b"[" + b"1 " * 4000 + b"]") * 1900 + b"]>>", PAGES, table=False
    ),
    "pdf with a table of 48 megabytes of objects": lambda: with_xref_stream(
        _full_table(40), b"/Filter/FlateDecode/Size 41943041/W[1 0 0]"
    ),
    "pdf whose tables lead in a circle": lambda: pdf(CATALOG, PAGES, trailer=b"/Prev 134"),
    "pdf whose pages hold themselves": lambda: pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999999>>"),
    "pdf with a name tree that holds itself": lambda: pdf(
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>", PAGES, b"<</Kids[3 0 R 3 0 R]>>"
    ),
    "pdf with an attachment of a gigabyte": lambda: with_attachments(deflated(1024, 15), b"/Filter/FlateDecode"),
    "pdf with one attachment a hundred times": lambda: with_attachments(bytes(MEGABYTE), b"", 100_000),
    "pdf of 300,000 objects": lambda: many_objects(300_000, table=True),
    "pdf of 90,000 objects without a table": lambda: many_objects(90_000, table=False),
    "pdf of 200,000 objects without a table": lambda: many_objects(200_000, table=False),
    "pdf of 15 megabytes of brackets": lambda: (
        pdf(CATALOG, PAGES, table=False)[:-30] + b"[<<" * (5 * MEGABYTE) + b"%%EOF"
    ),
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
