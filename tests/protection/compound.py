"""Writes small OLE compound files ([MS-CFB]) for what no free program writes."""

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, UNIT, CUTOFF = 512, 64, 4096


def compound(streams: dict[str, bytes]) -> bytes:
    """Return an OLE file with these streams; `/` divides storages from what is in them."""
    sectors: list[bytes] = [b""]
    table: list[int] = [TABLE]
    mini, mini_table = bytearray(), []

    def chain(data: bytes) -> int:
        pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        if not pieces:
            return END
        start = len(sectors)
        sectors.extend(pieces)
        table.extend([*range(start + 1, start + len(pieces)), END])
        return start

    def small(data: bytes) -> int:
        count = -(-len(data) // UNIT)
        if not count:
            return END
        start = len(mini_table)
        mini.extend(data.ljust(count * UNIT, b"\0"))
        mini_table.extend([*range(start + 1, start + count), END])
        return start

    entries = [["Root Entry", 5, FREE, FREE, END, 0]]
    numbers = {"": 0}
    last: dict[str, int] = {}
    names = {part: None for path in streams for part in _parts(path)}
    for path in names:
        folder, _, name = path.rpartition("/")
        numbers[path] = len(entries)
        if path in streams:
            data = streams[path]
            place = chain(data) if len(data) >= CUTOFF else small(data)
            entries.append([name, 2, FREE, FREE, place, len(data)])
        else:
            entries.append([name, 1, FREE, FREE, 0, 0])
        if folder in last:
            entries[last[folder]][2] = numbers[path]
        else:
            entries[numbers[folder]][3] = numbers[path]
        last[folder] = numbers[path]
    entries[0][4:] = [chain(bytes(mini)), len(mini)]
    mini_start = chain(struct.pack(f"<{len(mini_table)}I", *mini_table).ljust(SECTOR, b"\xff") if mini_table else b"")
    directory = chain(b"".join(_entry(*entry) for entry in entries))
    assert len(table) <= SECTOR // 4
    sectors[0] = struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table)))
    header = SIGNATURE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, CUTOFF, mini_start, int(bool(mini_table)), END, 0)
    return header + struct.pack("<109I", 0, *[FREE] * 108) + b"".join(sectors)


def _parts(path: str) -> list[str]:
    pieces = path.split("/")
    return ["/".join(pieces[: number + 1]) for number in range(len(pieces))]


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    fields = struct.pack("<HBBIII", len(text) + 2, kind, 1, FREE, right, child)
    return text.ljust(64, b"\0") + fields + bytes(36) + struct.pack("<IQ", start, size)
