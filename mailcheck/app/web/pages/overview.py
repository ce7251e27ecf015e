"""Overview: every clause at a glance, when it was last checked, and what is never looked at."""

from datetime import datetime

from mailcheck.app.web.asked import Answer, Asked, Elsewhere, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.model import Report, Status

FRESH = 2
"""Days after which a report is called old: the nightly run makes one every day."""


def overview(desk: Desk, asked: Asked) -> Answer:
    """Show how things stand."""
    from mailcheck.report.cards import cards
    from mailcheck.report.sections import tally

    settings = desk.settings_if_any()
    if settings is None:
        return Shown("welcome.html", {"here": "/"})
    last = desk.last_report(settings)
    if last is None:
        return Shown("no_report.html", {"here": "/", "accounts": [each.account for each in settings.accounts]})
    every = cards(last)
    return Shown(
        "overview.html",
        {
            "here": "/",
            "report": last,
            "tally": tally(last),
            "cards": [card for card in every if not card.is_waiting and card.status is not Status.NOT_APPLICABLE],
            "waiting": [card for card in every if card.is_waiting],
            "apart": [card for card in every if card.status is Status.NOT_APPLICABLE],
            "problems": [account for account in last.accounts if account.problem],
            "age": age(last, datetime.now().astimezone()),
        },
    )


def report(desk: Desk, asked: Asked) -> Answer:
    """Show the whole report, in its own words."""
    from mailcheck.report.sections import checked, sections, tally, title

    last = desk.last_report(desk.settings())
    if last is None:
        return Elsewhere("/")
    values = {"title": title(last), "checked": checked(last), "tally": tally(last), "sections": list(sections(last))}
    pictures = any(each.months for each in last.accounts)
    return Shown("whole_report.html", {"here": "/", "report": last, "pictures": pictures, **values})


def age(report: Report, now: datetime) -> str:
    """Return how long ago a report was made, in words; empty while it is fresh."""
    days = (now.date() - report.finished.date()).days
    return f"That is {days} days ago." if days > FRESH else ""
