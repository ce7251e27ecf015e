"""Letters stored in a real mailbox and read from there: each mark of use is found, and ordinary letters show none."""

import json

import pytest

from mailcheck.app.cli import main
from tests.whole.mailboxes import fill, letter, letters, settings

pytestmark = pytest.mark.server

WORK, HOME = "anna@practice.example", "anna@home.example"
PEOPLE = ", ".join(f"client{number}@elsewhere.example" for number in range(4))


def sent(name, *, sender=f"Anna Morris <{WORK}>", to="bo@elsewhere.example", **fields):
    """A letter as it rests in a sent folder."""
    made = letter(name, sender=sender, to=to)
    for field, value in fields.items():
        made[field.replace("_", "-")] = value
    return made


@pytest.fixture
def rows(many_users, tmp_path, capsys):
    """Return the evidence that a check names in what asks for something, and in notes, by account of the letters."""

    def look(*, work=(), home=(), extra=""):
        fill(many_users, "work", letters("client", 3), [*letters("plain work", 2), *work])
        fill(many_users, "home", letters("friend", 3), [*letters("plain home", 2), *home])
        path = settings(tmp_path, many_users, "work", "home", extra=extra)
        main(["check", "--config", str(path), "--format", "json"])
        found = json.loads(capsys.readouterr().out)["findings"]
        quiet = {"met", "declared", "not-applicable"}
        return {row for each in found if each["status"] not in quiet for row in each["evidence_ids"]}

    return look


MARKS = {
    "U1": {"home": [sent("under the practice's name", sender=WORK)]},
    "U2": {"home": [sent("replaced", sender=HOME, X_Google_Original_From=f"Anna <{WORK}>")]},
    "U10": {"work": [sent("to many", to=PEOPLE)]},
    "J5": {"work": [sent(f"joint {number}", sender=f"Anna and Thomas Morris <{WORK}>") for number in range(3)]},
    "J10": {
        "work": [
            sent(f"{name} {number}", sender=f"{name} Morris <{WORK}>")
            for name in ("Anna", "Thomas")
            for number in range(3)
        ]
    },
    "J11": {"work": [sent("by another", Sender="somebody@elsewhere.example")]},
    "F15": {"work": [sent("answers home", Reply_To=HOME)]},
}
"""Letters that show each piece of evidence, by its row of docs/evidence.md."""


@pytest.mark.parametrize("row", MARKS)
def test_what_stored_letters_show_is_found(row, rows):
    """By IMAP, from a real server's folders."""
    assert row in rows(**MARKS[row])


def test_ordinary_letters_show_none_of_it(rows):
    """Letters under each account's own address, from one person, each to one reader."""
    ordinary = [sent(f"ordinary {number}") for number in range(4)]
    at_home = [sent(f"at home {number}", sender=f"Anna <{HOME}>") for number in range(4)]
    assert rows(work=ordinary, home=at_home) & set(MARKS) == set()


CORRESPONDENTS = """
[policy.rules.separate-correspondents]
enabled = true

[policy.rules.professional-mail-stays]
enabled = true
"""


@pytest.mark.parametrize(("count", "is_asked"), [(6, True), (3, False)])
def test_correspondents_in_both_are_found_once_switched_on(many_users, rows, count, is_asked):
    """U4: people who write to both addresses and are answered from both; a few are a small town."""
    people = [f"client@people{number}.example" for number in range(18)]
    known = people[:count]
    for user, address, who in (("work", WORK, people), ("home", HOME, known)):
        fill(many_users, user, [letter(f"from {each} to {user}", sender=each, to=address) for each in who])
    work = [sent(f"to {each}", to=each) for each in people]
    home = [sent(f"home to {each}", sender=HOME, to=each) for each in known]
    assert ("U4" in rows(work=work, home=home, extra=CORRESPONDENTS)) == is_asked


def greeting(name, text, **given):
    """A letter with words of its own."""
    made = letter(name, **given)
    made.set_content(text)
    return made


@pytest.mark.parametrize(("greeted", "is_asked"), [("Anna and Thomas", True), ("Anna", False)])
def test_letters_that_greet_two_people_are_asked_about_and_no_name_is_kept(
    many_users, tmp_path, own_home, capsys, greeted, is_asked
):
    """J9, read from a real server; what is kept holds the count alone."""
    received = [greeting(f"greets {number}", f"Dear {greeted},\n\nCanaryword here.\n", to=WORK) for number in range(4)]
    signed = [greeting(f"sent {number}", "Hello\n\nBest wishes,\nAnna\n", sender=WORK) for number in range(4)]
    fill(many_users, "work", received, signed)
    fill(many_users, "home", letters("friend", 3))
    main(
        ["check", "--config", str(settings(tmp_path, many_users, "work", "home", read_words=True)), "--format", "json"]
    )
    told = capsys.readouterr().out
    rows = {
        row for each in json.loads(told)["findings"] if each["status"] == "attention" for row in each["evidence_ids"]
    }
    assert ("J9" in rows) == is_asked
    kept = b"".join(file.read_bytes() for file in own_home.rglob("*") if file.is_file()) + told.encode()
    assert kept
    assert b"Thomas" not in kept
    assert b"Canaryword" not in kept


AT_HOME = "[policy.rules.professional-mail-stays]\nenabled = true\n"


def document(name, to):
    """A letter from home with a document whose name sounds clinical."""
    made = sent(name, sender=HOME, to=to)
    made.add_attachment(b"%PDF-1.4\n", maintype="application", subtype="pdf", filename="Session notes.pdf")
    return made


ACROSS = {
    "U3": {"work": [sent("filed at home", Fcc="imap://home@localhost/Sent")]},
    "U5": {"home": [document(f"clinical {number}", "bo@elsewhere.example") for number in range(3)]},
    "U6": {"home": [document("passed", WORK)]},
}


@pytest.mark.parametrize(("extra", "is_told"), [(AT_HOME, True), ("", False)], ids=["switched on", "not switched on"])
@pytest.mark.parametrize("row", ACROSS)
def test_what_passes_between_home_and_practice_is_found_once_switched_on(rows, row, extra, is_told):
    """Marks and documents in stored letters; without the wish nothing is said of it."""
    assert (row in rows(**ACROSS[row], extra=extra)) == is_told
