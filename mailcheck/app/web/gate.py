"""Decides who may come in and what leaves: an ASGI application around the site.

Host and origin are checked before anything else, every change needs a form of ours, and every answer carries the same
headers: nothing is kept by the browser, framed by another page, or fetched from elsewhere.
"""

import asyncio
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import Any

from mailcheck.app.web.door import Door
from mailcheck.app.web.forms import Refused, read_form

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Refusal = Callable[[int, str], bytes]
"""Makes a page of a refusal."""

HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
}
SECONDS_TO_SEND = 60.0
"""For a whole form, a large file included: it comes from this computer."""
SECONDS_TO_ANSWER = 300.0
SECONDS_TO_DRAIN = 5.0
"""How long what is too large is read and thrown away, so that the browser shows why it was refused."""

GO_ON = b"""<!doctype html><html lang="en-GB"><title>mailcheck</title><link rel="icon" href="data:,">
<meta http-equiv="refresh" content="0; url=/"><p><a href="/">Go on to mailcheck</a></p></html>"""
NOT_HERE = "This address does not belong to mailcheck."
STRANGER = (
    "This page is for the browser that mailcheck opened, and for nobody else. "
    "If that is you: run `mailcheck open` again, and use the page that it opens."
)
FOREIGN = "Another page asked for this, so nothing was done."


class Gate:
    """Lets one browser in."""

    def __init__(self, site: App, door: Door, refusal: Refusal, style_sheet: str) -> None:
        """Begin; `style_sheet` may stand in a page itself, and no other may."""
        self._site, self._door, self._refusal = site, door, refusal
        self._headers = {"content-security-policy": _content_policy(style_sheet), **HEADERS}
        self.last_seen = time.monotonic()
        """When somebody who may come in last asked for anything."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        guarded = _Guarded(send, self._headers)
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                await self._answer(scope, receive, guarded)
        except Refused as refused:
            await self._refuse(refused, guarded)
            await _drain(receive)
        except TimeoutError:
            await self._refuse(Refused(408, "This took too long, so it was given up."), guarded)

    async def _answer(self, scope: Scope, receive: Receive, send: "_Guarded") -> None:
        headers = _headers(scope)
        if headers.get("host") != self._door.host:
            raise Refused(421, NOT_HERE)
        path, method = scope["path"], scope["method"]
        if path == "/enter" and method == "GET":
            await self._enter(scope, send)
            return
        if not self._door.knows(_cookies(headers).get(self._door.cookie, "")):
            raise Refused(403, STRANGER)
        if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            raise Refused(403, FOREIGN)
        self.last_seen = time.monotonic()
        if method == "POST":
            if headers.get("origin", self._door.origin) != self._door.origin:
                raise Refused(403, FOREIGN)
            async with asyncio.timeout(SECONDS_TO_SEND):
                scope["mailcheck.form"] = await read_form(receive, headers, self._door)
            receive = _nothing_more
        elif method not in {"GET", "HEAD"}:
            raise Refused(405, NOT_HERE)
        await self._site(scope, receive, send)
        self.last_seen = time.monotonic()

    async def _enter(self, scope: Scope, send: "_Guarded") -> None:
        """Exchange the token for the cookie, and lead on to the first page.

        Not by a redirect: a strict cookie is not sent along one that another page, or a file, began.
        """
        token = scope["query_string"].decode("ascii", "replace").removeprefix("token=")
        key = self._door.enter(token)
        if key is None:
            raise Refused(403, "This link has been used, or is too old. Run `mailcheck open` again for a new one.")
        cookie = f"{self._door.cookie}={key}; HttpOnly; SameSite=Strict; Path=/"
        await send.whole(200, GO_ON, {"set-cookie": cookie})

    async def _refuse(self, refused: Refused, send: "_Guarded") -> None:
        if not send.has_begun:
            await send.whole(refused.status, self._refusal(refused.status, refused.why), {"connection": "close"})


class _Guarded:
    """Sends an answer with the headers that every answer has."""

    def __init__(self, send: Send, headers: Mapping[str, str]) -> None:
        self._send, self._headers, self.has_begun = send, headers, False

    async def __call__(self, message: Any) -> None:  # noqa: ANN401 - an ASGI message
        """Send one message of an answer."""
        if message["type"] == "http.response.start":
            self.has_begun = True
            kept = [(key, value) for key, value in message["headers"] if key.decode().lower() not in self._headers]
            added = [(key.encode(), value.encode()) for key, value in self._headers.items()]
            message = {**message, "headers": [*kept, *added]}
        await self._send(message)

    async def whole(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """Send a whole page."""
        given = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body)), **headers}
        pairs = [(key.encode(), value.encode()) for key, value in given.items()]
        await self({"type": "http.response.start", "status": status, "headers": pairs})
        await self({"type": "http.response.body", "body": body})


def _content_policy(style_sheet: str) -> str:
    digest = b64encode(sha256(style_sheet.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{digest}'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


async def _nothing_more() -> Mapping[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _drain(receive: Receive) -> None:
    """Read what is left of a request that was refused, and throw it away; not for long."""
    try:
        async with asyncio.timeout(SECONDS_TO_DRAIN):
            while (await receive()).get("more_body", False):
                pass
    except TimeoutError:
        pass


def _headers(scope: Scope) -> Mapping[str, str]:
    """Return the header fields; one that came twice is as good as none, so that nobody can slip a second one in."""
    found: dict[str, str] = {}
    for key, value in scope["headers"]:
        name = key.decode("latin-1").lower()
        found[name] = "" if name in found else value.decode("latin-1")
    return found


def _cookies(headers: Mapping[str, str]) -> Mapping[str, str]:
    try:
        return {name: each.value for name, each in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}
