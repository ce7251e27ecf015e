"""Signing in in the browser from a terminal."""

import sys
from typing import TYPE_CHECKING

from mailcheck.app.saying import say

if TYPE_CHECKING:
    from mailcheck.gather.oauth.kept import Begin
    from mailcheck.gather.oauth.service import DeviceCode, Granted
    from mailcheck.model.issuer import Issuer


def beginner() -> "Begin | None":
    """Return what lets a person sign in; None where nobody could."""
    return begin if sys.stdin.isatty() else None


def begin(name: str, issuer: "Issuer") -> "Granted":
    """Open the browser and wait. Raises SecretError."""
    return in_browser(name, issuer)


def in_browser(name: str, issuer: "Issuer", hint: str = "") -> "Granted":
    """Open the browser for an account, and wait until its member has signed in there. Raises SecretError."""
    from mailcheck.app.browser import OPEN_YOURSELF, private_browser
    from mailcheck.gather.oauth.loopback import by_browser
    from mailcheck.gather.oauth.service import Service

    say(f"Your browser opens at {issuer.name}. Sign in there for {name}, press Accept, and come back here.", err=True)

    def open_page(page: str) -> None:
        say(OPEN_YOURSELF, err=True)
        print(page, file=sys.stderr)  # noqa: T201 - whole, however long, so that it can be copied
        show(page)

    with private_browser() as show:
        return by_browser(Service(issuer), open_page, hint=hint)


def with_code(name: str, issuer: "Issuer") -> "Granted":
    """Show a code for an account, and wait until it was typed in on the issuer's page. Raises SecretError."""
    from mailcheck.gather.oauth.device import by_code
    from mailcheck.gather.oauth.service import Service

    def show(device: "DeviceCode") -> None:
        say(f"To sign in for {name}, open this page in any browser: {device.page}", err=True)
        say(f"Type this code there: {device.user_code}", err=True)

    return by_code(Service(issuer), show)
