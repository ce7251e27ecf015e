"""The test letter: the code, how it is sent, and where it was seen. mailcheck sends nothing."""

from datetime import datetime

from mailcheck.app.web.asked import Answer, Asked, Elsewhere, Shown
from mailcheck.app.web.desk import Desk


def letter(desk: Desk, asked: Asked) -> Answer:
    """Show how each letter stands, as the last check saw it."""
    from mailcheck.app.letter import latest_letters, missing_letters, told
    from mailcheck.app.web.pages.setting_up import blocks

    settings, now = desk.settings(), datetime.now().astimezone()
    known = tuple(latest_letters(settings.said.letters, settings))
    shown = [blocks("\n".join(told(each, now))) for each in known]
    is_wanted = any(True for _ in missing_letters(settings, known, now))
    return Shown("letter.html", {"here": "/letter", "letters": shown, "is_wanted": is_wanted})


def make(desk: Desk, asked: Asked) -> Answer:
    """Make the letters that are missing."""
    from mailcheck.app.letter import latest_letters, missing_letters
    from mailcheck.settings import record_letter

    settings, now = desk.settings(), datetime.now().astimezone()
    known = tuple(latest_letters(settings.said.letters, settings))
    for each in missing_letters(settings, known, now):
        desk.kept(lambda each=each: record_letter(settings.said_path, each))  # type: ignore[misc] # bound at once
    return Elsewhere("/letter")
