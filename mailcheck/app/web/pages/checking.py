"""Check now: start it, watch it, stop it."""

from functools import partial

from mailcheck.app.web.asked import Answer, Asked, Data, Elsewhere, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.form import Form
from mailcheck.app.web.running import Phase, View
from mailcheck.gather.visit import Step
from mailcheck.report.words import harmless

PASSWORD = "password "  # noqa: S105 - the beginning of a field's name
"""Before the account's name, in the name of a field."""
SAID = {
    Phase.RUNNING: "Looking at your mailboxes, read-only …",
    Phase.STOPPING: "Stopping …",
    Phase.DONE: "The check is done.",
    Phase.STOPPED: "The check was stopped. Nothing was changed; what was read so far is not read again.",
    Phase.FAILED: "The check could not be done.",
}


def check(desk: Desk, asked: Asked) -> Answer:
    """Show the check that runs, or offer to start one."""
    settings, view = desk.settings(), desk.running.view
    report = desk.last_report(settings)
    values = {"untyped": desk.untyped(settings), "PASSWORD": PASSWORD, "last": report}
    return Shown(
        "check.html", {"here": "/check", "view": view, "told": told(view), **values, "said": SAID.get(view.phase)}
    )


def start(desk: Desk, asked: Asked) -> Answer:
    """Start a check, with a look back if it is asked for; one that runs already is shown."""
    desk.type_in(typed_in(asked.form))
    desk.settings()  # a mistake in the settings is told here, and not from a thread
    is_back = asked.form.one("look_back") == "yes"
    desk.running.start(partial(desk.check, look_back=True) if is_back else desk.check)
    return Elsewhere("/check")


def typed_in(form: Form) -> dict[str, str]:
    """Return the passwords that were typed in, by account."""
    return {name.removeprefix(PASSWORD): values[-1] for name, values in form.fields.items() if PASSWORD in name}


def stop(desk: Desk, asked: Asked) -> Answer:
    """Stop the check at its next step."""
    desk.running.stop()
    return Elsewhere("/check")


def state(desk: Desk, asked: Asked) -> Answer:
    """Tell the page's script how far the check is."""
    view = desk.running.view
    return Data({"running": desk.running.is_at_work, "said": SAID.get(view.phase, ""), "steps": told(view)})


def told(view: View) -> list[str]:
    """Return what each account is at, in words."""
    return [_line(step) for step in view.steps]


def _line(step: Step) -> str:
    far = f", {step.done:,} of {step.total:,}" if step.total else ""
    return harmless(f"{step.account}: {step.what}{far}")
