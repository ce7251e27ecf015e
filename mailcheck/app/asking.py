"""The questions of `mailcheck sort`, one document at a time, and what to do today after a "yes"."""

import textwrap
from collections.abc import Sequence

import click

from mailcheck.app.choosing import press
from mailcheck.app.likelihood import Question
from mailcheck.app.saying import say, width
from mailcheck.app.showing import size
from mailcheck.app.sitting import Book
from mailcheck.model import Answer, Missing, PartKind, ProtectionState
from mailcheck.model.days import day_in_words
from mailcheck.report.words import harmless

MOST = 10
"""Questions in one sitting."""
READERS = 3
"""Readers named one by one."""
LONGEST_NAME = 120
OPENING = {
    ProtectionState.OPEN: "Anybody who gets this e-mail can open it.",
    ProtectionState.PARTIAL: "Anybody who gets this e-mail can open some of it.",
    ProtectionState.UNREADABLE: (
        "mailcheck could not read this file, so it cannot say whether it has a password. "
        "(If you know that it has one, skip it, and see `mailcheck except --help`.)"
    ),
}
ASKED = "Does it name or describe a client, supervisee, trainee or service user?"
MENU = """\
  y  yes
  n  no
  c  no, and every copy of this file
  a  the reader asked for it open
  s  skip for now
  q  stop here"""
SAID = {
    Answer.CONFIDENTIAL: "yes",
    Answer.NOT_CONFIDENTIAL: "no",
    Answer.ASKED_WITHOUT: "the reader asked for it open",
}
"""What the member answered earlier, as the keys have it."""
TODAY = """\
Thank you for saying so. It happens to careful people, and it can be put right.
Today:
  1. Send it again with a password. `mailcheck protect FILE` makes the copy.
     Tell the reader the password by telephone.
  2. Ask the reader to delete the first e-mail.
  3. Talk about it with your supervisor.
Did it go to the wrong person? Then there is one thing more. Data-protection
law may ask you to tell the Information Commissioner's Office (ICO), within
72 hours of noticing. Not every case needs it. Ask your supervisor or your
institute today. The ICO explains it at ico.org.uk."""
AGAIN = "Thank you. The same steps as before."


def ask_all(questions: Sequence[Question], book: Book, *, most: int = MOST) -> int:
    """Ask at most ten questions, or as many as are told, and return how many are left."""
    left, asked, has_advised = len(questions), 0, False
    try:
        for place, question in enumerate(questions):
            if asked == most:
                break
            if book.is_copy(question):
                left -= 1
                continue
            asked += 1
            total = min(most, asked + len(questions) - place - 1)
            click.echo(f"\n{described(question, asked, total, book.earlier(question))}\n{MENU}")
            key = press("yncasq")
            if key == "q":
                break
            if key != "s":
                _take(question, key, book)
                left -= 1
            if key == "y":
                say(f"\n{_unless_protected(question)}{AGAIN if has_advised else TODAY}{_closing(question, book)}")
                has_advised = True
    except (KeyboardInterrupt, click.Abort):
        click.echo()
    return left


def _take(question: Question, key: str, book: Book) -> None:
    """Write an answer down, and say how it is changed."""
    answers = {"y": Answer.CONFIDENTIAL, "n": Answer.NOT_CONFIDENTIAL, "a": Answer.ASKED_WITHOUT}
    covers = key == "c"
    missing = book.write_copies(question, Answer.NOT_CONFIDENTIAL) if covers else book.write(question, answers[key])
    if missing and covers:
        say(f"The file could not be compared ({_why(missing)}). Your answer is kept for this letter alone.")
    elif missing:
        say(f"The file could not be compared ({_why(missing)}). What you said of copies of such a file stays.")
    say(f"  Kept. To change it: `{book.command('sort --again')}`.")


def _why(missing: Missing) -> str:
    return missing.reason.rstrip(".")


def described(question: Question, number: int, of: int, earlier: Answer | None = None) -> str:
    """Return one question in words, with what was answered earlier. For the member's own screen."""
    document = question.document
    what = "Picture" if document.kind is PartKind.INLINE_IMAGE else "File"
    inside = " (inside the letter)" if document.kind is PartKind.INLINE_IMAGE else ""
    name = _plain(question.name or "") or "a file without a name"
    rows = [
        ("Sent", f"{day_in_words(document.message.stored)}, from {question.account}"),
        ("To", readers(question.recipients)),
        (what, f"{name}, {size(document.size)}{inside}"),
        ("Seen", document.protection.reason),
        ("You said", SAID[earlier] if earlier else ""),
    ]
    lines = "\n".join(wrapped(text, f"  {label:<9}", " " * 11) for label, text in rows if text)
    return f"{number} of {of}\n{lines}\n\n{wrapped(f'{OPENING[document.protection.state]} {ASKED}')}"


def readers(recipients: Sequence[str]) -> str:
    """Return who got a letter, the first few by name. For the member's own screen."""
    named = ", ".join(map(_plain, recipients[:READERS])) or "nobody named"
    more = len(recipients) - READERS
    return f"{named} and {more} more" if more > 0 else named


def _unless_protected(question: Question) -> str:
    is_unread = question.document.protection.state is ProtectionState.UNREADABLE
    return "If the file has a password, all is well. If it has none:\n" if is_unread else ""


def _closing(question: Question, book: Book) -> str:
    if not question.finding:
        return ""
    return f"\nWhen it is done, write it down:\n  `{book.command(f'settle {question.finding} --as sent-again')}`"


def _plain(text: str) -> str:
    return textwrap.shorten(harmless(text), LONGEST_NAME, placeholder=" …")


def wrapped(text: str, first: str = "", rest: str = "") -> str:
    """Return a text in lines that fit the terminal."""
    return textwrap.fill(text, width(), initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
