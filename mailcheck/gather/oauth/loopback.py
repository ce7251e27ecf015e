"""The browser comes back to this computer (RFC 8252 §7.3), with a proof that it is ours (PKCE, RFC 7636)."""

import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from mailcheck.gather.oauth.service import FIVE_MINUTES, Granted, Service, refused
from mailcheck.gather.refusals import row

OpenPage = Callable[[str], object]
"""Opens the member's browser at an address."""

PAGE = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>mailcheck</title>
<body style="font: 1.2em sans-serif; margin: 4em auto; max-width: 30em"><h1>{title}</h1><p>{text}</p></body></html>
"""
DONE = PAGE.format(title="Thank you.", text="You can close this page now, and go back to mailcheck.")
NOT_DONE = PAGE.format(title="That did not work.", text="mailcheck says why. You can close this page.")
LONGEST = 8192


class _Waiting(HTTPServer):
    """Waits for the one request that carries our own state."""

    allow_reuse_address = False

    def __init__(self, state: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.state, self.timeout = state, 1.0
        self.answer: dict[str, str] | None = None


class _Handler(BaseHTTPRequestHandler):
    server: _Waiting
    timeout = 10

    def do_GET(self) -> None:
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path[:LONGEST]).query).items()}
        if not secrets.compare_digest(query.get("state", "").encode(), self.server.state.encode()):
            self.send_error(404)
            return
        self.server.answer = query
        body = (DONE if "code" in query else NOT_DONE).encode()
        self.send_response(200)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name that http.server has
        """Log nothing: the request holds a code."""


def by_browser(
    service: Service,
    open_page: OpenPage,
    *,
    hint: str = "",
    seconds: float = FIVE_MINUTES,
    clock: Callable[[], float] = time.monotonic,
) -> Granted:
    """Let the member sign in in the browser. Raises SecretError if it is refused, or not done in time.

    `hint` is the address that the issuer's page may fill in. Only the answer to this very sign-in is taken.
    """
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    with _Waiting(state) as waiting:
        redirect = f"{service.issuer.redirect}:{waiting.server_port}"
        page = service.page(redirect=redirect, state=state, challenge=_challenge(verifier), hint=hint)
        threading.Thread(target=open_page, args=(page,), daemon=True).start()
        end = clock() + seconds
        while waiting.answer is None:
            if clock() > end:
                raise refused(service.issuer, "", row("oauth-no-answer"))
            waiting.handle_request()
        answer = waiting.answer
    if "code" not in answer:
        raise refused(service.issuer, f"{answer.get('error', '')}: {answer.get('error_description', '')}")
    return service.exchange(answer["code"], redirect=redirect, verifier=verifier)


def _challenge(verifier: str) -> str:
    import base64
    import hashlib

    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
