"""What a supervisor sees: the attestation, shown in full before it is signed. Nothing is sent."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mailcheck.app.web.asked import Answer, Asked, File, NotInDemo, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.attestation.draft import Draft
    from mailcheck.attestation.key import KeyKeeper

NOT_SHOWN = "It was shown too long ago, or not at all. Please read it first."
NO_KEY = "In the demo there is no key to sign with. For your own attestation, open mailcheck without it."


def preview(desk: Desk, asked: Asked) -> Answer:
    """Show everything that an attestation would say."""
    from mailcheck.app.attesting import ALL, SEND
    from mailcheck.attestation.draft import make_draft

    _refuse_in_demo(desk)
    settings = desk.settings_if_any()
    if settings is None or desk.last_report(settings) is None:
        return Shown("supervisor.html", {"here": "/supervisor", "draft": None, "is_set_up": settings is not None})
    draft = make_draft(settings, _key_keeper(desk), datetime.now(UTC))
    desk.attestation.lay(draft)
    return Shown("supervisor.html", {"here": "/supervisor", "draft": draft, "ALL": ALL, "SEND": SEND})


def sign(desk: Desk, asked: Asked) -> Answer:
    """Sign what was shown, and hand the file over, to be saved where the member likes."""
    from mailcheck.attestation.draft import file_name
    from mailcheck.attestation.draft import sign as signed

    draft: Draft | None = desk.attestation.take_away()
    if draft is None or asked.form.one("shown") != draft.attested.made.isoformat():
        raise UserError(Problem(NOT_SHOWN))
    settings = desk.settings()
    with desk.writing:
        return File(file_name(draft), signed(settings, _key_keeper(desk), draft).encode())


def _refuse_in_demo(desk: Desk) -> None:
    if desk.is_demo:
        raise NotInDemo(NO_KEY)


def _key_keeper(desk: Desk) -> "KeyKeeper":
    _refuse_in_demo(desk)
    from mailcheck.gather.credentials import Secrets

    keeper = desk.keeper(desk.settings())
    assert isinstance(keeper, Secrets)  # noqa: S101 - only the demo brings another
    return keeper
