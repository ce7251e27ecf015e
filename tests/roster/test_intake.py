"""A folder with attestations, and with everything else that a folder collects."""

import io
import os
import zipfile
from datetime import date, timedelta

import pytest
import pyzipper
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.errors import UserError
from mailcheck.parse.attested import KIND
from mailcheck.parse.institute import EXCEPTION, POLICY
from mailcheck.parse.sealed import seal
from mailcheck.roster.intake import take_in, take_in_handed
from mailcheck.roster.store import Roster
from mailcheck.roster.wrappings import DEEPEST, LARGEST_LETTER, MOST_ENTRIES, Unwrapping
from tests.attestation.factories import NOW, SEED, attested, signed
from tests.letters import Attached, attached, forwarded, in_base64, letter
from tests.roster.conftest import weeks


def test_attestations_are_taken_in_and_the_rest_is_passed_over(desk, anna):
    """Notes, pictures, empty files, folders in folders, links."""
    desk.put(anna.attest())
    desk.put(b"", "empty")
    desk.put(b"\x89PNG", "picture.png")
    desk.put("eyJhbGciOiJFZERTQSIsImp3ayI6 and so on", "looks-like-one")
    desk.put(b"x" * 200_000, "large.bin")
    (desk.folder / "sub").mkdir()
    (desk.folder / "sub" / "deep.jws").write_text(anna.attest(NOW + timedelta(hours=1)))
    (desk.folder / "link").symlink_to("/etc/passwd")
    os.mkfifo(desk.folder / "pipe")
    assert desk.came() == {"taken": 2, "other": 3, "changed": 1}


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-10],
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(".eyJ", ".eyK", 1),
        lambda text: text[:-3] + ("AAA" if text[-3:] != "AAA" else "BBB"),
        lambda text: ".".join((*text.split(".")[:2], signed(bytes(32)).split(".")[2])),
    ],
)
def test_what_was_changed_or_cut_short_is_told(desk, anna, damage):
    """On the way, or by somebody; nothing of it is believed."""
    desk.put(damage(anna.attest()))
    assert desk.came() == {"changed": 1}
    assert desk.view().rows == ()


@pytest.mark.parametrize("name", ["mailcheck-2026-11-28-0a1b2c3d-1.jws", "attachment.dat"])
def test_wherever_it_is_cut_it_is_told(anna, desk, name):
    """By how it begins, whatever it is called; by its name alone where nearly nothing is left."""
    whole = anna.attest()
    least = 0 if name.endswith(".jws") else 29
    cuts = sorted({*range(least, len(whole), 41), 29, len(whole) // 4, len(whole) * 98 // 100, len(whole) - 1})
    with Roster.open(desk.file) as roster:
        taken = take_in_handed(roster, [(name, whole[:cut].encode()) for cut in cuts], NOW)
    assert dict(taken.came) == {"changed": len(cuts)}
    assert set(taken.changed) == {name}


def test_cut_in_an_archive_or_a_letter_it_is_told_too(desk, anna):
    """By its name there; what a Mac puts beside it is no attestation."""
    desk.put(
        zipped([("a/mailcheck-2026-11-28-0a1b2c3d-1.jws", anna.attest()[:12]), ("__MACOSX/._a.jws", "x")]), "a.zip"
    )
    assert desk.came() == {"changed": 1}
    desk.put(zipped([("__MACOSX/._a.jws", "x" * 99)]), "b.zip")
    desk.put(letter(enclosed("x")), "c.eml")
    assert desk.came() == {"changed": 2, "other": 1}
    assert set(desk.take().changed) == {"a.zip", "c.eml"}


def test_the_text_inside_without_its_signature_is_told(desk):
    """Somebody took it out; and what others sign is not mailcheck's."""
    desk.put(attested().payload(), "opened.txt")
    desk.put(seal(b"{}", SEED, kind="dpop+jwt"), "theirs.jws")
    assert desk.came() == {"changed": 1, "other": 1}


def test_one_file_is_taken_in_by_its_place(desk, anna, bert):
    """An archive or an attestation; nothing beside it, and no link."""
    archive, beside = desk.put(zipped([("a.jws", anna.attest())]), "week.zip"), desk.put(bert.attest())
    (desk.folder / "link").symlink_to(beside)
    with Roster.open(desk.file) as roster:
        assert (take_in(roster, archive, NOW).files, len(list(roster.people()))) == (1, 1)
        with pytest.raises(UserError, match="no such file"):
            take_in(roster, desk.folder / "link", NOW)


def test_a_text_with_another_signature_is_changed(desk, anna, bert):
    """Signed by one and sealed by another."""
    one, other = anna.attest().split("."), bert.attest(status="declared").split(".")
    desk.put(".".join((one[0], other[1], one[2])))
    assert desk.came() == {"changed": 1}


def test_a_form_that_is_not_known_is_newer(desk):
    """Rightly signed; this version cannot say what it means."""
    desk.put(seal(b'{"schema":"mailcheck.attestation/9"}', SEED, kind=KIND))
    assert desk.came() == {"newer": 1}


def test_what_an_institute_signs_is_no_attestation(desk):
    """A signed policy, or an exception, though it has the same envelope."""
    desk.put(seal(b'{"schema":"mailcheck.policy/1","serial":1}', SEED, kind=POLICY))
    desk.put(seal(b"{}", SEED, kind=EXCEPTION))
    assert desk.came() == {"other": 2}
    assert desk.view().rows == ()


def test_a_copy_changes_nothing(desk, anna):
    """Sent again, or saved twice; a replayed old one is an old one."""
    first, second = anna.attest(weeks(2)[0]), anna.attest(weeks(2)[1])
    desk.put(second)
    desk.put(first)
    desk.put(first + "\r\n")
    assert desk.came() == {"taken": 2, "duplicate": 1}
    assert desk.row().made == weeks(2)[1]


def test_from_the_future_it_is_refused_and_told(desk, anna):
    """More than a day ahead: a clock is wrong, or somebody saves up good weeks. It stays refused when the day comes."""
    desk.put(anna.attest())
    desk.put(anna.attest(NOW + timedelta(days=3)))
    assert desk.came() == {"taken": 1, "future": 1}
    (row,) = desk.view().rows
    assert row.made == NOW
    assert "One more attestation was not taken in: it is dated in the future." in row.notes
    desk.now = NOW + timedelta(days=10)
    assert desk.came() == {"taken": 1, "future": 1}


def test_a_clock_that_is_a_little_wrong_is_told(desk, anna):
    """Within a day it is taken in."""
    desk.put(anna.attest(NOW + timedelta(hours=2)))
    assert any("clock" in note for note in desk.row().notes)
    desk.now = NOW + timedelta(days=1)
    assert not any("clock" in note for note in desk.row().notes)


def test_what_need_not_be_kept_is_not_taken_in(desk, anna):
    """Its own day says so."""
    desk.put(anna.attest(keep_until=date(2026, 11, 27)))
    assert desk.came() == {"expired": 1}


def test_what_need_not_be_kept_any_longer_is_forgotten(desk, anna):
    """When its day has come; the member stays, without what it said."""
    desk.put(anna.attest(keep_until=date(2026, 12, 1)))
    desk.take()
    desk.now = NOW + timedelta(days=10)
    assert desk.take().dropped == 1
    (row,) = desk.view().rows
    assert (row.status, row.made) == (None, None)
    assert b"Anna Smith" not in desk.file.read_bytes()


def test_a_second_run_reads_only_what_is_new(desk, anna):
    """However many files there are."""
    for made in weeks(5):
        desk.put(anna.attest(made))
    assert desk.take().read == 5
    desk.put("something else", "new.txt")
    again = desk.take()
    assert (again.files, again.read) == (6, 1)


def test_a_file_that_was_replaced_is_read_again(desk, anna):
    """The same name, another content."""
    file = desk.put("rubbish rubbish rubbish rubbish rubbish", "a.jws")
    assert desk.came() == {"changed": 1}
    file.write_text(anna.attest())
    assert desk.came() == {"taken": 1}


def test_no_name_of_a_file_is_kept(desk, anna):
    """A folder of downloads may hold anything."""
    desk.put(anna.attest(), "canaryzq notes.jws")
    desk.put("John Smith", "canaryzq-2.txt")
    desk.take()
    assert b"canaryzq" not in desk.file.read_bytes()


def test_without_a_folder_it_is_said(desk):
    """In plain words."""
    desk.folder.rmdir()
    with pytest.raises(UserError, match="no such folder"):
        desk.take()


def test_a_large_folder_of_rubbish_takes_bounded_time(desk, anna):
    """Five thousand files with one attestation among them."""
    for number in range(5000):
        (desk.folder / f"{number}.txt").write_bytes(b"eyJ" * (number % 50))
    desk.put(anna.attest(), "z.jws")
    taken = desk.take()
    assert (taken.files, len(desk.view().rows)) == (5001, 1)
    assert desk.take().read == 0


def enclosed(text, encoding="base64", name="2026-11-28.jws"):
    """Return an attestation as a mail program attaches it."""
    head = f'Content-Type: application/octet-stream; name="{name}"\r\nContent-Transfer-Encoding: {encoding}'
    return Attached(head, in_base64(text.encode()) if encoding == "base64" else text.encode())


@pytest.mark.parametrize("encoding", ["base64", "7bit", "quoted-printable"])
def test_an_attestation_in_a_saved_letter_is_taken_in(desk, anna, encoding):
    """As the mail program saved it; the same file put beside it is a copy."""
    text = anna.attest()
    told = text.replace("=", "=3D") if encoding == "quoted-printable" else text
    desk.put(letter(attached(b"%PDF-1.7", "other.pdf"), enclosed(told, encoding)), "Your attestation.EML")
    assert desk.came() == {"taken": 1}
    assert desk.row().made == NOW
    desk.put(text)
    assert desk.came() == {"taken": 1, "duplicate": 1}


def test_one_in_a_letter_that_was_passed_on_is_taken_in_too(desk, anna):
    """And all of several."""
    first, second = anna.attest(weeks(2)[0]), anna.attest(weeks(2)[1])
    desk.put(letter(forwarded(letter(enclosed(first), identifier="inner")), enclosed(second)), "fwd.eml")
    assert desk.came() == {"taken": 1}
    row = desk.row()
    assert (row.made, [note for note in row.notes if "missing" in note]) == (weeks(2)[1], [])


def test_a_letter_without_one_is_passed_over(desk):
    """Of other things, of nothing that is a letter, and one that is too large."""
    desk.put(letter(attached(b"eyJhbGciOiJIUzI1NiJ9.eyJ and so on", "looks-like-one.txt")), "like.eml")
    desk.put(letter(), "plain.eml")
    desk.put(b"\x00" * 200, "zeros.eml")
    desk.put(b"Subject: x\r\n\r\n" + b"x" * LARGEST_LETTER, "large.eml")
    assert desk.came() == {"other": 4}


def test_one_that_was_changed_in_a_letter_is_told(desk, anna, bert):
    """Though another in the same letter is in order, and that one is taken in."""
    broken = anna.attest()[:-3] + "AAA"
    desk.put(letter(enclosed(broken), enclosed(bert.attest())), "two.eml")
    assert desk.came() == {"changed": 1}
    assert len(desk.view().rows) == 1


@given(st.binary(max_size=400), st.integers(0, 3000))
def test_no_letter_stops_the_taking_in(octets, at):
    """Whatever is in it."""
    whole = letter(enclosed(signed(SEED)))
    looked_through(octets, "x.eml")
    looked_through(whole[:at] + octets + whole[at:], "x.eml")


def looked_through(octets, name):
    """Return what begins like an attestation in a file, and whether all of it could be looked through."""
    unwrapping = Unwrapping()
    return list(unwrapping.attestations(io.BytesIO(octets), name)), unwrapping.is_whole


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    """Return an archive of names and contents."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_an_archive_of_attestations_is_taken_in(desk, anna, bert, method):
    """As a mail program saves what it is asked to save all of: files, letters, folders, and other things."""
    entries = [
        ("received/anna.jws", anna.attest(weeks(2)[0])),
        ("received/", ""),
        ("received/anna again.txt", anna.attest(weeks(2)[1])),
        ("letter.eml", letter(enclosed(bert.attest(onboarding=None)))),
        ("notes.txt", "canaryzq"),
        ("picture.png", bytes(200_000)),
    ]
    desk.put(zipped(entries, method), "All of them.ZIP")
    taken = desk.take()
    assert ({came.value: number for came, number in taken.came.items()}, taken.added) == ({"taken": 1}, 3)
    assert len(desk.view().rows) == 2
    assert [each.name for each in desk.folder.iterdir()] == ["All of them.ZIP"]
    assert b"canaryzq" not in desk.file.read_bytes()
    again = desk.take()
    assert (again.read, again.added) == (0, 0)


def test_an_archive_in_a_letter_and_one_in_an_archive_are_looked_into(desk, anna, bert):
    """That is how they are passed on."""
    inner = zipped([("a.jws", anna.attest())])
    desk.put(letter(attached(inner, "all.zip", media_type="application/zip")), "all.eml")
    desk.put(zipped([("inner.zip", zipped([("b.jws", bert.attest(onboarding=None))]))]), "outer.zip")
    assert desk.came() == {"taken": 2}
    assert len(desk.view().rows) == 2


def locked(text):
    """An archive with a password."""
    made = io.BytesIO()
    with pyzipper.AESZipFile(made, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"secret")
        archive.writestr("a.jws", text)
    return made.getvalue()


def nested(octets, depth):
    """An archive in an archive in an archive."""
    for _ in range(depth):
        octets = zipped([("inner.zip", octets)])
    return octets


def bomb():
    """A hundred entries that each grow from nothing to the most that is unpacked of one."""
    return zipped([(f"{number}.zip", bytes(4 * 1024 * 1024)) for number in range(100)])


@pytest.mark.parametrize(
    "made",
    [
        locked,
        lambda text: zipped([("a.jws", text)])[:-30],
        lambda text: zipped([("a.jws", text)]).replace(b"PK\x03\x04", b"PK\x03\x05"),
        lambda text: nested(zipped([("a.jws", text)]), DEEPEST),
        lambda text: bomb(),
        lambda text: zipped([(str(number), b"") for number in range(MOST_ENTRIES + 1)]),
        lambda text: b"PK\x03\x04" + bytes(500),
        lambda text: bytes(500),
    ],
    ids=["password", "cut short", "damaged", "too deep", "bomb", "too many", "noise", "zeros"],
)
def test_an_archive_that_cannot_be_looked_through_to_its_end_is_told(desk, anna, made):
    """It is not passed over as if nothing had been in it; and it costs what is allowed, and no more."""
    desk.put(made(anna.attest()), "all.zip")
    assert desk.came() == {"closed": 1}
    assert desk.view().rows == ()


def test_what_is_sound_in_a_damaged_archive_is_taken_in(desk, anna, bert):
    """As far as one comes; the rest is told."""
    whole = zipped([("a.jws", anna.attest()), ("b.jws", bert.attest())], zipfile.ZIP_STORED)
    at = whole.rindex(b"eyJ", 0, whole.index(b"PK\x01\x02"))
    desk.put(whole[:at] + b"X" + whole[at + 1 :], "all.zip")
    assert desk.came() == {"closed": 1}
    assert len(desk.view().rows) == 1


@given(st.binary(max_size=300), st.integers(0, 2000))
def test_no_archive_stops_the_taking_in(octets, at):
    """Whatever is in it."""
    whole = zipped([("a.jws", signed(SEED)), ("b.eml", letter(enclosed(signed(SEED))))])
    looked_through(octets, "x.zip")
    looked_through(whole[:at] + octets + whole[at + len(octets) :], "x.zip")


def test_files_that_are_handed_over_are_taken_in_without_being_kept(desk, anna, bert):
    """From a browser: alone, in a letter, in an archive, and what is none."""
    files = [
        ("a.jws", anna.attest().encode()),
        ("b.zip", zipped([("b.jws", bert.attest(onboarding=None))])),
        ("c.txt", b"canaryzq canaryzq canaryzq canaryzq"),
    ]
    with Roster.open(desk.file) as roster:
        taken = take_in_handed(roster, files, NOW)
        assert roster.outcomes() == {}
    assert ({came.value: number for came, number in taken.came.items()}, taken.added) == ({"taken": 2, "other": 1}, 2)
    assert len(desk.view().rows) == 2
