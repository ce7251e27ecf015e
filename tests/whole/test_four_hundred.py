"""A first run over four hundred old open documents, as the member reads it: calm, and shorter by sorting."""

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mailcheck.app.cli import main
from tests.app.screen import on_a_screen
from tests.whole.mailboxes import fill, letters, settings
from tests.whole.test_life_of_a_finding import with_file

pytestmark = pytest.mark.server

LONG_AGO = datetime(2025, 4, 1, 12, tzinfo=UTC)
LEAFLET = Path("tests/samples/files/plain.pdf").read_bytes()


@pytest.fixture
def member(many_users, tmp_path, capsys, own_home):
    """A member who has sent four hundred documents in fourteen months: ten notes, and a leaflet again and again."""
    sent = [
        with_file(f"letter {number}", "directions.pdf", LEAFLET, to=f"c{number}@else.example")
        if number % 40
        else with_file(f"letter {number}", f"notes {number}.pdf", LEAFLET + b"%" * number, to=f"c{number}@else.example")
        for number in range(400)
    ]
    fill(many_users, "work", letters("client", 3), sent)
    for number, stored in enumerate(sorted((many_users.home("work") / "Maildir/.Sent/cur").iterdir())):
        os.utime(stored, (LONG_AGO.timestamp() + number * 86400,) * 2)
    path = settings(tmp_path, many_users, "work", None)
    counts_from_today = re.sub(r"\nsince = .*", "", path.read_text())
    path.write_text(counts_from_today)

    class Member:
        def counts_from(self, day):
            path.write_text(counts_from_today.replace("[check]", f"[check]\nsince = {day}"))

        def says(self, *arguments):
            code = main([*arguments, "--config", str(path)])
            return code, capsys.readouterr().out

        def clause(self):
            """Return what the report says of documents, in lines."""
            shown = self.says("check")[1]
            return re.search(r"^.*MIP-KB-5.*\n((?:  .*\n)+)", shown, re.MULTILINE)[1].splitlines()

        def sorts(self, *typed):
            return on_a_screen("sort", "--config", path, typed=typed, home=own_home).screen

    return Member()


def test_the_first_report_says_nothing_of_old_letters_and_offers_the_look_back(member):
    """Counting begins today; nobody is met by four hundred questions. Nor is the night after."""
    first = " ".join(" ".join(member.clause()).split())
    assert f"Nothing was sent since {date.today().day} " in first
    assert "Nothing has to be done" in first
    assert "`mailcheck check --look-back`" in first
    assert "400" not in first
    assert member.says("check", "--scheduled") == (0, "")


def test_whoever_counts_them_reads_a_few_lines(member):
    """The newest first, four of them, and that a sitting has ten questions."""
    member.counts_from("2025-01-01")
    lines = member.clause()
    assert len(lines) < 22
    text = " ".join(" ".join(lines).split())
    assert "400 letters carried documents that anybody can open. Is any of them confidential?" in text
    assert "… and 396 more like these." in text
    assert "a sitting has ten questions" in text
    assert lines[2].split(":")[0].strip() == "5 May 2026"


def test_two_sittings_are_enough(member):
    """Notes come first, leaflets late; one answer covers every copy, in the next report at the latest."""
    member.counts_from("2025-01-01")
    first = member.sorts(*"nnnnnnnnnn")
    assert (first.count("notes "), first.count("directions.pdf")) == (10, 0)
    assert "390 documents left to sort. That can wait for another day." in first
    assert "390 letters carried" in " ".join(" ".join(member.clause()).split())
    assert "directions.pdf" in member.sorts("c", "q")
    shown = " ".join(" ".join(member.clause()).split())
    assert "letters carried documents" not in shown
    assert "400 you called not confidential" in shown
