"""Calls one https address to say that a run began, or how it ended. Nothing else is sent along."""

import ssl
from enum import StrEnum

SECONDS = 10.0


class Ping(StrEnum):
    """What is said, as the end of the address (the way of healthchecks.io and its like)."""

    START = "/start"
    DONE = ""
    FAILED = "/fail"


def ping(address: str, what: Ping, *, trusted: ssl.SSLContext | None = None, seconds: float = SECONDS) -> bool:
    """Call the address; returns whether it answered that all is well. Never raises.

    `trusted` are the certificates to trust instead of the usual ones. The answer is not read.
    """
    import httpx

    try:
        url = httpx.URL(address)
        url = url.copy_with(path=url.path.rstrip("/") + what)
        with httpx.Client(verify=trusted or True, timeout=seconds, follow_redirects=False) as client:
            client.headers = httpx.Headers({"User-Agent": "mailcheck"})
            with client.stream("GET", url) as answer:
                return answer.is_success
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        return False
