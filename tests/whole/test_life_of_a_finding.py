"""The life of a finding on a real server: asked about, sorted, closed, and never lost by deleting the letter."""

import json
import os
import re
from datetime import UTC, date, datetime

import jsonschema
import pytest

from mailcheck.app.cli import main
from mailcheck.settings import load_said, load_settings
from mailcheck.state import State
from tests.app.screen import on_a_screen
from tests.whole.mailboxes import fill, letter, letters, settings
from tests.whole.test_canaries import MARK, files_with_the_mark, private_letters
from tests.whole.test_two_accounts import SCHEMA

pytestmark = pytest.mark.server

LONG_AGO = datetime(2025, 4, 1, 12, tzinfo=UTC)
LEAFLET = b"%PDF-1.4 how to find the practice"


def with_file(name, filename, content=b"words", **given):
    """A letter with one open file."""
    made = letter(name, **{"sender": "anna@practice.example", "to": "ben@else.example"} | given)
    made.add_attachment(content, maintype="text", subtype="plain", filename=filename)
    return made


@pytest.fixture
def member(many_users, tmp_path, capsys, own_home):
    """A member with one professional account, and the commands on it."""
    path = settings(tmp_path, many_users, "work", None)

    class Member:
        said_path = tmp_path / "said.toml"
        state_path = load_settings(path).state_path

        def sent(self, *made):
            fill(many_users, "work", letters("client", 3), made)

        def letters(self):
            return sorted((many_users.home("work") / "Maildir/.Sent/cur").iterdir())

        def check(self, *options):
            main(["check", "--config", str(path), "--format", "json", *options])
            report = json.loads(capsys.readouterr().out)
            jsonschema.validate(report, SCHEMA)
            found = [each for each in report["findings"] if each["rule"] == "protected-attachments"]
            return report, found

        def says(self, *arguments):
            code = main([*arguments, "--config", str(path)])
            return code, *capsys.readouterr()

        def sorts(self, *typed):
            return on_a_screen("sort", "--config", path, typed=typed, home=own_home)

    return Member()


def test_a_sitting_from_the_first_look_to_what_is_left(member):
    """Asked in a terminal, likeliest first; each answer counts in the next report."""
    member.sent(
        with_file("directions", "leaflet.txt", LEAFLET),
        with_file("again", "leaflet.txt", LEAFLET, to="carl@else.example"),
        with_file("session", "Ben notes.txt"),
    )
    seen = member.sorts("y", "c")
    assert seen.code == 0
    before, notice, asked = seen.screen.partition("Names are shown. Do not share this screen.")
    assert (bool(notice), "notes.txt" in before) == (True, False)
    assert "1 of 3" in asked  # how far the look has come may have been told in the same words, on a slow computer
    assert seen.screen.index("Ben notes.txt") < seen.screen.index("leaflet.txt")
    assert "A document is confidential if" in seen.screen
    assert "within\n72 hours of noticing" in seen.screen
    assert seen.screen.count("Your answer: ") == 2
    assert "That was all of them." in seen.screen
    report, (found,) = member.check()
    assert (report["status"], found["status"], found["incident"]) == ("not-met", "not-met", True)
    name = re.search(r"mailcheck settle (\w+) --as sent-again", seen.screen)[1]
    assert name == found["id"]
    assert member.says("settle", name, "--as", "sent-again")[0] == 0
    assert [each["settled"]["how"] for each in member.check()[1]] == ["sent-again"]


def test_ctrl_c_in_the_middle_loses_nothing(member):
    """What was answered is in said.toml, and the rest is asked next time."""
    member.sent(with_file("one", "a notes.txt"), with_file("two", "b notes.txt", b"other words"))
    seen = member.sorts("n", "\x03")
    assert (seen.code, "1 document left to sort" in seen.screen) == (0, True)
    assert [each.answer for each in load_said(member.said_path).sorted] == ["not-confidential"]
    seen = member.sorts("n")
    assert "1 of 1" in seen.screen
    assert "That was all of them." in seen.screen
    assert [each["status"] for each in member.check()[1]] == ["met"]


def test_names_are_shown_on_the_screen_and_kept_nowhere(many_users, member, tmp_path):
    """After a whole sitting over marked letters, no file holds a mark; and none is shown without a terminal."""
    member.sent(*private_letters())
    seen = member.sorts("y", "c", "q")
    assert f"{MARK} notes" in seen.screen
    assert f"{MARK}@other.example" in seen.screen
    assert files_with_the_mark(tmp_path) == []
    member.check()
    code, *shown = member.says("sort")
    assert (code, MARK in "".join(shown)) == (3, False)
    assert files_with_the_mark(tmp_path) == []


def test_deleting_a_letter_closes_nothing(member):
    """Its finding stays, under the same name; settled, it stays counted and asks for nothing."""
    member.sent(with_file("one", "a notes.txt"), with_file("two", "b notes.txt"))
    before = {each["id"] for each in member.check()[1]}
    member.letters()[0].unlink()
    for _ in range(2):
        report, found = member.check()
        assert {each["id"] for each in found} == before
        assert sum("no longer in the Sent folder" in each["detail"] for each in found) == 1
    gone = next(each["id"] for each in found if "no longer" in each["detail"])
    assert "1 letter could not be found" in member.sorts("q").screen
    assert member.says("settle", gone, "--as", "talked-to-supervisor")[0] == 0
    report, found = member.check()
    assert {each["id"]: each["status"] for each in found}.pop(gone) == "declared"
    assert {each["id"] for each in found} == before
    assert report["accounts"][0]["coverage"]["documents"] == 1
    assert report["accounts"][0]["coverage"]["sorting"]["waiting"] == 1
    member.letters()[0].unlink()
    nothing_asked = member.sorts().screen
    assert "could not be found" in nothing_asked
    assert "That was all" not in nothing_asked


def test_a_folder_numbered_anew_is_the_same_folder(many_users, member):
    """The server forgets its numbers: the letters are known again, and the sitting finds them."""
    member.sent(with_file("one", "a notes.txt"), with_file("two", "b notes.txt"))
    _, before = member.check()
    assert all(each["items"] for each in before), before
    for index in (many_users.home("work") / "Maildir/.Sent").glob("dovecot*"):
        index.unlink()
    (many_users.home("work") / "Maildir/dovecot-uidvalidity").unlink(missing_ok=True)
    assert re.search("[ab] notes.txt", member.sorts("q").screen)
    _, after = member.check()
    assert {each["items"][0]["uidvalidity"] for each in before}.isdisjoint(
        each["items"][0]["uidvalidity"] for each in after
    )
    assert [each["id"] for each in after] == [each["id"] for each in before]
    assert not any("no longer" in each["detail"] for each in after)


def test_an_exception_makes_it_attention_at_best(member):
    """And it is told with its reason and its day."""
    member.sent(with_file("one", "a notes.txt"))
    member.sorts("y")
    (found,) = member.check()[1]
    until = date.today().isoformat()
    assert member.says("except", found["id"], "--reason", "agreed-with-supervisor", "--until", until)[0] == 0
    (found,) = member.check()[1]
    assert (found["status"], found["exception"]["reason"]) == ("attention", "agreed-with-supervisor")


def test_the_look_back_is_told_as_history(many_users, tmp_path, capsys):
    """Four hundred old open documents change no clause, no state and no exit code, and are told in a few lines."""
    old = [with_file(f"old {number}", "form.txt") for number in range(400)]
    fill(many_users, "work", letters("client", 3), old)
    for number, stored in enumerate(sorted((many_users.home("work") / "Maildir/.Sent/cur").iterdir())):
        os.utime(stored, (LONG_AGO.timestamp() + number * 86400,) * 2)
    path = settings(tmp_path, many_users, "work", None, since=date.today().isoformat())
    code = main(["check", "--config", str(path), "--format", "json"])
    plain = json.loads(capsys.readouterr().out)
    assert main(["check", "--config", str(path), "--format", "json", "--look-back"]) == code
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(report, SCHEMA)
    (back,) = report["look_back"]
    assert (back["messages"], back["documents"], back["open"], len(back["months"])) == (400, 400, 400, 14)
    assert [report[key] for key in ("clauses", "findings", "status")] == [
        plain[key] for key in ("clauses", "findings", "status")
    ]
    main(["check", "--config", str(path), "--look-back"])
    shown = capsys.readouterr().out
    history = shown[shown.index("history, not judged") : shown.index("What was looked at")]
    assert "400 letters with 400 documents. 400 without a password." in history
    assert len(history.splitlines()) < 20
    with State.open(load_settings(path).state_path) as state:
        assert state.documents("practice") == ()


def test_history_and_forget(member):
    """A line for each run; forgotten, the next check begins anew, and what was said stays."""
    member.sent(with_file("one", "a notes.txt"))
    member.sorts("n")
    member.check()
    assert len(member.says("history")[1].splitlines()) == 2
    assert member.says("forget", "--yes")[0] == 0
    assert not member.state_path.exists()
    assert [each["status"] for each in member.check()[1]] == ["met"]
