"""A sign-in service (OAuth 2) on loopback: authorization code with PKCE, device code, renewing with rotation."""

import base64
import hashlib
import json
import secrets
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from mailcheck.model.issuer import Issuer

CLIENT_ID, CLIENT_SECRET = "mailcheck-at-the-institute", "not-confidential"


class SignInService:
    """Says yes to whoever comes, unless told otherwise. A context manager.

    `refuses` is what the page says instead of yes; `answers` is what the next questions for a token are answered with,
    one after another, before they are taken seriously.
    """

    def __init__(self, make_token: Callable[[str], str], context: ssl.SSLContext) -> None:
        self.make_token = make_token
        self.refuses = ""
        self.answers: list[dict[str, str] | bytes] = []
        self.asked: list[dict[str, str]] = []
        """Every form that came to the token address."""
        self.refresh_tokens: dict[str, str] = {}
        """By token: for whom it is."""
        self.issued: list[str] = []
        """Every token that was handed out."""
        self.rotates = True
        self.user = "user0"
        self.codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.address = f"https://localhost:{self._server.server_port}"

    def __enter__(self) -> "SignInService":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def issuer(self, **changes: object) -> Issuer:
        """Return how this service is used."""
        values = {
            "name": "the practice's sign-in",
            "authorize": f"{self.address}/authorize",
            "token": f"{self.address}/token",
            "device": f"{self.address}/device",
            "scopes": ("mail",),
            "client_id": CLIENT_ID,
        }
        return Issuer("local", **{**values, **changes})

    def toml(self) -> str:
        """Return the table that goes into a settings file."""
        return (
            f'[oauth.local]\nname = "the practice\'s sign-in"\nclient_id = "{CLIENT_ID}"\nscopes = ["mail"]\n'
            f'authorize = "{self.address}/authorize"\ntoken = "{self.address}/token"\n'
            f'device = "{self.address}/device"\n'
        )

    def authorize(self, query: dict[str, str]) -> str:
        """Return where the browser is sent."""
        if self.refuses:
            answer = {"error": self.refuses, "error_description": "said no", "state": query["state"]}
        else:
            code = secrets.token_urlsafe(16)
            self.codes[code] = query
            answer = {"code": code, "state": query["state"]}
        return f"{query['redirect_uri']}?{urlencode(answer)}"

    def token(self, form: dict[str, str]) -> dict[str, object] | bytes:  # noqa: PLR0911 - one for each kind
        """Return what a question for a token is answered with."""
        self.asked.append(form)
        if self.answers:
            return self.answers.pop(0)
        if form.get("client_id") != CLIENT_ID:
            return {"error": "invalid_client"}
        match form["grant_type"]:
            case "authorization_code":
                query = self.codes.pop(form.get("code", ""), None)
                if query is None or not _proves(query, form):
                    return {"error": "invalid_grant"}
                return self._granted(query.get("login_hint", self.user))
            case "refresh_token":
                user = self.refresh_tokens.get(form["refresh_token"])
                if user is None:
                    return {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
                if self.rotates:
                    del self.refresh_tokens[form["refresh_token"]]
                return self._granted(user, rotated=self.rotates)
        return self._granted(self.user)

    def _granted(self, user: str, *, rotated: bool = True) -> dict[str, object]:
        granted: dict[str, object] = {"access_token": self.make_token(user), "token_type": "Bearer", "expires_in": 3600}
        if rotated:
            refresh = f"refresh-{secrets.token_urlsafe(24)}"
            self.refresh_tokens[refresh] = user
            granted["refresh_token"] = refresh
        self.issued += [str(value) for key, value in granted.items() if key.endswith("_token")]
        return granted

    def _handler(service: "SignInService"):  # noqa: N805 - the handler's own self is another
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
                self.send_response(302)
                self.send_header("Location", service.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {key: values[0] for key, values in parse_qs(body).items()}
                device = {"device_code": "device-Zq7", "user_code": "WDJB-MJHT", "interval": 0, "expires_in": 60}
                device["verification_uri"] = "https://example.org/device"
                answer = device if self.path == "/device" else service.token(form)
                octets = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(400 if b'"error"' in octets else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(octets)))
                self.end_headers()
                self.wfile.write(octets)

            def log_message(self, *arguments):
                pass

        return Handler


def _proves(query: dict[str, str], form: dict[str, str]) -> bool:
    """Whether the verifier belongs to the challenge (RFC 7636 §4.6), and the way back is the same."""
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return query["code_challenge"] == challenge and query["redirect_uri"] == form.get("redirect_uri")
