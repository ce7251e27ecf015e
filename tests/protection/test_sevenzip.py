"""7z archives."""

import io
import random

import py7zr

from mailcheck.protection import Limits, judge_protection
from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample, state_and_blocks


def archive(files: dict[str, bytes], *, password: str | None = None, **settings: object) -> bytes:
    """Return an archive made by py7zr."""
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password, **settings) as made:
        for name, content in files.items():
            made.writestr(content, name)
    return out.getvalue()


def test_each_entry_counts():
    """One in the clear beside an encrypted one is partial; in either, the names can be read."""
    mixed = judged(sample("mixed.7z"))
    assert (mixed.state, {child.state for child in mixed.children}) == (PARTIAL, {PROTECTED, OPEN})
    assert judged(sample("password.7z")).names_visible
    assert not judged(sample("names-hidden.7z")).names_visible


def test_an_open_archive_is_looked_into():
    """Packed in any of the usual ways."""
    inside = {"a.7z": sample("password.7z")}
    for filters in (
        [{"id": py7zr.FILTER_COPY}],
        [{"id": py7zr.FILTER_BZIP2}],
        [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}],
    ):
        assert judged(archive(inside, filters=filters)).state is PROTECTED
    assert judged(archive(inside | {"b.txt": b"some words"})).state is PARTIAL


def test_what_is_stored_as_it_is_is_looked_into_where_it_stands():
    """Without reading the rest of it, and without a library; each of several files."""
    noise = random.Random(1).randbytes(500_000)
    stored = [{"id": py7zr.FILTER_COPY}]
    one = archive({"a.bin": noise}, filters=stored)
    read = []

    class Counted(io.BytesIO):
        def read(self, size=-1):
            found = super().read(size)
            read.append(len(found))
            return found

    answer = judge_protection(Counted(one))
    assert (answer.state, len(answer.children), sum(read) < 20_000) == (OPEN, 1, True)
    assert judged(archive({"a.7z": sample("password.7z"), "b.txt": b"some words"}, filters=stored)).state is PARTIAL


def test_nothing_inside_is_open():
    """Empty files and folders do not count."""
    assert judged(archive({})).state is OPEN
    assert judged(archive({"empty": b""})).state is OPEN


def test_a_bomb_is_unreadable():
    """What claims to unpack to hundreds of times its size is not unpacked."""
    bomb = archive({"zeros": bytes(4 << 20)})
    assert judge_protection(io.BytesIO(bomb), limits=Limits(unpacked=1 << 20)).state is UNREADABLE


def test_a_damaged_header_is_unreadable():
    """Its checksum does not agree."""
    data = bytearray(sample("password.7z"))
    for place in (9, 14, len(data) - 5):
        damaged = bytearray(data)
        damaged[place] ^= 1
        assert judged(bytes(damaged)).state is UNREADABLE


def test_an_encrypted_archive_is_judged_by_its_header():
    """Which stands at its end."""
    noise = random.Random(2).randbytes(400_000)
    state, blocks = state_and_blocks(archive({"a": noise}, password="correct horse", header_encryption=False))
    assert (state, blocks <= 4) == ("protected", True)
