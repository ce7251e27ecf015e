"""From an account and its secret to a signed-in client: reach the server, encrypt, greet, sign in."""

import socket
from dataclasses import replace

from imapclient.exceptions import IMAPClientError

from mailcheck.dataclass import dataclass
from mailcheck.gather import sasl
from mailcheck.gather.imap.client import UNREADABLE, Client
from mailcheck.gather.imap.telling import Telling, is_refusal
from mailcheck.gather.reaching import NotReached, Reach, is_loopback, reach, tls_context
from mailcheck.gather.secret import Password, Secret, Token
from mailcheck.gather.wire import Wire
from mailcheck.model import Account, Connection, Security


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get in; after a refusal worth a second try, another one may be taken."""

    security: Security
    user: str
    avoids_plain: bool = False
    """Sign in by the LOGIN command even where AUTHENTICATE PLAIN is offered."""
    is_literal: bool = False
    """Send name and password as literals."""

    def after(self, key: str) -> "Way":
        """Return the way to take after the refusal named `key`."""
        match key, self.security:
            case "mechanism", _:
                return replace(self, avoids_plain=True)
            case "atom", _:
                return replace(self, avoids_plain=True, is_literal=True)
            case "tls-version", Security.TLS:
                return replace(self, security=Security.STARTTLS)
            case "tls-version", Security.STARTTLS:
                return replace(self, security=Security.TLS)
            case _:
                return self


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A client that may ask questions."""

    client: Client
    telling: Telling
    connection: Connection
    capabilities: frozenset[str]


def sign_in(account: Account, secret: Secret, way: Way, *, timeout: float, by: Reach = reach) -> SignedIn:
    """Reach the server and sign in, in one particular way. Raises AccountProblem."""
    telling = Telling(account, secret)
    wire = reached(account, way, telling, timeout, by)
    try:
        client = greet(account, way, telling, wire)
        mechanism = _mechanism(client.offers, secret, way, telling)
        try:
            wire.expect()
            _converse(client, mechanism, secret, way, telling)
            capabilities = _capabilities(client)
            client.knows(capabilities)
        except (*UNREADABLE, OSError) as error:
            raise telling.of_sign_in(error) from None
        return SignedIn(client, telling, _connection(account, way, wire, mechanism), capabilities)
    except BaseException:
        wire.close()
        raise


def reached(account: Account, way: Way, telling: Telling, timeout: float, by: Reach = reach) -> Wire:
    """Reach the server. Raises AccountProblem."""
    try:
        wire = by(account, way.security, timeout)
    except NotReached as refused:
        raise telling.by_key(refused.key) from None
    except (OSError, ValueError) as error:  # ValueError: a host name that cannot be one
        raise telling.of_session(_as_os_error(error), otherwise="unreachable") from None
    wire.expect()
    telling.wire = wire
    return wire


def greet(account: Account, way: Way, telling: Telling, wire: Wire) -> Client:
    """Read the greeting, ask what the server can do, and encrypt if that comes now."""
    try:
        telling.greeting = wire.first_octets().decode("utf-8", "replace")
        if not telling.greeting.upper().startswith("* OK"):
            raise telling.of_greeting()
        client = Client(wire, account.host, account.port)
        if way.security is Security.STARTTLS:
            if "STARTTLS" not in client.offers:
                raise telling.by_key("starttls-not-offered")
            client.encrypt(tls_context(account))
    except NotReached as refused:
        raise telling.by_key(refused.key) from None
    except (*UNREADABLE, OSError) as error:
        raise telling.of_session(error, otherwise="unexpected-answer") from None
    return client


def _mechanism(offers: frozenset[str], secret: Secret, way: Way, telling: Telling) -> str:
    """Return how to sign in: `OAUTHBEARER`, `XOAUTH2`, `PLAIN`, the command `LOGIN`, or `AUTH=LOGIN`."""
    offered = [name for name in ("OAUTHBEARER", "XOAUTH2") if f"AUTH={name}" in offers]
    if isinstance(secret, Token):
        if not offered:
            raise telling.by_key("token-not-offered")
        return offered[0]
    if "AUTH=PLAIN" in offers and not way.avoids_plain:
        return "PLAIN"
    if "LOGINDISABLED" not in offers:
        return "LOGIN"
    if "AUTH=LOGIN" in offers:
        return "AUTH=LOGIN"
    if way.security is Security.NONE and "STARTTLS" in offers:
        raise telling.by_key("tls-needed")
    raise telling.by_key("no-password-offered" if offered else "no-way-in")


def _converse(client: Client, mechanism: str, secret: Secret, way: Way, telling: Telling) -> None:
    match mechanism, secret:
        case "PLAIN", Password() if "SASL-IR" in client.offers:
            client.log_in_plainly(sasl.plain(way.user, secret)(b""))
        case "PLAIN", Password():
            client.sasl_login("PLAIN", sasl.plain(way.user, secret))
        case "AUTH=LOGIN", Password():
            client.sasl_login("LOGIN", sasl.login(way.user, secret))
        case _, Password(value):
            client.log_in(way.user, value, literally=way.is_literal)
        case _, Token():
            bearer = (sasl.oauthbearer if mechanism == "OAUTHBEARER" else sasl.xoauth2)(way.user, secret)
            try:
                client.sasl_login(mechanism, bearer)
            finally:
                telling.challenge = bearer.refusal.decode("utf-8", "replace")


def _capabilities(client: Client) -> frozenset[str]:
    """Return what the server can do for who has signed in, which is often more than it said before."""
    try:
        return frozenset(word.decode("ascii", "replace").upper() for word in client.capabilities())
    except IMAPClientError as error:
        # Exchange says "authenticated but not connected" to the first command after the sign-in, as BAD.
        if not is_refusal(error) or any(b"not connected" in line for line in client.wire.heard):
            raise
        return client.offers


def _connection(account: Account, way: Way, wire: Wire, mechanism: str) -> Connection:
    return Connection(
        security=way.security,
        tls_version=wire.tls_version,
        mechanism=mechanism.removeprefix("AUTH="),
        is_loopback=is_loopback(wire.peer),
        server=f"{account.host.rstrip('.').lower()}:{account.port}",
    )


def _as_os_error(error: OSError | ValueError) -> OSError:
    return error if isinstance(error, OSError) else socket.gaierror(socket.EAI_NONAME, "Name or service not known")
