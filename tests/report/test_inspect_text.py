"""What `mailcheck inspect` shows to a person."""

import io

from rich.console import Console

from mailcheck.model import Protection, ProtectionState, Strength, opens, protected, unreadable
from mailcheck.protection.message_contents import WITHOUT
from mailcheck.report.inspect_text import show, summary


def shown(name, verdict):
    """Return the lines that are shown, at 80 columns and without colour."""
    out = io.StringIO()
    show(Console(file=out, width=80, no_color=True, highlight=False, emoji=False, markup=False), name, verdict)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_what_is_inside_is_indented():
    """The state in words first, then what it is about."""
    inner = Protection(
        ProtectionState.PARTIAL, "zip", Strength.STRONG, "some of it opens", True, (protected("docx", "AES-256"),)
    )
    assert shown(
        "a.zip", opens("zip", names_visible=True, children=(inner, unreadable("unknown", "it is damaged")))
    ) == [
        "OPEN            a.zip",
        "                zip: opens without a password",
        "                  PARTLY OPEN  zip: some of it opens",
        "                    PROTECTED  docx: AES-256",
        "                  COULD NOT TELL  it is damaged",
    ]


def test_a_weak_password_and_a_letter_without_a_document_have_words_of_their_own():
    """Neither is called protected, and neither is called open."""
    weak = protected("zip", "ZipCrypto", strength=Strength.WEAK)
    assert shown("a.zip", weak) == ["WEAK            a.zip", "                zip: ZipCrypto"]
    assert shown("-", opens("eml", WITHOUT, note="signed")) == [
        "NO DOCUMENT     -",
        "                eml: a message without a document (signed)",
    ]


def test_a_hostile_name_steers_nothing():
    """No escape sequence, no turned writing, no markup, no line break."""
    name = "a\x1b[2J\u202efdp\n[red]b.pdf\r"
    assert shown(name, opens("pdf"))[0] == "OPEN            a[2Jfdp [red]b.pdf"


def test_a_long_name_stays_in_one_piece():
    """So that it can be copied."""
    assert shown("x" * 200, opens("pdf"))[0] == "OPEN            " + "x" * 200


def test_the_summary_says_the_worst_first_and_what_to_do():
    """One thing to do next, and only where there is something to do."""
    assert summary({0: 1200, 1: 1, 3: 2, 2: 4}) == (
        "1,207 files: 4 open, 2 about which mailcheck could not tell, 1 weak, 1200 in order.\n"
        "Next: mailcheck protect FILE makes an encrypted copy."
    )
    assert (summary({0: 2}), summary({0: 1}), summary({})) == ("2 files: 2 in order.", "", "")
    assert summary({3: 1}, 1) == "2 files: 1 could not be read, 1 about which mailcheck could not tell."
    assert summary({2: 1}) == "Next: mailcheck protect FILE makes an encrypted copy."
