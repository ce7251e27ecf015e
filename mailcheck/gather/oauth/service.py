"""What is asked of an issuer, and what it answers. Every refusal becomes a SecretError with its row of the table."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, SecretError
from mailcheck.gather.refusals import Circumstances, RefusalRow, Stage, cleaned, recognise, row, shown
from mailcheck.gather.secret import HIDDEN, Token
from mailcheck.gather.web import web_client
from mailcheck.model.issuer import Issuer

if TYPE_CHECKING:
    from httpx import Client

LARGEST = 256 * 1024
FIVE_MINUTES = 300.0


@dataclass(frozen=True, slots=True, repr=False)
class Granted:
    """What a sign-in came to. Shows none of it."""

    token: Token
    """For the mail server; lives an hour or so, and is kept in memory alone."""
    refresh: str = ""
    """By which the next one is got; empty: the old one stays."""
    seconds: float = 3600.0

    def __repr__(self) -> str:
        return f"Granted({HIDDEN})"


@dataclass(frozen=True, slots=True, repr=False)
class DeviceCode:
    """A code that the member types in at another page."""

    code: str
    """What the issuer knows it by; not for the screen."""
    user_code: str
    page: str
    seconds: float = FIVE_MINUTES
    interval: float = 5.0

    def __repr__(self) -> str:
        return f"DeviceCode({HIDDEN})"


class Service:
    """One issuer, asked under one client id."""

    def __init__(self, issuer: Issuer, http: "Client | None" = None) -> None:
        self.issuer, self._http = issuer, http

    def page(self, *, redirect: str, state: str, challenge: str, hint: str = "") -> str:
        """Return the address that the browser opens."""
        more = dict(self.issuer.extra)
        if hint:
            more["login_hint"] = hint
        return str(
            self._client().prepare_request_uri(
                self.issuer.at(self.issuer.authorize),
                redirect_uri=redirect,
                scope=list(self.issuer.scopes),
                state=state,
                code_challenge=challenge,
                code_challenge_method="S256",
                **more,
            )
        )

    def exchange(self, code: str, *, redirect: str, verifier: str) -> Granted:
        """Return what the browser's code is worth. Raises SecretError."""
        body = self._client().prepare_request_body(
            code=code, redirect_uri=redirect, code_verifier=verifier, **self._secret()
        )
        return self._granted(self._post(self.issuer.token, body))

    def renew(self, refresh: str) -> Granted:
        """Return a new token for an old permission. Raises SecretError; `oauth-expired` if it has lapsed."""
        body = self._client().prepare_refresh_body(
            refresh_token=refresh, client_id=self.issuer.client_id, **self._secret()
        )
        return self._granted(self._post(self.issuer.token, body, hidden=(refresh,)))

    def begin_code(self) -> DeviceCode:
        """Ask for a code to type in elsewhere (RFC 8628 §3.1). Raises SecretError."""
        from urllib.parse import urlencode

        body = urlencode({"client_id": self.issuer.client_id, "scope": " ".join(self.issuer.scopes)})
        answer = self._post(self.issuer.device, body)
        page = answer.get("verification_uri") or answer.get("verification_url")
        code, user_code = answer.get("device_code"), answer.get("user_code")
        if not (isinstance(page, str) and isinstance(code, str) and isinstance(user_code, str)):
            raise refused(self.issuer, "", row("oauth-portal"))
        return DeviceCode(code, user_code, page, _number(answer, "expires_in", 900), _number(answer, "interval", 5))

    def take_code(self, device: DeviceCode) -> Granted:
        """Return what a code is worth. Raises SecretError: `oauth-pending` and `oauth-slow` mean to wait."""
        from oauthlib.oauth2 import DeviceClient

        body = DeviceClient(self.issuer.client_id).prepare_request_body(
            device.code, include_client_id=True, **self._secret()
        )
        return self._granted(self._post(self.issuer.token, body, hidden=(device.code,)))

    def _client(self) -> Any:  # noqa: ANN401 - oauthlib ships no types
        from oauthlib.oauth2 import WebApplicationClient

        return WebApplicationClient(self.issuer.client_id)

    def _secret(self) -> dict[str, str]:
        return {"client_secret": self.issuer.client_secret} if self.issuer.client_secret else {}

    def _post(self, address: str, body: str, *, hidden: tuple[str, ...] = ()) -> Mapping[str, Any]:
        """Return what the issuer answers. Raises SecretError for an error, or for what is no answer."""
        from httpx import HTTPError

        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        http = self._http or web_client()
        try:
            answer = http.post(self.issuer.at(address), content=body, headers=headers)
            found = json.loads(answer.content[:LARGEST])
        except HTTPError as error:
            raise refused(self.issuer, "", _unreached(error)) from None
        except ValueError:
            raise refused(self.issuer, "", row("oauth-portal")) from None
        finally:
            if self._http is None:
                http.close()
        if not isinstance(found, dict):
            raise refused(self.issuer, "", row("oauth-portal"))
        if "error" in found:
            raise refused(self.issuer, f"{found['error']}: {found.get('error_description', '')}", hidden=hidden)
        return found

    def _granted(self, answer: Mapping[str, Any]) -> Granted:
        access, refresh = answer.get("access_token"), answer.get("refresh_token", "")
        if not isinstance(access, str) or not access or not isinstance(refresh, str):
            raise refused(self.issuer, "", row("oauth-portal"))
        return Granted(Token(access), refresh, _number(answer, "expires_in", 3600))


def refused(issuer: Issuer, said: str, found: RefusalRow | None = None, *, hidden: tuple[str, ...] = ()) -> SecretError:
    """Return the error for what an issuer said, in the words of the table."""
    known = found or recognise(said, Circumstances(Stage.BROWSER, provider=issuer.id))
    text = known.say.replace("{host}", issuer.name).replace("{issuer}", issuer.name)
    if known.key == "ms-admin-consent":
        text = f"{text} {consent_link(issuer)}"
    words = cleaned(said, hidden=(*hidden, issuer.client_id, issuer.client_secret))
    return SecretError(Problem(text.replace("{account}", "NAME")), key=known.key, retry=known.retry, said=words)


def consent_link(issuer: Issuer) -> str:
    """Return where an administrator approves mailcheck for a whole organisation (Microsoft alone has that)."""
    tenant = issuer.tenant if issuer.tenant not in {"", "common", "consumers"} else "organizations"
    return f"https://login.microsoftonline.com/{tenant}/adminconsent?client_id={issuer.client_id}"


def _unreached(error: Exception) -> RefusalRow:
    """Recognise why the issuer was not reached: the socket's or TLS's own error lies below httpx's."""
    about = Circumstances(Stage.CONNECT)
    for each in _below(error):
        if isinstance(each, OSError):
            return recognise(shown(each), about)
    return recognise(f"{type(error).__name__} {error}".replace("Timeout", " timed out"), about)


def _below(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        seen.append(current)
        yield current
        current = current.__cause__ or current.__context__


def _number(answer: Mapping[str, Any], key: str, usual: float) -> float:
    try:
        return min(86400.0, max(0.0, float(answer.get(key, usual))))
    except (TypeError, ValueError):
        return usual
