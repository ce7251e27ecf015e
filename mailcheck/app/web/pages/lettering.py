"""The test letter: the code, how it is sent, and where it was seen. mailcheck sends nothing."""

from collections.abc import Sequence
from datetime import datetime

from mailcheck.app.web.asked import Answer, Asked, Elsewhere, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.errors import Problem, UserError


def letter(desk: Desk, asked: Asked) -> Answer:
    """Show how each letter stands, as the last look saw it."""
    return _shown(desk)


def _shown(desk: Desk, troubles: Sequence[str] = (), *, has_looked: bool = False) -> Answer:
    from mailcheck.app.letter import from_supervisors, latest_letters, missing_letters, own_look
    from mailcheck.app.letter_text import told
    from mailcheck.app.web.pages.setting_up import blocks

    settings, now = desk.settings(), datetime.now().astimezone()
    known = tuple(latest_letters(settings.said.letters, settings))
    theirs = from_supervisors(settings)
    letters = [
        (each.code, blocks("\n".join(told(each, is_theirs=each.code in theirs))), own_look(each, now)) for each in known
    ]
    values = {
        "letters": letters,
        "is_asked": any(question for *_, question in letters),
        "is_wanted": any(True for _ in missing_letters(settings, known, now)),
        "is_sought": any(each.is_sought(now) for each in known),
        "untyped": desk.untyped(settings),
        "looked": now if has_looked else None,
        "troubles": troubles,
    }
    return Shown("letter.html", {"here": "/letter", **values})


def make(desk: Desk, asked: Asked) -> Answer:
    """Make the letters that are missing."""
    from mailcheck.app.letter import latest_letters, missing_letters
    from mailcheck.settings import record_letter

    settings, now = desk.settings(), datetime.now().astimezone()
    known = tuple(latest_letters(settings.said.letters, settings))
    for each in missing_letters(settings, known, now):
        desk.kept(lambda each=each: record_letter(settings.said_path, each))  # type: ignore[misc] # bound at once
    return Elsewhere("/letter")


def look(desk: Desk, asked: Asked) -> Answer:
    """Look for the letters now, and show how far each has come; what could not be looked at is told."""
    from mailcheck.app.letter import accounts_of, latest_letters, opened, seen_in
    from mailcheck.settings import record_letter

    settings, now = desk.settings(), datetime.now().astimezone()
    known, troubles = tuple(latest_letters(settings.said.letters, settings)), list[str]()
    mailboxes = dict(opened(accounts_of(known, settings, now), desk.keeper(settings), troubles.append))
    for each in seen_in(mailboxes, known, settings, now):
        desk.kept(lambda each=each: record_letter(settings.said_path, each))  # type: ignore[misc] # bound at once
    return _shown(desk, troubles, has_looked=True)


def answer(desk: Desk, asked: Asked) -> Answer:
    """Write down what the member saw in a mailbox that is not connected."""
    from mailcheck.app.letter import latest_letters, own_look, with_own_look
    from mailcheck.settings import record_letter

    settings, now = desk.settings(), datetime.now().astimezone()
    given = asked.form.one("is_there")
    if given not in {"yes", "no"}:
        raise UserError(Problem("Please choose an answer."))
    for each in latest_letters(settings.said.letters, settings):
        if each.code == asked.form.one("code") and own_look(each, now):
            seen = with_own_look(each, now, is_there=given == "yes")
            desk.kept(lambda seen=seen: record_letter(settings.said_path, seen))  # type: ignore[misc] # bound at once
    return Elsewhere("/letter")
