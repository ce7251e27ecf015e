"""The heart: every sample is judged rightly, whatever happens to it nothing escapes, and half a file proves nothing."""

import csv
import io
import re
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailcheck.protection import Limits, judge_protection
from mailcheck.protection.judge import HEAD, Claim, Sample, begins_with
from tests.bench.documents import KINDS
from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged

SAMPLES = Path(__file__).parent.parent / "samples"
with (SAMPLES / "manifest.tsv").open(encoding="utf-8", newline="") as table:
    ROWS = tuple(csv.DictReader(table, delimiter="\t"))
DATA = {row["file"]: (SAMPLES / "files" / row["file"]).read_bytes() for row in ROWS}
WHOLE = sorted(row["file"] for row in ROWS if row["label"] != "unreadable" and row["file"] != "garbage-first.pdf")
KEYED = re.compile("r[346]|built-in-password")
"""Documents with an empty or public password: spoilt, their key material opens them no more."""
NOT_SHUT = sorted(row["file"] for row in ROWS if row["label"] in {"open", "partial"})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_every_sample_is_judged_rightly(row: dict[str, str]):
    """Documents made by the programs that people use get the state and strength that they have."""
    answer = judged(DATA[row["file"]])
    assert (str(answer.state), str(answer.strength)) == (row["label"], row["strength"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(WHOLE), share=st.floats(0, 0.9))
def test_a_file_that_was_cut_off_is_unreadable(name: str, share: float):
    """Half of the evidence is no evidence: neither protected nor open."""
    data = DATA[name]
    assert judged(data[: int(len(data) * share)]).state is UNREADABLE


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(DATA)), where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_makes_no_exception_escape(name: str, where: float, bit: int):
    """Whatever a file says, the answer is one of the four."""
    data = bytearray(DATA[name])
    data[int(where * len(data))] ^= 1 << bit
    assert judged(bytes(data)).state in {PROTECTED, OPEN, PARTIAL, UNREADABLE}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from([name for name in NOT_SHUT if not KEYED.search(name)]),
    where=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
)
def test_a_flipped_bit_never_makes_an_open_document_protected(name: str, where: float, bit: int):
    """A document that opens is never called protected (those that have key material of their own aside)."""
    data = bytearray(DATA[name])
    data[int(where * len(data))] ^= 1 << bit
    assert judged(bytes(data)).state is not PROTECTED


SIGNATURES = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-1.7\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\0\1\0\0Standard ACE DB\0",
)


@given(st.sampled_from(SIGNATURES), st.binary(max_size=3000))
def test_noise_behind_a_signature_is_unreadable(signature: bytes, noise: bytes):
    """A signature without a structure proves nothing."""
    assert judged(signature + noise).state is UNREADABLE


def test_an_empty_file_is_unreadable():
    """There is nothing to judge."""
    assert judged(b"").state is UNREADABLE


class Absent(BaseException):
    """What a lazy file raises to ask for more octets."""


class Lazy(io.BytesIO):
    """A file of which some octets are not there yet."""

    def __init__(self, data: bytes, reads: int) -> None:
        super().__init__(data)
        self._left = reads

    def read(self, size: int | None = -1) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise Absent
        return super().read(size)

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # the base class names no type
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


@pytest.mark.parametrize("name", WHOLE)
def test_a_lazy_files_request_for_more_passes_through(name: str):
    """An exception derived from BaseException is nobody's to swallow."""
    with pytest.raises(Absent):
        judge_protection(Lazy(DATA[name], 2))


def test_two_readings_of_one_file_and_the_open_one_decides():
    """A protected PDF with an open archive behind it opens for anybody who renames it."""
    assert judged(DATA["user-r6.pdf"] + DATA["plain.zip"]).state is OPEN


def test_a_bound_reached_inside_leaves_the_whole_unjudged():
    """Archives nested deeper than one looks are unreadable, not open."""
    data = DATA["aes-256.zip"]
    for _ in range(4):
        data = stored("inner.zip", data)
    limits = Limits(depth=2)
    assert judge_protection(io.BytesIO(data), limits=limits).state is UNREADABLE
    assert judged(data).state is PROTECTED


def stored(name: str, data: bytes) -> bytes:
    """Return an archive around something."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def test_a_file_that_cannot_be_read_is_unreadable():
    """An error of the file itself is no reason to fail."""

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("no")

    file: BinaryIO = Broken(b"x")
    assert judge_protection(file).state is UNREADABLE


class Placed(io.BytesIO):
    """A file that notes where it is read."""

    places: tuple[int, ...] = ()

    def read(self, size: int | None = -1, /) -> bytes:
        self.places += (self.tell(),)
        return super().read(size)


def test_of_a_file_that_is_known_by_its_beginning_the_end_is_hardly_read():
    """Every octet that a format looks at is fetched, where a document is on a mail server."""
    file = Placed(KINDS["jpeg"].make(40_000))
    assert judge_protection(file).state is OPEN
    assert all(place <= HEAD or place >= 40_000 - 512 for place in file.places)


def test_of_a_file_that_needs_a_secret_the_end_is_looked_at():
    """Something that opens may stand there."""
    locked = KINDS["openpgp"].make(40_000)
    assert judged(locked).state is PROTECTED
    assert judged(locked + KINDS["zip"].make(2000)).state is not PROTECTED


def test_a_format_known_by_its_beginning_is_asked_about_no_other_file():
    """About one that begins with the same octet it is asked, and looks at all of its signature."""
    known = begins_with(b"PK\x03\x04", b"\xd0\xcf")
    claim = Claim("example", known, 10)
    assert [first for first in (b"P", b"\xd0", b"Q", b"") if claim.is_worth_asking(first)] == [b"P", b"\xd0"]
    assert [known(Sample(io.BytesIO(), head, 9)) for head in (b"PK\x03\x04.", b"PK..", b"\xd0\xcf")] == [
        True,
        False,
        True,
    ]


def test_a_format_known_by_something_else_is_asked_about_every_file():
    """By a mark in the middle, or at the end."""
    assert Claim("example", lambda sample: sample.size == 9, 10).is_worth_asking(b"Q")
