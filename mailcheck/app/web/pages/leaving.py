"""Closing the page: the program behind it ends."""

from mailcheck.app.web.asked import Answer, Asked, Shown
from mailcheck.app.web.desk import Desk


def stop(desk: Desk, asked: Asked) -> Answer:
    """Say goodbye, and stop."""
    desk.is_to_stop = True
    return Shown("closed.html")
