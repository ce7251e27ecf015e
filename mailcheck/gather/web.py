"""The web, by httpx: a few small documents, over https, from where the settings or the name system point."""

import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from httpx import Client

SECONDS = 20.0
LARGEST = 64 * 1024
REDIRECTS = 3


def web_client(*, seconds: float = SECONDS) -> "Client":
    """Return a web client that trusts what this computer trusts, and follows no redirect by itself."""
    from httpx import Client

    return Client(verify=ssl.create_default_context(), timeout=seconds, follow_redirects=False)


def fetch_text(address: str, *, seconds: float, client: "Client | None" = None) -> str:
    """Return a small document; empty if there is none. Redirects are followed to https alone, and not for ever."""
    from httpx import HTTPError, InvalidURL

    http = client or web_client(seconds=seconds)
    try:
        with suppress(HTTPError, InvalidURL, ValueError):
            for _ in range(REDIRECTS + 1):
                if not address.startswith("https://"):
                    return ""
                with http.stream("GET", address, headers={"User-Agent": "mailcheck"}) as answer:
                    if answer.is_redirect and answer.next_request is not None:
                        address = str(answer.next_request.url)
                        continue
                    return _body(answer) if answer.status_code == 200 else ""
    finally:
        if client is None:
            http.close()
    return ""


def _body(answer: object) -> str:
    body = b""
    for piece in answer.iter_bytes():  # type: ignore[attr-defined] # httpx's Response, named only where it is loaded
        body += piece
        if len(body) > LARGEST:
            return ""
    return body.decode("utf-8", "replace")
