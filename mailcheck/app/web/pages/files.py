"""Before you send: is a file or a letter safe to send? An encrypted copy of it.

What is handed over stays in this computer's memory, for a quarter of an hour at most, and goes nowhere.
"""

import io
from dataclasses import field, replace
from typing import TYPE_CHECKING

from mailcheck.app.web.asked import Answer, Asked, Elsewhere, File, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.form import Upload
from mailcheck.app.web.forms import LARGEST_FILE
from mailcheck.app.web.own_screen import may_see_names
from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, UserError
from mailcheck.model import Protection, ProtectionState, Strength

if TYPE_CHECKING:
    from mailcheck.app.outgoing import Answer as Verdict
    from mailcheck.app.outgoing import Sorter
    from mailcheck.protect import Held, HeldCopy, Passphrase

DEEPEST, MOST_LINES = 6, 60
"""Levels and lines of what is inside a file that are shown."""
NO_FILE = "Please choose a file first."
ONE_FILE = "Please choose one file at a time."
NOTHING_THERE = "There is no file here any more: it is forgotten after a quarter of an hour. Please choose it again."


@dataclass(frozen=True, slots=True)
class Laid:
    """What lies on the desk: a file, the verdict on it, and its copy, if one was made."""

    name: str = field(repr=False)
    protection: Protection
    open: "tuple[Held, ...]" = field(default=(), repr=False)
    """What an encrypted copy would be made of: the file, or what a message carries."""
    verdict: "Verdict | None" = None
    """Of a message: may it be sent?"""
    copy: "HeldCopy | None" = field(default=None, repr=False)
    passphrase: "Passphrase | None" = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what is inside a file."""

    depth: int
    word: str
    kind: str
    sentence: str


def file(desk: Desk, asked: Asked) -> Answer:
    """Ask for a file."""
    settings = desk.settings_if_any()
    accounts = (
        [each.account.name for each in settings.accounts if each.account.role.is_professional] if settings else []
    )
    values = {
        "largest": LARGEST_FILE,
        "accounts": accounts,
        "ask_log_in": settings and not may_see_names(desk, settings),
    }
    return Shown("file.html", {"here": "/file", **values})


def judge(desk: Desk, asked: Asked) -> Answer:
    """Judge the file that was handed over."""
    from mailcheck.protection import judge_protection

    if len(asked.form.uploads) != 1:
        raise UserError(Problem(NO_FILE if not asked.form.uploads else ONE_FILE))
    (upload,) = asked.form.uploads
    protection = judge_protection(io.BytesIO(upload.content))
    laid = _letter if protection.format in {"eml", "mbox"} else _document
    desk.file.lay(laid(desk, upload, protection))
    return Elsewhere("/file/found")


def _document(desk: Desk, upload: Upload, protection: Protection) -> Laid:
    from mailcheck.protect import Held

    is_open = protection.state is not ProtectionState.PROTECTED
    return Laid(upload.name, protection, (Held(upload.name, upload.content),) if is_open else ())


def _letter(desk: Desk, upload: Upload, protection: Protection) -> Laid:
    """Lay a message: whether it may be sent, going by what the member said of files, and what in it stands open."""
    from mailcheck.app.outgoing import judge_outgoing, open_documents
    from mailcheck.protect import Held

    sorted_as = _sorter(desk)
    found = tuple(Held(each.name, each.content) for each in open_documents(upload.content, sorted_as))
    return Laid(upload.name, protection, found, judge_outgoing(upload.content, sorted_as))


def _sorter(desk: Desk) -> "Sorter":
    from mailcheck.app.outgoing import sorter
    from mailcheck.gather.keys import Keys

    settings = desk.settings_if_any()
    if settings is None or not any(entry.fingerprint for entry in settings.said.sorted):
        return lambda content: None
    return sorter(settings.said, Keys(desk.keeper(settings).installation_key()))


def found(desk: Desk, asked: Asked) -> Answer:
    """Show the verdict, and the copy with its passphrase, if one was made."""
    laid: Laid | None = desk.file.take()
    if laid is None:
        return Elsewhere("/file")
    word, kind = word_of(laid.protection)
    values = {
        "name": laid.name or "a file without a name",
        "word": word,
        "kind": kind,
        "sentence": sentence_of(laid.protection),
        "inside": lines_of(laid.protection),
        "verdict": laid.verdict,
        "copy": laid.copy,
        "passphrase": laid.passphrase.value if laid.passphrase else "",
        "open": len(laid.open),
    }
    return Shown("found.html", {"here": "/file", **values})


def protect(desk: Desk, asked: Asked) -> Answer:
    """Make one encrypted copy of the file, or of what the letter carries, in memory, and a passphrase for it."""
    from mailcheck.protect import copy_held, generate

    laid: Laid | None = desk.file.take()
    if laid is None:
        raise UserError(Problem(NOTHING_THERE))
    passphrase = generate()
    copy = copy_held(laid.open, passphrase)
    if copy is not None:
        desk.file.lay(replace(laid, copy=copy, passphrase=passphrase))
    return Elsewhere("/file/found")


def copy(desk: Desk, asked: Asked) -> Answer:
    """Hand the copy over, to be saved where the member likes."""
    laid: Laid | None = desk.file.take()
    if laid is None or laid.copy is None:
        raise UserError(Problem(NOTHING_THERE))
    return File(laid.copy.name, laid.copy.content)


def clear(desk: Desk, asked: Asked) -> Answer:
    """Forget the file, its copy and the passphrase."""
    desk.file.clear()
    return Elsewhere("/file")


def word_of(protection: Protection) -> tuple[str, str]:
    """Return the verdict in a word, and the state whose look it has."""
    from mailcheck.report.inspect_text import WEAK_WORDS, WITHOUT_WORDS, WORDS
    from mailcheck.report.inspect_v1 import is_without_document

    if is_without_document(protection):
        return WITHOUT_WORDS[0].capitalize(), "met"
    if protection.state is ProtectionState.PROTECTED and protection.strength is Strength.WEAK:
        return WEAK_WORDS[0].capitalize(), "attention"
    looks = {ProtectionState.PROTECTED: "met", ProtectionState.UNREADABLE: "could-not-check"}
    return WORDS[protection.state][0].capitalize(), looks.get(protection.state, "not-met")


def sentence_of(protection: Protection) -> str:
    """Return what was seen of a file."""
    note = f" ({protection.note})" if protection.note else ""
    kind = "" if protection.format in {"unknown", "entry"} else f"{protection.format}: "
    return f"{kind}{protection.reason}{note}"


def lines_of(protection: Protection) -> list[Line]:
    """Return what is inside a file, bounded, without a name."""
    lines: list[Line] = []
    waiting = [(1, child) for child in reversed(protection.children)]
    while waiting and len(lines) < MOST_LINES:
        depth, each = waiting.pop()
        lines.append(Line(min(depth, DEEPEST), *word_of(each), sentence_of(each)))
        waiting += [(depth + 1, child) for child in reversed(each.children)]
    return lines
