"""A document on the server as a file: always the right octets, and few of them."""

import base64
import io
import random
import zipfile
from collections.abc import Callable
from typing import BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.gather.mailbox import Items
from mailcheck.gather.part_source import NOTHING_GIVEN, TOO_LARGE, Absent, FetchLimits, Unfetchable
from mailcheck.gather.remote_file import MOST_FORESEEN, RemoteFile
from mailcheck.model import Part, Protection, ProtectionState
from mailcheck.parse.structure import walk
from mailcheck.protection.judge import HEAD, TAIL, judge_protection
from tests.bench.documents import KINDS, OFFICE
from tests.fake_mailbox import FakeMailbox, Misbehaviour
from tests.letters import Attached, attached, forwarded, in_base64, letter

LARGE = random.Random(1).randbytes(300_000)


def remote(part: Attached, *misbehaviours: Misbehaviour, limits: FetchLimits | None = None, **changed) -> RemoteFile:
    """Return the second part of a letter as a remote file; `changed` are lies of the structure."""
    return opened(letter(part), *misbehaviours, limits=limits, **changed)


def opened(raw: bytes, *misbehaviours: Misbehaviour, limits: FetchLimits | None = None, **changed) -> RemoteFile:
    """Return the first document of a letter as a remote file."""
    mailbox = FakeMailbox({"Sent": [raw]}, misbehaves=misbehaviours)
    mailbox.examine("Sent")
    [envelope] = mailbox.envelopes([1], Items(structure=True))
    part = walk(envelope.bodystructure).parts[0]
    told = {name: getattr(part, name) for name in Part.__slots__} | changed
    return RemoteFile(mailbox, 1, Part(**told), limits)


def test_a_small_part_is_fetched_whole_at_once():
    """One round trip for what costs little."""
    file = remote(attached(b"x" * 5000))
    assert (file.read(), file.trips, file.is_whole, file.changed_midway) == (b"x" * 5000, 1, True, False)


@pytest.mark.parametrize("line", [60, 64, 72, 76, 120])
@pytest.mark.parametrize("more", range(3))
def test_the_ends_of_a_large_part_cost_two_trips(line, more):
    """The octets by which formats are known, whatever the length of the lines and the last of them."""
    content = LARGE + b"x" * more
    file = remote(attached(content, "letter.zip", media_type="application/zip", line=line))
    head = file.read(HEAD)
    file.seek(-TAIL, io.SEEK_END)
    assert (head, file.read()) == (content[:HEAD], content[-TAIL:])
    assert (file.trips, file.octets <= 6 * 1024 + 64, file.is_whole) == (2, True, False)


def test_the_middle_is_fetched_where_it_is_asked_for():
    """A jump costs one trip, and reading on fetches larger blocks."""
    file = remote(attached(LARGE))
    file.seek(150_000)
    assert file.read(10) == LARGE[150_000:150_010]
    assert file.trips == 3
    assert b"".join(iter(lambda: file.read(1000), b"")) == LARGE[150_010:]
    assert file.trips < 12


def test_an_ordinary_reader_touches_little():
    """The standard library lists a large archive from its tail."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("large.bin", LARGE)
        archive.writestr("small.txt", "hello")
    file = remote(attached(buffer.getvalue()))
    assert zipfile.ZipFile(cast(BinaryIO, file)).namelist() == ["large.bin", "small.txt"]
    assert (file.trips, file.octets < 7 * 1024) == (2, True)


@pytest.mark.parametrize(
    "misbehaviour", [Misbehaviour.IGNORES_RANGE, Misbehaviour.SHIFTS_RANGE, Misbehaviour.CUTS_RANGE]
)
@pytest.mark.parametrize("encoding", ["base64", "8bit"])
def test_wrong_partial_answers_are_seen(misbehaviour, encoding):
    """A server that ignores, shifts or cuts ranges is asked for the whole part."""
    text = b"\r\n".join(b"line %d" % number for number in range(20_000))
    plain = Attached("Content-Disposition: attachment\r\nContent-Transfer-Encoding: 8bit", text)
    file = remote(attached(LARGE) if encoding == "base64" else plain, misbehaviour)
    content = LARGE if encoding == "base64" else text
    file.seek(1000)
    assert (file.read(5000), file.size, file.is_whole) == (content[1000:6000], len(content), True)


@pytest.mark.parametrize("size", [20_000, 410_000, 411_000, 900_000, 2**39])
def test_a_size_that_lies_is_seen(size):
    """Too small or too large a size in the structure leads to the whole part, not to wrong octets."""
    file = remote(attached(LARGE), size=size)
    assert (file.content(), file.read(100)) == (LARGE, LARGE[:100])


def test_a_part_beyond_the_limit_is_not_fetched_whole():
    """A part that has to be read whole and is too large is refused, and told."""
    file = remote(attached(LARGE, line=75), limits=FetchLimits(octets=100_000))
    with pytest.raises(Unfetchable, match=TOO_LARGE):
        file.read()
    assert (file.trouble, file.problem) == (TOO_LARGE, None)
    with pytest.raises(Unfetchable):
        file.read(1)


def test_a_hostile_document_cannot_cost_more_trips_than_the_limit():
    """Jumping about ends in the whole part."""
    file = remote(attached(LARGE), limits=FetchLimits(trips=5))
    for offset in range(290_000, 0, -10_000):
        file.seek(offset)
        assert file.read(1) == LARGE[offset : offset + 1]
    assert (file.is_whole, file.changed_midway, file.trips <= 6) == (True, False, True)


def test_a_reader_that_jumps_about_gets_the_whole_part_once_that_is_cheaper():
    """Every trip is worth some octets: a part of 400 KB is not read in thirty trips."""
    file = remote(attached(LARGE))
    for offset in range(290_000, 0, -10_000):
        file.seek(offset)
        assert file.read(1) == LARGE[offset : offset + 1]
    assert (file.is_whole, file.changed_midway, file.trips <= 10) == (True, False, True)


def test_a_message_that_vanished_is_told():
    """The server's refusal is kept apart from trouble of the document's own."""
    file = remote(attached(LARGE))
    file.source._mailbox.vanished.add(("Sent", 1))
    with pytest.raises(Unfetchable):
        file.read()
    assert file.problem is not None
    assert file.problem.key == "vanished"


@pytest.mark.parametrize("content", [b"x" * 5000, LARGE])
def test_an_empty_nested_section_is_taken_out_of_its_message(content):
    """Where a server answers nothing inside an attached message, the message is fetched and taken apart here."""
    inner = forwarded(letter(forwarded(letter(attached(content), identifier="deep")), identifier="inner"))
    assert opened(letter(inner), Misbehaviour.EMPTY_NESTED).content() == content


def test_a_section_that_stays_empty_is_told():
    """Nothing is made up for it."""
    file = remote(attached(LARGE), section="9")
    with pytest.raises(Unfetchable, match=NOTHING_GIVEN):
        file.read()


def test_an_empty_document_is_empty():
    """No octets, no trouble."""
    file = remote(attached(b""))
    assert (file.read(), file.size, file.trouble) == (b"", 0, "")


def test_moves_like_any_file():
    """Seeking beyond the end reads nothing; before the start is refused."""
    file = remote(attached(LARGE))
    assert (file.seek(len(LARGE) + 5), file.read(3), file.tell()) == (len(LARGE) + 5, b"", len(LARGE) + 5)
    assert (file.seek(-3, io.SEEK_END), file.read(), file.seek(-1, io.SEEK_CUR)) == (299_997, LARGE[-3:], 299_999)
    assert (file.readable(), file.seekable(), file.writable()) == (True, True, False)
    with pytest.raises(ValueError, match="before the start"):
        file.seek(-1)


def in_the_middle(extra: bytes, content: bytes, line: int) -> bytes:
    """Return regular base64 with something between two lines."""
    lines = in_base64(content, line).splitlines(keepends=True)
    middle = len(lines) // 2
    return b"".join((*lines[:middle], extra, *lines[middle:]))


def in_two(content: bytes, cut: int, widths: tuple[int, int]) -> bytes:
    """Return two runs of base64, one after the other."""
    return in_base64(content[:cut], widths[0]) + in_base64(content[cut:], widths[1])


def padded_inside(content: bytes, line: int, more: int) -> bytes:
    """Return two runs of base64, of which the first ends `more` octets behind a full line, with padding."""
    whole = line // 4 * 3
    return in_two(content, len(content) // 2 // whole * whole + more, (line, line))


LAYOUTS: dict[str, Callable[[bytes, int], bytes]] = {
    "regular": in_base64,
    "trailing blank lines": lambda content, line: in_base64(content, line) + b"\r\n \r\n" * 30,
    "no final line end": lambda content, line: in_base64(content, line).rstrip(),
    "no padding": lambda content, line: in_base64(content, line).rstrip(b"=\r\n") + b"\r\n",
    "two widths": lambda content, _: in_two(content, len(content) // 2 // 57 * 57, (76, 60)),
    "alternating": lambda content, _: b"".join(
        in_two(content[start : start + 96], 48, (64, 32)) for start in range(0, len(content), 96)
    ),
    "blank line inside": lambda content, line: in_the_middle(b"\r\n", content, line),
    "one line": lambda content, _: base64.b64encode(content),
    "padding inside": lambda content, line: padded_inside(content, max(line, 60), 1),
    "odd width": lambda content, _: in_base64(content, 75),
}
NEVER_LAZY = {"blank line inside", "odd width", "alternating"}


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(sorted(LAYOUTS)),
    line=st.sampled_from([4, 60, 64, 72, 76, 128, 996]),
    length=st.integers(0, 60_000),
    reads=st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 9000)), max_size=6),
    misbehaviour=st.sampled_from([None, *Misbehaviour]),
)
def test_every_layout_gives_the_right_octets(kind, line, length, reads, misbehaviour):
    """For any layout of base64 and any server, what is read is the document's own, or the whole part is fetched."""
    content = LARGE[:length]
    part = Attached("Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64", LAYOUTS[kind](content, line))
    file = remote(part, *([misbehaviour] if misbehaviour else []))
    for start, size in reads:
        file.seek(start)
        assert file.read(size) == content[start : start + size]
    file.seek(0, io.SEEK_END)
    assert file.is_whole or kind not in NEVER_LAZY
    assert file.content() == content


@pytest.mark.parametrize(
    "raw",
    [in_the_middle(b"\r\n" * 78, LARGE, 76), padded_inside(LARGE, 76, 56), padded_inside(LARGE, 4, 1)],
    ids=["blank lines", "padding that fills its line", "short lines"],
)
def test_what_keeps_the_phase_is_seen_when_it_is_reached(raw):
    """What both ends cannot show is seen in the block that holds it, and the reader is told to look again."""
    file = remote(Attached("Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64", raw))
    file.seek(149_000)
    assert file.read(5000) == LARGE[149_000:154_000]
    assert (file.is_whole, file.changed_midway, file.size) == (True, True, len(LARGE))


def test_an_enclosing_section_that_is_no_message_does_not_help():
    """What the server gave for the part itself is then all there is."""
    file = remote(attached(b"x" * 500), enclosing="1", size=5)
    assert file.content() == b"x" * 500


def test_trouble_stays():
    """Once refused, a document is not asked for again and again."""
    file = remote(attached(LARGE), section="9")
    for _ in range(3):
        with pytest.raises(Unfetchable, match=NOTHING_GIVEN):
            file.content()
    assert file.trips == 1


def together(part: Attached) -> RemoteFile:
    """Return a file whose ends are here, and which is read together with others."""
    file = remote(part)
    gave(file, Absent(*file.first_pieces()))
    file.source.is_together = True
    return file


def judged_together(file: RemoteFile) -> Protection:
    """Judge a file as a flow does, giving it what it asks for."""
    while True:
        try:
            return judge_protection(cast(BinaryIO, file))
        except Absent as absent:
            gave(file, absent)


def gave(file: RemoteFile, absent: Absent) -> None:
    """Give a file what it says is absent, as a flow does."""
    mailbox = file.source._mailbox
    file.source.give({each: mailbox.range(1, each.section, each.offset, each.length) for each in absent.pieces})


def test_what_a_reader_foresees_is_fetched_at_once():
    """Three places, one trip; where the file is read by itself it is no more than a hint."""
    file = remote(attached(LARGE))
    file.foresee([(50_000, 40)])
    assert file.trips == 2
    file.source.is_together = True
    places = [(50_000, 40), (100_000, 3000), (200_000, 10), (0, 20), (10**9, 5)]
    with pytest.raises(Absent) as caught:
        file.foresee(places)
    assert len(caught.value.pieces) == 3
    gave(file, caught.value)
    file.foresee(places)
    for start, length in places[:3]:
        file.seek(start)
        assert file.read(length) == LARGE[start : start + length]
    assert (file.trips, file.is_whole) == (3, False)


def test_a_reader_that_foresees_everything_is_not_believed():
    """A bounded number of stretches, and of octets."""
    file = remote(attached(LARGE))
    file.read(1)
    file.source.is_together = True
    with pytest.raises(Absent) as caught:
        file.foresee([(start, 10) for start in range(3000, 290_000, 1000)])
    assert len(caught.value.pieces) == MOST_FORESEEN
    file.foresee([(3000, 280_000)])


def test_of_words_the_ends_are_fetched_and_a_little_between_them():
    """Forty kilobytes of words cost one tenth of that, and two trips where documents are read together."""
    content = b"some words, one line after another\r\n" * 1100
    part = Attached("Content-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt", content)
    file = together(part)
    assert judged_together(file).state is ProtectionState.OPEN
    assert (file.trips, file.octets < 9 * 1024, file.is_whole) == (2, True, False)


def test_stretches_that_overlap_are_fetched_once():
    """What is here already, and what two stretches have in common, is not asked for again."""
    file = together(attached(LARGE))
    with pytest.raises(Absent) as caught:
        file.foresee([(1000, 3000), (3500, 1000), (4600, 100), (50_000, 100)])
    [first, second] = caught.value.pieces
    assert (first.offset <= 2048, second.length <= 3 * 78) == (True, True)
    assert first.length <= 1.1 * (4700 - 1050) / 57 * 78
    gave(file, caught.value)
    file.foresee([(1000, 3000), (3500, 1000), (4600, 100), (50_000, 100)])
    file.seek(1000)
    assert file.read(3700) == LARGE[1000:4700]


@given(st.lists(st.tuples(st.integers(0, 290_000), st.integers(1, 5000)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_is_foreseen_the_octets_are_right(stretches):
    """In any order, overlapping or not: one trip brings all, and every stretch reads as it is."""
    file = together(attached(LARGE))
    for _ in range(2):
        try:
            file.foresee(stretches)
        except Absent as absent:
            gave(file, absent)
    assert file.trips <= 2
    for start, length in stretches:
        file.seek(start)
        assert file.read(length) == LARGE[start : start + length]


def test_a_protected_office_file_is_known_after_two_trips():
    """With the ends, and the places that its header names: then the passwords built into Office are tried."""
    content = KINDS["docx locked"].make(158_000)
    file = together(attached(content, "letter.docx", media_type=OFFICE))
    assert judged_together(file).state is ProtectionState.PROTECTED
    assert (file.trips, file.octets < 15 * 1024, file.is_whole) == (2, True, False)
