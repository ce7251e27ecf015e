"""ZIP archives: what their flags say, what is in them, and what they may not make us believe."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.protection import Limits, judge_protection
from tests.protection.looks import NONE, OPEN, PARTIAL, PROTECTED, STRONG, UNREADABLE, WEAK, judged, verdict

FILES = Path(__file__).parent.parent / "samples" / "files"
TEXT = b"words that anybody may read\n" * 3
CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def archive(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    """Return a ZIP archive without a password."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
        file.comment = comment
    return out.getvalue()


def locked(members: dict[str, bytes]) -> bytes:
    """Return a ZIP archive encrypted with AES-256."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", encryption=pyzipper.WZ_AES) as file:
        file.setpassword(b"correct horse")
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def patched(data: bytes, signature: bytes, offset: int, octets: bytes, *, which: int = 0) -> bytes:
    """Return `data` with a field of a header changed."""
    at = -1
    for _ in range(which + 1):
        at = data.index(signature, at + 1)
    return data[: at + offset] + octets + data[at + offset + len(octets) :]


def test_an_encrypted_archive_names_its_cipher_and_shows_its_names():
    """The reason is one sentence that a person understands."""
    answer = judged(locked({"a.txt": TEXT}))
    assert (answer.state, answer.strength, answer.names_visible) == (PROTECTED, STRONG, True)
    assert answer.reason == "everything inside needs a secret: encrypted with AES-256"


def apple_double(*parts: tuple[int, bytes]) -> bytes:
    """Return an AppleDouble file (RFC 1740, 5)."""
    at = 26 + 12 * len(parts)
    out = b"\x00\x05\x16\x07\x00\x02\x00\x00" + bytes(16) + struct.pack(">H", len(parts))
    for kind, data in parts:
        out += struct.pack(">III", kind, at, len(data))
        at += len(data)
    return out + b"".join(data for _, data in parts)


def test_what_macos_adds_beside_a_file_is_no_content():
    """Finder information does not count; a resource fork with something in it does."""
    pdf = (FILES / "user-r6.pdf").read_bytes()
    shadow = apple_double((9, bytes(32)), (2, bytes(286)))
    assert verdict(archive({"a.pdf": pdf, "__MACOSX/._a.pdf": shadow})) == (PROTECTED, STRONG)
    full = apple_double((9, bytes(32)), (2, bytes(5000)))
    assert verdict(archive({"a.pdf": pdf, "__MACOSX/._a.pdf": full})) == (PARTIAL, STRONG)
    assert verdict(archive({"a.pdf": pdf, "__MACOSX/._a.pdf": TEXT})) == (PARTIAL, STRONG)


def test_entries_packed_with_bzip2_are_followed_and_unknown_packing_is_not():
    """Either way they came out without a secret."""
    pdf = (FILES / "user-r6.pdf").read_bytes()
    data = archive({"a.pdf": pdf}, method=zipfile.ZIP_BZIP2)
    assert verdict(data) == (PROTECTED, STRONG)
    other = patched(patched(data, CENTRAL, 10, b"\x62\x00"), LOCAL, 8, b"\x62\x00")
    assert judged(other).state is OPEN


def test_directories_and_empty_files_do_not_count():
    """Neither carries content."""
    out = io.BytesIO(locked({"a.txt": TEXT}))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("folder/", b"")
        file.writestr("empty.txt", b"")
    assert verdict(out.getvalue()) == (PROTECTED, STRONG)


def test_an_archive_with_nothing_in_it_is_open():
    """There is nothing that needs a secret."""
    assert verdict(archive({})) == (OPEN, NONE)


def test_an_open_archive_of_protected_documents_is_protected():
    """ALL semantics: every part that carries content needs a secret."""
    pdf = (FILES / "user-r6.pdf").read_bytes()
    assert verdict(archive({"a.pdf": pdf, "b.pdf": pdf})) == (PROTECTED, STRONG)
    assert verdict(archive({"a.pdf": pdf, "b.txt": TEXT})) == (PARTIAL, STRONG)


def test_the_weakest_cipher_inside_is_the_archives_strength():
    """A chain holds as its weakest link."""
    strong, weak = ((FILES / name).read_bytes() for name in ("user-r6.pdf", "user-r3.pdf"))
    assert verdict(archive({"a.pdf": strong, "b.pdf": weak})) == (PROTECTED, WEAK)


def test_an_entry_that_is_only_called_encrypted_is_not_protected():
    """What is stored in the clear has no room for the header that encryption puts before it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("letter.txt", "words that anybody can read\n" * 20)
    octets = bytearray(archive.getvalue())
    octets[6] |= 1
    octets[octets.index(b"PK\x01\x02") + 8] |= 1
    assert judged(bytes(octets)).state is OPEN


@pytest.mark.parametrize(("signature", "offset"), [(CENTRAL, 8), (LOCAL, 6)])
def test_headers_that_contradict_each_other_are_not_protected(signature: bytes, offset: int):
    """If one of the two headers says that there is no password, some program opens it."""
    data = (FILES / "zipcrypto.zip").read_bytes()
    flags = struct.unpack_from("<H", data, data.index(signature) + offset)[0]
    assert judged(patched(data, signature, offset, struct.pack("<H", flags & ~1))).state is not PROTECTED


def test_a_flag_alone_does_not_protect():
    """An entry that is not encrypted, with the flag in the directory only."""
    assert judged(patched(archive({"a.txt": TEXT}), CENTRAL, 8, b"\x01\x00")).state is not PROTECTED


def test_an_entry_that_the_directory_does_not_list_is_not_overlooked():
    """A program that reads from the front finds it, and it is open."""
    hidden = archive({"hidden.txt": TEXT})
    hidden = hidden[: hidden.index(CENTRAL)]
    data = locked({"a.txt": TEXT})
    at = data.index(CENTRAL)
    for gap in (hidden, b"PK\x07\x08" + bytes(12) + hidden):  # a descriptor may stand between them
        moved = data[:at] + gap + data[at:]
        end = moved.index(b"PK\x05\x06")
        offset = struct.unpack_from("<I", moved, end + 16)[0] + len(gap)
        moved = moved[: end + 16] + struct.pack("<I", offset) + moved[end + 20 :]
        assert judged(moved).state is UNREADABLE


def test_strong_encryption_names_its_cipher():
    """PKWARE's own encryption: flag bits 0 and 6, the cipher in extra field 0x0017 (APPNOTE 4.5.12)."""
    extra = struct.pack("<HHHHHH", 0x0017, 8, 2, 0x6610, 256, 1)
    answer = judged(strongly_encrypted(extra))
    assert (answer.state, answer.strength) == (PROTECTED, STRONG)
    assert "AES-256" in answer.reason
    assert verdict(strongly_encrypted(extra.replace(b"\x10\x66", b"\x01\x66"))) == (PROTECTED, WEAK)


def strongly_encrypted(extra: bytes) -> bytes:
    """Return an archive of one entry, built from APPNOTE 4.3."""
    data, name = bytes(64), b"a.txt"
    fields = struct.pack("<HHHHHIII", 50, 0x41, 8, 0, 0x21, 0, len(data), 100)
    local = LOCAL + fields + struct.pack("<HH", len(name), 0) + name + data
    central = CENTRAL + struct.pack("<H", 50) + fields + struct.pack("<HHHHHII", len(name), len(extra), 0, 0, 0, 0, 0)
    central += name + extra
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def test_an_encrypted_directory_hides_everything():
    """Central directory encryption (APPNOTE 7.3.4): version 2 of the ZIP64 record stands before ciphertext."""
    local = LOCAL + struct.pack("<HHHHHIIIHH", 62, 0x2041, 8, 0, 0, 0, 0, 9, 1, 0) + b"1" + bytes(64)
    central = bytes(range(64, 128))
    record = struct.pack("<QHHIIQQQQ", 76 - 12, 62, 62, 0, 0, 1, 1, len(central), len(local))
    record += struct.pack("<HQQHHH", 8, len(central), len(central), 0x6610, 256, 1) + bytes(4)
    data = local + central
    data += b"PK\x06\x06" + record + b"PK\x06\x07" + struct.pack("<IQI", 0, len(data), 1)
    data += b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 0, 0xFFFF, len(central), len(local), 0)
    answer = judged(data)
    assert (answer.state, answer.strength, answer.names_visible) == (PROTECTED, STRONG, False)


def test_entries_that_overlap_are_unreadable():
    """A bomb lets many entries share the same octets."""
    data = archive({"a.txt": TEXT, "b.txt": TEXT})
    assert judged(patched(data, CENTRAL, 42, bytes(4), which=1)).state is UNREADABLE


def test_an_entry_that_grows_past_every_bound_is_unreadable():
    """A bomb is not unpacked."""
    data = archive({"zeros": bytes(3_000_000)})
    answer = judge_protection(io.BytesIO(data), limits=Limits(unpacked=1_000_000))
    assert answer.state is UNREADABLE


def test_a_large_picture_leaves_the_archive_open():
    """What is merely large came out without a secret."""
    import random

    data = archive({"picture": random.Random(1).randbytes(300_000)})
    answer = judge_protection(io.BytesIO(data), limits=Limits(unpacked=100_000))
    assert answer.state is OPEN


def test_an_entry_longer_than_it_says_is_unreadable():
    """A lying size is damage."""
    data = archive({"a.txt": TEXT})
    assert judged(patched(data, CENTRAL, 24, struct.pack("<I", 10))).state is UNREADABLE


def test_an_entry_with_a_wrong_checksum_is_unreadable():
    """Damaged content proves nothing."""
    data = archive({"a.txt": TEXT})
    assert judged(patched(data, CENTRAL, 16, bytes(4))).state is UNREADABLE


@given(noise=st.binary(min_size=1, max_size=200), first=st.integers(0, 255))
def test_noise_that_comes_out_whole_is_open(noise: bytes, first: int):
    """Whatever the entry begins like, its octets came out without a secret and its checksum is right."""
    content = bytes([first]) + noise
    assert judged(archive({"noise": content}, method=zipfile.ZIP_STORED)).state is OPEN
    assert judged(archive({"noise": content})).state is OPEN


def test_noise_with_a_wrong_checksum_is_unreadable():
    """It begins like a damaged document, and it may be one that the archive spoilt."""
    data = archive({"noise": b"PK\x03\x04 and no archive"}, method=zipfile.ZIP_STORED)
    assert judged(data).state is OPEN
    assert judged(patched(data, CENTRAL, 16, bytes(4))).state is UNREADABLE


def test_a_comment_may_stand_behind_the_directory():
    """Up to 65,535 octets (APPNOTE 4.4.12)."""
    assert verdict(archive({"a.txt": TEXT}, comment=b"c" * 60_000)) == (OPEN, NONE)


def test_a_line_break_behind_the_archive_is_forgiven():
    """Gateways add them."""
    assert verdict(locked({"a.txt": TEXT}) + b"\r\n") == (PROTECTED, STRONG)


def test_an_inner_archives_directory_is_not_taken_for_a_cut_off_outer_ones():
    """Half of an open archive around a protected one is unreadable, not protected."""
    outer = archive({"inner.zip": locked({"a.txt": TEXT}), "b.txt": TEXT}, method=zipfile.ZIP_STORED)
    end_of_inner = outer.index(b"PK\x05\x06") + 22
    assert judged(outer[:end_of_inner]).state is UNREADABLE
    assert judged(outer[: end_of_inner + 5]).state is UNREADABLE


def test_a_part_of_a_split_archive_is_unreadable():
    """The other parts are needed to tell."""
    answer = judged(patched(archive({"a.txt": TEXT}), b"PK\x05\x06", 4, b"\x01\x00"))
    assert (answer.state, answer.reason) == (UNREADABLE, "it is one part of a split archive")


def test_little_of_a_large_archive_is_read():
    """The directory and the local headers of encrypted entries are enough."""
    data = locked({f"{number}": bytes(range(256)) * 400 for number in range(10)})
    file = Counting(data)
    assert judge_protection(file).state is PROTECTED
    assert file.octets < 12_000
    assert len(data) > 5_000


class Counting(io.BytesIO):
    """A file that counts what is read from it."""

    octets = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.octets += len(data)
        return data


def test_a_directory_that_only_looks_encrypted_hides_no_open_entries():
    """Programs find the entries by their own headers; an encrypted directory needs those masked (APPNOTE 4.4.4)."""
    data = archive({"a.txt": TEXT})
    start, end = data.index(CENTRAL), data.index(b"PK\x05\x06")
    size = end - start
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 72, 62, 62, 0, 0, 1, 1, size, start)
    record += struct.pack("<HQQHHHH", 0, size, size, 0x6610, 256, 1, 0)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, start + size, 1)
    noise = bytes(octet ^ 0x55 for octet in data[start:end])
    assert judged(data[:start] + noise + record + locator + data[end:]).state is UNREADABLE
