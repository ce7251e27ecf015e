"""Who else reads the mail of an account? One question for everything that was seen of it, looked at afresh."""

from dataclasses import field
from typing import TYPE_CHECKING

from mailcheck.app.names import NOTICE
from mailcheck.app.web.asked import Answer, Asked, Elsewhere, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.own_screen import may_see_names
from mailcheck.app.web.pages.checking import PASSWORD
from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, UserError
from mailcheck.model import Who

if TYPE_CHECKING:
    from mailcheck.app.access import Access
    from mailcheck.model import AccountEvidence

WORDS = {
    Who.NOBODY: "Nobody but me",
    Who.FAMILY: "My partner, or somebody in my family",
    Who.COLLEAGUE: "A colleague, or a member of staff",
    Who.EXECUTOR: "My clinical executor, who tells my clients if I no longer can",
    Who.SUPPLIER: "A supplier, such as the firm that looks after my computer",
}
"""The answers, of which several may be right."""
NOT_CHOSEN = "Please choose an answer, or skip the question."
NOT_BOTH = "Nobody and somebody cannot both be right. Please go back and choose one of them."


@dataclass(slots=True)
class Asking:
    """What was seen just now, and how far the member has come with it."""

    access: "Access" = field(repr=False)
    waiting: "list[AccountEvidence]" = field(repr=False)
    """The accounts that are still to be asked about; the first of them is asked about now."""
    had_any: bool = False
    told: str = ""
    """What to do after the answer just given."""


def who_else(desk: Desk, asked: Asked) -> Answer:
    """Say what is asked, and why; nothing is looked at yet."""
    from mailcheck.app.answering import WHY
    from mailcheck.app.saying import reflowed

    settings = desk.settings()
    known = [each.account.name for each in settings.accounts if settings.said.who_else_reads(each.account.name)]
    values = {"why": reflowed(WHY), "known": known, "untyped": desk.untyped(settings), "PASSWORD": PASSWORD}
    return Shown("who_else.html", {"here": QUESTIONS, "ask_log_in": not may_see_names(desk, settings), **values})


QUESTIONS = "/declarations"
"""The page of the menu to which this one belongs."""


def begin(desk: Desk, asked: Asked) -> Answer:
    """Look at who may open the professional mail."""
    from mailcheck.app.access import look_at_access
    from mailcheck.app.answering import waiting_in
    from mailcheck.app.web.pages.checking import typed_in
    from mailcheck.gather.keys import Keys

    settings = desk.settings()
    if not may_see_names(desk, settings, asked.form.one("own_log_in")):
        return Shown("not_here.html", {"here": QUESTIONS})
    desk.type_in(typed_in(asked.form))
    access = look_at_access(settings, desk.opener(settings), Keys(desk.keeper(settings).installation_key()))
    waiting = waiting_in(access, again=asked.form.one("again") == "yes")
    desk.access.lay(Asking(access, list(waiting), bool(waiting)))
    return Elsewhere("/answer/question")


def question(desk: Desk, asked: Asked) -> Answer:
    """Ask about one account: what was seen, the mail server's own names, and what was answered earlier."""
    from mailcheck.app.access import named
    from mailcheck.app.answering import NOTHING, earlier_answer
    from mailcheck.rules.signs import signs_of

    asking: Asking | None = desk.access.take()
    if asking is None:
        return Elsewhere("/answer")
    values = {"here": QUESTIONS, "told": asking.told, "troubles": asking.access.troubles}
    if not asking.waiting:
        desk.access.clear()
        return Shown("who_else_done.html", {**values, "nothing": "" if asking.had_any else NOTHING})
    seen, evidence = asking.waiting[0], asking.access.evidence
    account = {
        "account": seen.account,
        "signs": signs_of(seen, evidence),
        "names": named(asking.access.names.get(seen.account.name, ())),
        "earlier": earlier_answer(seen, asking.access),
    }
    return Shown("who_else_question.html", {**values, **account, "NOTICE": NOTICE, "WORDS": WORDS})


def answer(desk: Desk, asked: Asked) -> Answer:
    """Write one answer down and go on. What another tab has answered already is not taken again."""
    asking: Asking | None = desk.access.take()
    if asking is None or not asking.waiting or asking.waiting[0].account.name != asked.form.one("account"):
        return Elsewhere("/answer/question")
    who = () if asked.form.one("skip") else _chosen(asked)
    desk.kept(lambda: _write(desk, asking, asked.form.one("account"), who))
    return Elsewhere("/answer/question")


def _write(desk: Desk, asking: Asking, account: str, who: tuple[Who, ...]) -> None:
    from mailcheck.app.answering import write_answer

    if not asking.waiting or asking.waiting[0].account.name != account:
        return  # another tab was quicker
    seen = asking.waiting[0]
    asking.told = write_answer(seen, asking.access, desk.settings(), who) if who else ""
    del asking.waiting[0]


def _chosen(asked: Asked) -> tuple[Who, ...]:
    """Return what was chosen. Raises UserError."""
    given = set(asked.form.fields.get("who", ()))
    who = tuple(each for each in Who if each.value in given)
    if not who:
        raise UserError(Problem(NOT_CHOSEN))
    if Who.NOBODY in who and len(who) > 1:
        raise UserError(Problem(NOT_BOTH))
    return who


def stop(desk: Desk, asked: Asked) -> Answer:
    """End it, and forget the names; every answer is kept already."""
    desk.access.clear()
    return Elsewhere("/answer")
