"""Sort: one open document at a time; is it confidential? At most ten."""

from datetime import date
from typing import TYPE_CHECKING

from mailcheck.app.names import NOTICE
from mailcheck.app.web.asked import Answer, Asked, Elsewhere, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.own_screen import may_see_names
from mailcheck.app.web.pages.checking import PASSWORD
from mailcheck.app.web.sitting import ANSWERS, SKIP, Sitting
from mailcheck.model import PartKind, ProtectionState

if TYPE_CHECKING:
    from mailcheck.app.likelihood import Question
    from mailcheck.app.sitting import Kept
    from mailcheck.model import Answer as Given
    from mailcheck.settings import Settings

WORDS = {
    "yes": "Yes, it does",
    "no": "No, it names or describes nobody",
    "copies": "No, and neither does any copy of this file",
    "asked": "The reader asked for it without a password",
}
"""The big answers, by the name that the form gives them."""


def sort(desk: Desk, asked: Asked) -> Answer:
    """Offer a sitting, or go on with the one that was begun."""
    if desk.sitting.take() is not None:
        return Elsewhere("/sort/question")
    settings = desk.settings()
    waiting, answered = (sum(map(len, _waiting(settings, again=again).values())) for again in (False, True))
    values = {"waiting": waiting, "answered": answered, "confidential": settings.policy.confidential}
    values["is_checked"] = desk.last_report(settings) is not None
    back = {"since": settings.since, "untyped": desk.untyped(settings), "PASSWORD": PASSWORD}
    return Shown("sort.html", {"here": "/sort", "ask_log_in": not may_see_names(desk, settings), **values, **back})


def begin(desk: Desk, asked: Asked) -> Answer:
    """Sign in, find the letters, and ask the first question; asked again, the latest answer comes first."""
    from mailcheck.app.asking import MOST
    from mailcheck.app.sitting import Reader, book_of, latest_first
    from mailcheck.gather.keys import Keys

    settings = desk.settings()
    if not may_see_names(desk, settings, asked.form.one("own_log_in")):
        return Shown("not_here.html", {"here": "/sort"})
    again = asked.form.one("again") == "yes"
    kept = _waiting(settings, again=again)
    reader = Reader(desk.opener(settings), Keys(desk.keeper(settings).installation_key()))
    questions, gone, troubles = reader.questions(kept)
    if again:
        questions = latest_first(questions, settings.said)
    most = len(questions) if again else MOST
    desk.sitting.lay(
        Sitting(questions, book_of(settings, kept, reader, again=again), reader, gone, troubles, most=most)
    )
    return Elsewhere("/sort/question")


def question(desk: Desk, asked: Asked) -> Answer:
    """Show the document that is asked about now."""
    sitting: Sitting | None = desk.sitting.take()
    if sitting is None:
        return Elsewhere("/sort")
    current = sitting.current()
    if current is None:
        values = {"left": 0 if sitting.is_again else sitting.left, "gone": sitting.gone, "answered": sitting.answered}
        last = {"confidential": sitting.confidential, "note": sitting.note, "troubles": sitting.troubles}
        desk.sitting.clear()
        return Shown("sorted.html", {"here": "/sort", **values, **last, **_advice()})
    shown = {
        "sitting": sitting,
        "question": current,
        "known": rows_of(current, sitting.book.earlier(current)),
        "WORDS": WORDS,
        "SKIP": SKIP,
    }
    return Shown("question.html", {"here": "/sort", "NOTICE": NOTICE, **shown, **_advice(), **_opening(current)})


def answer(desk: Desk, asked: Asked) -> Answer:
    """Take one answer, and go on to the next. One that was given already is not taken again."""
    sitting: Sitting | None = desk.sitting.take()
    given = asked.form.one("answer")
    if sitting is not None and given in {*ANSWERS, SKIP}:
        desk.kept(lambda: sitting.answer(asked.form.one("document"), given))
    return Elsewhere("/sort/question")


def stop(desk: Desk, asked: Asked) -> Answer:
    """End the sitting; every answer is kept already."""
    desk.sitting.clear()
    return Elsewhere("/sort")


def rows_of(question: "Question", earlier: "Given | None" = None) -> list[tuple[str, str]]:
    """Return what is known of a document, with what was answered earlier. For the member's own screen."""
    from mailcheck.app.asking import SAID, readers
    from mailcheck.app.showing import size
    from mailcheck.model.days import day_in_words

    document = question.document
    is_picture = document.kind is PartKind.INLINE_IMAGE
    name = f"{question.name or 'a file without a name'}, {size(document.size)}"
    return [
        ("Picture" if is_picture else "File", f"{name} (inside the letter)" if is_picture else name),
        ("To", readers(question.recipients)),
        ("Sent", f"{day_in_words(document.message.stored)}, from {question.account}"),
        ("Seen", document.protection.reason),
        *([("You said", SAID[earlier])] if earlier else []),
    ]


def _opening(question: "Question") -> dict[str, object]:
    from mailcheck.app.asking import ASKED

    state = question.document.protection.state
    return {"ASKED": ASKED, "opening": OPENING[state], "is_unread": state is ProtectionState.UNREADABLE}


OPENING = {
    ProtectionState.OPEN: "Anybody who gets this e-mail can open it.",
    ProtectionState.PARTIAL: "Anybody who gets this e-mail can open some of it.",
    ProtectionState.UNREADABLE: (
        "mailcheck could not read this file, so it cannot say whether it has a password. If you know that it has one, "
        "skip it."
    ),
}


def _advice() -> dict[str, object]:
    from mailcheck.app.asking import TODAY
    from mailcheck.app.saying import reflowed

    told = TODAY.replace("\nDid it go", "\n\nDid it go")  # a paragraph of its own
    return {"today": [line for line in reflowed(told).split("\n") if line]}


def _waiting(settings: "Settings", *, again: bool = False) -> "Kept":
    """Return the documents that wait for an answer, or those that have one, as far as earlier checks saw them."""
    from mailcheck.app.sitting import waiting
    from mailcheck.state import State

    with State.open(settings.state_path) as state:
        return waiting(settings, state, settings.said, settings.since or date.min, again=again)
