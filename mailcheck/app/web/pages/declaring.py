"""Questions that no mailbox can answer: how each answer stands, and answering one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from mailcheck.app.questions import Ask, declared, is_decided, standing, waiting
from mailcheck.app.questions import Asked as Waiting
from mailcheck.app.registering import NO_NUMBER, ODD_NUMBER, is_past
from mailcheck.app.web.asked import Answer, Asked, Elsewhere, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.errors import Problem, UserError
from mailcheck.parse.registration import looks_right, may_be_number, normal

if TYPE_CHECKING:
    from mailcheck.settings import Settings

NOT_ASKED = "This question is not asked here: what it is about was seen by mailcheck itself."


def declarations(desk: Desk, asked: Asked) -> Answer:
    """List every question, those that are open first."""
    settings, today = desk.settings(), date.today()
    questions = {each.id: each for each in settings.policy.declarations}
    titles = {each.id: each.title for each in settings.policy.clauses}
    open_ones = {each.declaration.id for each in waiting(settings, today)}
    rows = [(each, questions[each.id].question, titles.get(each.clause, "")) for each in standing(settings, today)]
    values = {
        "open": [row for row in rows if row[0].id in open_ones],
        "answered": [row for row in rows if row[0].id not in open_ones and row[0].answer],
        "is_checked": desk.last_report(settings) is not None,
        "apart": [row for row in rows if row[0].id not in open_ones and not row[0].answer],
    }
    return Shown("declarations.html", {"here": "/declarations", **values})


def declaration(desk: Desk, asked: Asked) -> Answer:
    """Ask one question."""
    found = _waiting(desk, asked.path["name"])
    return _asked(desk, found, _known(desk.settings(), found.declaration.id))


def _asked(desk: Desk, found: Waiting, known: Mapping[Ask, str], doubts: Sequence[str] = ()) -> Shown:
    """Return a question's page; with `doubts`, as it was answered, to be looked at again."""
    name = found.declaration.id
    left = sum(each.declaration.id != name for each in waiting(desk.settings(), date.today()))
    values = {
        "asked": found,
        "Ask": Ask,
        "left": left,
        "known": known,
        "doubts": doubts,
        "looked_at": _looked_at(known),
    }
    return Shown("declaration.html", {"here": "/declarations", **values})


def _known(settings: "Settings", name: str) -> dict[Ask, str]:
    """Return what an earlier answer tells of a registration: whoever answers again need not type it again."""
    earlier = next((each for each in settings.said.declarations if each.id == name), None)
    runs_out = earlier.runs_out if earlier else None
    return {Ask.NUMBER: earlier.number if earlier else "", Ask.DAY: runs_out.isoformat() if runs_out else ""}


def answer(desk: Desk, asked: Asked) -> Answer:
    """Write an answer down, and go on to the next open question. Skipping writes nothing."""
    from mailcheck.settings import record_declaration

    settings, found = desk.settings(), _waiting(desk, asked.path["name"])
    if not asked.form.one("skip"):
        given = _given(found, {ask: asked.form.one(ask.value) for ask in Ask})
        doubts = _doubts(given)
        before = asked.form.one("looked-at")
        if doubts and not (before and before == _looked_at(given)):
            return _asked(desk, found, given, doubts)
        runs_out = _day(given.pop(Ask.DAY, ""))
        told = declared(found.declaration, given, by=settings.member, today=date.today(), runs_out=runs_out)
        if told is None:
            raise UserError(Problem("Please choose an answer, or skip the question."))
        desk.kept(lambda: record_declaration(settings.said_path, told))
    return Elsewhere(_next(desk, found.declaration.id))


def _given(found: Waiting, values: Mapping[Ask, str]) -> dict[Ask, str]:
    """Return the answers to the steps that were asked: none after the one that decides."""
    given: dict[Ask, str] = {}
    for step in found.steps:
        if is_decided(given):
            break
        value = values[step.ask].strip()
        value = normal(value) if step.ask is Ask.NUMBER and may_be_number(value) else value
        if step.choices is None or value in step.choices:
            given[step.ask] = value
    return given


def _doubts(given: Mapping[Ask, str]) -> tuple[str, ...]:
    """Return what is odd about a registration; a number that cannot be one stays odd."""
    number, day = given.get(Ask.NUMBER, ""), _day(given.get(Ask.DAY, ""))
    if number and not may_be_number(number):
        return (f"{NO_NUMBER} Please type the number itself, or leave it out.",)
    odd = (ODD_NUMBER,) if number and not looks_right(number) else ()
    return (*odd, is_past(day)) if day and day < date.today() else odd


def _looked_at(given: Mapping[Ask, str]) -> str:
    """Return by what it is known that an odd registration stayed as it was; nothing if it cannot stay so."""
    number = given.get(Ask.NUMBER, "")
    return f"{number}/{given.get(Ask.DAY, '')}" if not number or may_be_number(number) else ""


def _waiting(desk: Desk, name: str) -> Waiting:
    for each in waiting(desk.settings(), date.today(), again=True):
        if each.declaration.id == name:
            return each
    raise UserError(Problem(NOT_ASKED))


def _next(desk: Desk, name: str) -> str:
    """Return the address of the open question that comes after this one; the list's, if there is none."""
    settings = desk.settings()
    order = [each.id for each in settings.policy.declarations]
    open_ones = {each.declaration.id for each in waiting(settings, date.today())}
    after = [each for each in order[order.index(name) + 1 :] if each in open_ones]
    return f"/declarations/{after[0]}" if after else "/declarations"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UserError(Problem("Please write the day as the calendar gives it, such as 2027-05-31.")) from None
