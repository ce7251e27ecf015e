"""Tar archives."""

import io
import tarfile

from mailcheck.protection import Limits, judge_protection
from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample, state_and_blocks


def tar(files: dict[str, bytes], kind: int = tarfile.PAX_FORMAT) -> bytes:
    """Return an archive; a name that ends in a slash is a folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=kind) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            member.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def test_every_kind_of_tar_is_followed_into():
    """Folders and empty files do not count; long names are headers of their own."""
    files = {"folder/": b"", "empty": b"", "n" * 300: sample("password.7z")}
    for kind in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        assert judged(tar(files, kind)).state is PROTECTED
    assert judged(tar({"folder/": b""})).state is OPEN


def test_the_oldest_archives_have_only_a_checksum():
    """No mark, and still known."""
    data = bytearray(tar({"a": b"some words"}, tarfile.USTAR_FORMAT))
    data[257:265] = bytes(8)
    data[148:156] = b"%06o\0 " % (sum(data[:148]) + 256 + sum(data[156:512]))
    assert judged(bytes(data)).format == "tar"


def test_the_end_must_be_there():
    """A block of zeros."""
    data = tar({"a": b"some words", "b": b"more"})
    assert judged(data[:2048]).state is UNREADABLE
    assert judged(data[:2560]).state is OPEN


def test_bounds_hold():
    """Entries, and archives in archives."""
    many = tar({str(number): b"some words" for number in range(30)})
    assert judge_protection(io.BytesIO(many), limits=Limits(entries=20)).state is OPEN
    locked = tar({str(number): sample("password.7z") for number in range(9)})
    assert judge_protection(io.BytesIO(locked), limits=Limits(entries=20)).state is UNREADABLE
    deep = b"some words"
    for _ in range(9):
        deep = tar({"a": deep})
    assert judged(deep).state is UNREADABLE


def test_content_is_stepped_over():
    """What was recognised by its first octets is not read through."""
    state, blocks = state_and_blocks(tar({"a.luks": sample("disk-1.luks") + bytes(1 << 20)}))
    assert (state, blocks <= 10) == ("protected", True)


def test_an_entry_of_an_unknown_kind_counts_as_a_file():
    """As POSIX asks of every program that unpacks it."""
    data = bytearray(tar({"a": sample("password.7z"), "b": b"some words"}, tarfile.USTAR_FORMAT))
    start = 512 + (len(sample("password.7z")) + 511) // 512 * 512
    data[start + 156 : start + 157] = b"Z"
    data[start + 148 : start + 156] = b"        "
    data[start + 148 : start + 156] = b"%06o\0 " % sum(data[start : start + 512])
    assert judged(bytes(data)).state is PARTIAL


def test_a_second_archive_behind_the_first_is_not_overlooked():
    """`cat` makes such a file, and `tar -i` unpacks both."""
    locked = tar({"a": sample("password.7z")})
    assert judged(locked + bytes(10240)).state is PROTECTED
    assert judged(locked + tar({"b": b"some words"})).state is PARTIAL
