"""What a person said: read, added to, never lost."""

import stat
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.errors import SettingsError
from mailcheck.model import Answer, Declared, Excepted, Said, Settled, Sorted, Who, WhoElse
from mailcheck.model.invitation import DeviceLetter, Invitation, PracticeLetter
from mailcheck.model.letter import Letter, LetterState
from mailcheck.model.said import Granted
from mailcheck.settings import (
    load_said,
    record_declaration,
    record_exception,
    record_settled,
    record_since,
    record_sorted,
    record_who_else,
)

DAY, LATER, YEAR = date(2026, 3, 1), date(2026, 3, 9), date(2027, 3, 1)
SORTED = Sorted(Answer.NOT_CONFIDENTIAL, DAY, document="d1")
COPIES = Sorted(Answer.ASKED_WITHOUT, DAY, fingerprint="f1", size=1234)
DECLARED = Declared("antivirus-current", "yes", "Jane", DAY, YEAR)
EXCEPTED = Excepted(("a", "b"), "reader-cannot-open", DAY, YEAR)
SETTLED = Settled("a", "sent-again", DAY)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "said.toml"


def say_everything(path):
    record_since(path, DAY)
    record_sorted(path, SORTED)
    record_sorted(path, COPIES)
    record_declaration(path, DECLARED)
    record_exception(path, EXCEPTED)
    record_settled(path, SETTLED)


def test_nothing_was_said_yet(path):
    """Without a file, nothing was said, and nothing is written."""
    assert load_said(path) == Said()
    assert not path.parent.exists()


def test_everything_said_is_read_back(path):
    """What is recorded is what is read."""
    say_everything(path)

    assert load_said(path) == Said(DAY, (SORTED, COPIES), (DECLARED,), (EXCEPTED,), (SETTLED,))


def test_the_file_reads_as_a_person_would_write_it(path):
    """A person can read the file, and put it right."""
    record_since(path, DAY)
    record_sorted(path, COPIES)

    assert path.read_text() == (
        "# What you told mailcheck. It is kept apart from what mailcheck measured, and never sent anywhere.\n"
        "# You may add comments of your own.\n"
        "since = 2026-03-01\n"
        "\n"
        "[[sorted]]\n"
        'answer = "asked-without"\n'
        "made = 2026-03-01\n"
        'fingerprint = "f1"\n'
        "size = 1234\n"
    )


def test_a_new_answer_replaces_the_old_one(path):
    """Each question has one answer, in its old place."""
    say_everything(path)
    record_since(path, LATER)
    record_sorted(path, Sorted(Answer.CONFIDENTIAL, LATER, document="d1"))
    record_declaration(path, Declared("antivirus-current", "no", "Jane", LATER, YEAR))
    record_exception(path, Excepted(("a", "b"), "misread", LATER, YEAR))
    record_settled(path, Settled("a", "not-confidential", LATER))

    assert load_said(path) == Said(
        LATER,
        (Sorted(Answer.CONFIDENTIAL, LATER, document="d1"), COPIES),
        (Declared("antivirus-current", "no", "Jane", LATER, YEAR),),
        (Excepted(("a", "b"), "misread", LATER, YEAR),),
        (Settled("a", "not-confidential", LATER),),
    )


def test_answers_come_in_any_order(path):
    """The day of set-up may be written last, and lists by hand may be on one line."""
    path.parent.mkdir()
    path.write_text('sorted = [{answer = "not-confidential", made = 2026-03-01, document = "d1"}]\nsettled = []\n')
    record_sorted(path, COPIES)
    record_settled(path, SETTLED)
    record_declaration(path, DECLARED)
    record_since(path, DAY)

    assert load_said(path) == Said(DAY, (SORTED, COPIES), (DECLARED,), (), (SETTLED,))


def test_a_persons_comments_and_notes_stay(path):
    """What a person wrote into the file survives the next answer."""
    say_everything(path)
    text = path.read_text().replace("[[settled]]", "# Mrs A rang: it arrived.\n[[settled]]\nnote = 'by phone'")
    path.write_text("# my own heading\n" + text)

    record_settled(path, Settled("b", "talked-to-supervisor", LATER))
    record_settled(path, Settled("a", "deleted-by-recipient", LATER))

    after = path.read_text()
    assert [
        line for line in ("# my own heading", "# Mrs A rang: it arrived.", "note = 'by phone'") if line not in after
    ] == []
    assert load_said(path).settled == (
        Settled("a", "deleted-by-recipient", LATER),
        Settled("b", "talked-to-supervisor", LATER),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes; the user's own folder is private")
def test_only_the_member_can_read_the_file(path):
    """A file that was open to others is closed by the next answer."""
    record_since(path, DAY)
    first = stat.S_IMODE(path.stat().st_mode)
    path.chmod(0o644)
    record_since(path, LATER)

    assert [first, stat.S_IMODE(path.stat().st_mode)] == [0o600, 0o600]


def test_nothing_is_left_beside_the_file(path):
    """Writing in one step leaves no second file."""
    say_everything(path)

    assert [each.name for each in path.parent.iterdir()] == ["said.toml"]


def test_a_link_to_the_file_stays_a_link(tmp_path):
    """A member who keeps the file elsewhere, and links to it, keeps it there."""
    real, link = tmp_path / "elsewhere" / "said.toml", tmp_path / "said.toml"
    record_since(real, DAY)
    try:
        link.symlink_to(real)
    except OSError:  # Windows, without the right to make links
        return

    record_since(link, LATER)

    assert link.is_symlink()
    assert load_said(real).since == LATER


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("since = ", "line 1"),
        ('since = "a while ago"', "since"),
        ("[[sorted]]\nanswer = 'perhaps'\nmade = 2026-01-01", "sorted 1 answer"),
        ("[[sorted]]\nanswer = 'confidential'", "sorted 1 made"),
        ("[[declarations]]\nid = 'x'", "declarations 1 expires"),
        ("sorted = 3", "sorted"),
        ("[settled]\nfinding = 'a'", "settled"),
        ("\x00", "line 1"),
    ],
)
def test_a_damaged_file_is_told_and_never_overwritten(path, text, place):
    """What a person said cannot be measured again: a damaged file is left for the person to look at."""
    path.parent.mkdir()
    path.write_text(text)
    attempts = [
        lambda: load_said(path),
        lambda: record_since(path, DAY),
        lambda: record_sorted(path, SORTED),
        lambda: record_declaration(path, DECLARED),
        lambda: record_exception(path, EXCEPTED),
        lambda: record_settled(path, SETTLED),
    ]

    for attempt in attempts:
        with pytest.raises(SettingsError) as refused:
            attempt()
        assert f"{path}: {place}" in str(refused.value)
        assert "What you told mailcheck cannot be read. Nothing was changed." in str(refused.value)
    assert path.read_text() == text


def test_a_file_that_is_no_text_is_not_overwritten(path):
    """Octets that are no text are damage like any other."""
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(SettingsError):
        record_since(path, DAY)
    assert path.read_bytes() == b"\xff\xfe"


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    """What stands in the way is said with a remedy, and what was there stays."""
    (tmp_path / "folder").write_text("a file where a folder should be")

    with pytest.raises(SettingsError, match="could not be"):
        record_since(tmp_path / "folder" / "said.toml", DAY)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a link to a place where nothing can be written")
def test_a_file_that_cannot_be_written_is_told(tmp_path):
    """A failure to write is said, and leaves nothing half done."""
    link = tmp_path / "said.toml"
    link.symlink_to("/proc/none/said.toml")

    with pytest.raises(SettingsError, match=r"could not be written .* room on the disk"):
        record_since(link, DAY)
    assert [each.name for each in tmp_path.iterdir()] == ["said.toml"]


@settings(max_examples=25)  # each one writes to disk for certain
@given(st.lists(st.builds(Declared, st.text(), st.text(), st.text(), st.dates(), st.dates()), max_size=4))
def test_any_words_come_back_as_they_were(tmp_path_factory, answers):
    """Quotation marks, line breaks and other scripts in an answer do no harm to the file."""
    path = tmp_path_factory.mktemp("said") / "said.toml"
    for answer in answers:
        record_declaration(path, answer)

    # Two answers with one id are one answer, the later.
    assert {each.id: each for each in load_said(path).declarations} == {each.id: each for each in answers}


def test_who_else_reads_is_kept_with_what_it_was_about(path):
    """Names of answers as words, the evidence as digests; a person can read the file."""
    answer = WhoElse("practice", (Who.COLLEAGUE, Who.SUPPLIER), ("J1 abc", "J8 def"), DAY, "Jane")
    record_who_else(path, answer)

    assert load_said(path).who_else == (answer,)
    assert 'who = ["colleague-or-staff", "supplier"]' in path.read_text()


def test_a_new_answer_about_an_account_keeps_what_the_old_one_was_about(path):
    """So that something that is seen only now and then is not asked about twice."""
    record_who_else(path, WhoElse("practice", (Who.FAMILY,), ("J1 abc", "J8 def"), DAY))
    record_who_else(path, WhoElse("other", (Who.NOBODY,), ("J6 ghi",), DAY))
    record_who_else(path, WhoElse("practice", (Who.NOBODY,), ("J8 def", "J5 jkl"), LATER))

    assert load_said(path).who_else == (
        WhoElse("practice", (Who.NOBODY,), ("J1 abc", "J8 def", "J5 jkl"), LATER),
        WhoElse("other", (Who.NOBODY,), ("J6 ghi",), DAY),
    )


def test_an_unknown_answer_to_who_else_damages_nothing(path):
    """It is told where, and the file stays as it is."""
    record_who_else(path, WhoElse("practice", (Who.NOBODY,), ("J8 def",), DAY))
    text = path.read_text().replace("nobody", "my cat")
    path.write_text(text)

    with pytest.raises(SettingsError, match="who_else 1 who 1"):
        load_said(path)
    assert path.read_text() == text


def test_every_answer_is_read_with_all_that_it_can_say(path):
    """Whatever is not there is as it would be anyway; what is there is what it says."""
    path.parent.mkdir()
    path.write_text(
        """
since = 2026-03-01
partners = ["Alex"]
key = "k"
[[sorted]]
answer = "confidential"
made = 2026-03-01
document = "d"
fingerprint = "f"
size = 3
[[declarations]]
id = "i"
answer = "yes"
by = "Jane"
made = 2026-03-01
expires = 2027-03-01
number = "Z1234567"
runs_out = 2027-03-01
[[granted]]
seal = "s"
rule = "r"
findings = ["a"]
reason = "why"
until = 2027-03-01
[[letters]]
code = "c"
to = "work"
other = "home"
made = 2026-03-01T10:00:00Z
state = "waiting"
looked = 2026-03-01T10:00:00Z
declared = true
[[who_else]]
account = "work"
who = ["nobody", "supplier"]
evidence = ["e"]
made = 2026-03-01
by = "Jane"
[[invitations]]
code = "c"
made = 2026-03-01T10:00:00Z
[[devices]]
code = "c"
number = 2
made = 2026-03-01T10:00:00Z
seen = 2026-03-01
[[practice]]
code = "c"
made = 2026-03-01T10:00:00Z
seen = 2026-03-01
was_open = true
"""
    )
    moment = datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert load_said(path) == Said(
        DAY,
        (Sorted(Answer.CONFIDENTIAL, DAY, "d", "f", 3),),
        (Declared("i", "yes", "Jane", DAY, YEAR, "Z1234567", YEAR),),
        granted=(Granted("s", "r", ("a",), "why", YEAR),),
        letters=(Letter("c", "work", "home", moment, LetterState.WAITING, moment, declared=True),),
        who_else=(WhoElse("work", (Who.NOBODY, Who.SUPPLIER), ("e",), DAY, "Jane"),),
        invitations=(Invitation("c", moment),),
        devices=(DeviceLetter("c", 2, moment, DAY),),
        practice=(PracticeLetter("c", moment, DAY, was_open=True),),
        partners=("Alex",),
        key="k",
    )
