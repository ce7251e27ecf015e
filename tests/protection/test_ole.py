"""OLE files are walked no further than a question needs, and loops and ends are noticed."""

import io
import struct

import pytest

from mailcheck.protection.look import CannotTell
from mailcheck.protection.ole import Compound
from tests.protection.compound import compound
from tests.protection.looks import look

LARGE, SMALL = bytes(range(256)) * 20, b"small and in the mini stream " * 5
DATA = compound({"Folder/Inner": SMALL, "Large": LARGE, "Folder/Second": b"x" * 70})


def opened(data: bytes) -> Compound:
    """Open octets as an OLE file."""
    return Compound(io.BytesIO(data), look())


def test_streams_are_found_by_path_whatever_the_case():
    """Names in a compound file do not differ by case alone ([MS-CFB] 2.6.1)."""
    found = opened(DATA)
    assert sorted(found.paths) == ["folder", "folder/inner", "folder/second", "large"]
    assert "FOLDER/inner" in found


def test_streams_are_read_from_sectors_and_from_the_mini_stream():
    """Any part of either, and never more than there is."""
    found = opened(DATA)
    assert found.head("Large", 10_000) == LARGE
    assert found.head("Large", 700, offset=400) == LARGE[400:1100]
    assert found.head("Folder/Inner", 1000) == SMALL
    assert found.head("Folder/Inner", 20, offset=60) == SMALL[60:80]
    assert found.head("Large", 10, offset=len(LARGE)) == b""


def test_a_cut_off_file_is_noticed():
    """The last sector that the table links must be there."""
    assert not opened(DATA).is_cut_off
    assert opened(compound({"A": bytes(5000)})).is_cut_off is False
    whole = compound({"A": LARGE})
    start = struct.unpack_from("<I", whole, 48)[0]
    moved = whole[: 512 * (start + 2)]
    assert not opened(moved).is_cut_off
    with pytest.raises(CannotTell):
        opened(moved[:-512])


def test_a_chain_in_a_circle_is_damage():
    """A chain longer than the file cannot be true."""
    data = bytearray(DATA)
    first = struct.unpack_from("<I", data, 48)[0]
    struct.pack_into("<I", data, 512 + 4 * first, first)
    with pytest.raises(CannotTell):
        opened(bytes(data))


@pytest.mark.parametrize("change", [b"\xff" * 8, DATA[:8] + bytes(22) + b"\x05\x00", DATA[:100]])
def test_what_is_no_ole_file_is_refused(change: bytes):
    """Signature, sector size and header must be whole."""
    data = change if len(change) > 50 else change + DATA[len(change) :]
    with pytest.raises(CannotTell):
        opened(data)
