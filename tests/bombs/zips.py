"""ZIP archives that ask for much: entries by the thousand, entries over each other, sizes that lie."""

import io
import struct
import zipfile

from tests.bombs.compressed import MEGABYTE, deflated

LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")


def zipped(*contents: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for number, content in enumerate(contents):
            archive.writestr(str(number), content)
    return out.getvalue()


def zip_of_zips(width: int, depth: int) -> bytes:
    """Return archives within archives, many on each level."""
    data = zipped(bytes(MEGABYTE))
    for _ in range(depth):
        data = zipped(*[data] * width)
    return data


def zip_entry(name: bytes, content: bytes, *, flags: int = 0, method: int = 0, size: int = 0, crc: int = 0) -> bytes:
    """Return a local header and its content as they are given, true or not."""
    return LOCAL.pack(b"PK\3\4", 20, flags, method, 0, 0, crc, len(content), size, len(name), 0) + name + content


def zip_of(entries: list[tuple[bytes, int, int, int, int, int]], body: bytes) -> bytes:
    """Return an archive whose directory lists name, flags, method, packed, size and place as they are given."""
    central = b"".join(
        CENTRAL.pack(b"PK\1\2", 20, 20, flags, method, 0, 0, 0, packed, size, len(name), 0, 0, 0, 0, 0, place) + name
        for name, flags, method, packed, size, place in entries
    )
    count = len(entries) & 0xFFFF
    return body + central + END.pack(b"PK\5\6", 0, 0, count, count, len(central), len(body), 0)


def overlapping(count: int) -> bytes:
    """Return an archive whose entries all stand at one place (D. Fifield, "A better zip bomb")."""
    packed = deflated(100, -15)
    body = zip_entry(b"a", packed, method=8, size=100 * MEGABYTE)
    return zip_of([(b"%d" % number, 0, 8, len(packed), 100 * MEGABYTE, 0) for number in range(count)], body)


def many_entries(count: int, *, flags: int = 0) -> bytes:
    """Return an archive of very many small files."""
    entries, body = [], io.BytesIO()
    for number in range(count):
        name = b"%d" % number
        entries.append((name, flags, 0, 12, 12, body.tell()))
        body.write(zip_entry(name, b"twelve octet", flags=flags, size=12))
    return zip_of(entries, body.getvalue())


def swollen_directory(megabytes: int) -> bytes:
    """Return an archive whose directory is one entry with a comment, many times over."""
    comment = bytes(65535)
    entry = CENTRAL.pack(b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 1, 1, 1, 0, len(comment), 0, 0, 0, 0) + b"a" + comment
    central = entry * (megabytes * 16)
    body = zip_entry(b"a", b"a", size=1)
    return body + central + END.pack(b"PK\5\6", 0, 0, 1, 1, len(central), len(body), 0)


BOMBS = {
    "zip of a gigabyte": lambda: zip_of(
        [(b"a", 0, 8, 1 << 20, 1 << 30, 0)], zip_entry(b"a", deflated(1024, -15)[: 1 << 20], method=8, size=1 << 30)
    ),
    "zip that lies small about a gigabyte": lambda: zip_of(
        [(b"a", 0, 8, 1 << 20, 100, 0)], zip_entry(b"a", deflated(1024, -15)[: 1 << 20], method=8, size=100)
    ),
    "zips within zips, sixteen wide, four deep": lambda: zip_of_zips(16, 4),
    "zips within zips, one wide, fifty deep": lambda: zip_of_zips(1, 50),
    "zip entries over each other": lambda: overlapping(60_000),
    "zip of very many entries": lambda: many_entries(65_000),
    "zip of 19,000 entries": lambda: many_entries(19_000),
    "zip of 19,000 locked entries": lambda: many_entries(19_000, flags=1),
    "zip with a directory of 60 megabytes": lambda: swollen_directory(60),
    "zip with one stored file of 100 megabytes": lambda: zipped(bytes(100 * MEGABYTE), method=zipfile.ZIP_STORED),
    "zip of sixty files of a megabyte": lambda: zipped(*[bytes(MEGABYTE)] * 60),
    "zip packed with bzip2": lambda: zipped(*[bytes(30 * MEGABYTE)] * 3, method=zipfile.ZIP_BZIP2),
}
