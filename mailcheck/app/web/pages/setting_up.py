"""Set up: the wizard's own questions and steps, one screen at a time."""

from mailcheck.app.steps import STAGES, Kind
from mailcheck.app.steps.work import Walk
from mailcheck.app.web.asked import Answer, Asked, Data, Elsewhere, NotInDemo, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.walking import Walking
from mailcheck.errors import Problem

NOT_HERE = Problem(
    "In the demo everything is set up already.", remedy="For your own accounts, open mailcheck without it."
)


def set_up(desk: Desk, asked: Asked) -> Answer:
    """Show the screen where somebody is."""
    walking = _walking(desk)
    shown = walking.screen
    values = {"walking": walking, "shown": shown, "blocks": blocks(shown.text), "Kind": Kind, "STAGES": STAGES}
    return Shown("setup.html", {"here": "/setup", "at_work": walking.is_at_work, "told": list(walking.told), **values})


def answer(desk: Desk, asked: Asked) -> Answer:
    """Take an answer, and go on. What is secret is not shown again, whatever becomes of it."""
    form = asked.form
    walking = _walking(desk)
    desk.kept(lambda: walking.take(form.one("mark"), form.one("way"), form.one("answer")))
    return Elsewhere("/setup")


def again(desk: Desk, asked: Asked) -> Answer:
    """Begin from the first step; what is set up stays."""
    _refuse_in_demo(desk)
    desk.walking.lay(_begun(desk, again=True))
    return Elsewhere("/setup")


def state(desk: Desk, asked: Asked) -> Answer:
    """Tell the page's script whether something is still being done."""
    walking = _walking(desk)
    return Data({"running": walking.is_at_work, "said": walking.screen.text, "steps": list(walking.told)})


def _walking(desk: Desk) -> Walking:
    _refuse_in_demo(desk)
    with desk.writing:
        found: Walking | None = desk.walking.take()
        if found is None:
            found = _begun(desk)
            desk.walking.lay(found)
        return found


def _begun(desk: Desk, *, again: bool = False) -> Walking:
    path = desk.config.expanduser().absolute() if desk.config else None
    return Walking.begin(lambda tell: Walk(path, outside=desk.outside, tell=tell), again=again)


def _refuse_in_demo(desk: Desk) -> None:
    if desk.is_demo:
        raise NotInDemo(NOT_HERE)


_GOES_ON = " " * 4
"""The margin of a line that goes on with an item of a list."""


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """Return the paragraphs and lists of a screen: `p`, `ul` or `ol`, each with its lines."""
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        kind, words = _block(line.strip())
        if not words:
            found.append(("", []))
        elif kind == "p" and line.startswith(_GOES_ON) and found and found[-1][0] in {"ul", "ol"}:
            found[-1][1][-1] += f" {words}"
        elif kind != "p" and found and found[-1][0] == kind:
            found[-1][1].append(words)
        else:
            found.append((kind, [words]))
    return [each for each in found if each[1]]


def _block(line: str) -> tuple[str, str]:
    if line.startswith("- "):
        return "ul", line[2:]
    number, _, words = line.partition(". ")
    return ("ol", words) if number.isdigit() and len(number) < 3 else ("p", line)
