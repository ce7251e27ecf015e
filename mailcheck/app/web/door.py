"""The one way in: a token that works once, exchanged for a cookie that only this browser holds."""

import secrets
import time
from collections.abc import Callable
from threading import Lock

LIVES = 600.0
"""Seconds in which the token has to be used: a browser may take its time to start."""
OCTETS = 32


class Door:
    """Knows the one browser that may come in. Nothing of it is written down anywhere."""

    def __init__(self, port: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.host = f"127.0.0.1:{port}"
        """What a browser must call us: any other name was made to point here by somebody else (DNS rebinding)."""
        self.origin = f"http://{self.host}"
        self.cookie = f"mailcheck-{port}"
        """Its name holds the port, since a browser sends cookies to every port of a host."""
        self.form_token = secrets.token_urlsafe(OCTETS)
        """Stands in every form; whoever cannot read a page cannot send one."""
        self._token: str | None = secrets.token_urlsafe(OCTETS)
        self._key = ""
        self._clock, self._made = clock, clock()
        self._lock = Lock()

    @property
    def address(self) -> str:
        """The address that lets a browser in, once."""
        return f"{self.origin}/enter?token={self._token}"

    def enter(self, token: str) -> str | None:
        """Return the cookie's value for a token that was not used before; None for any other."""
        with self._lock:
            expected, is_late = self._token, self._clock() - self._made > LIVES
            if expected is None or not _same(token, expected):
                return None
            self._token = None
            if is_late:
                return None
            self._key = secrets.token_urlsafe(OCTETS)
            return self._key

    def knows(self, cookie: str) -> bool:
        """Whether a cookie is the one that was handed out."""
        return bool(self._key) and _same(cookie, self._key)

    def sent(self, token: str) -> bool:
        """Whether a form came from one of our own pages."""
        return _same(token, self.form_token)


def _same(one: str, other: str) -> bool:
    """Compare without telling by the time it takes how much of it was right."""
    return secrets.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
