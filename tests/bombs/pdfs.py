"""PDF documents that ask for much: streams that swell, tables that lie, trees that hold themselves."""

import struct
import zlib

from tests.bombs.compressed import MEGABYTE, deflated


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
}
