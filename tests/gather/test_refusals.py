"""Every row of the table is recognised from what servers really say, and told without anybody's data."""

import errno
import socket
import ssl
from base64 import b64encode
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.errors import AccountProblem
from mailcheck.gather.imap import open_mailbox
from mailcheck.gather.imap.telling import Telling
from mailcheck.gather.refusals import Circumstances, Stage, cleaned, find, problem, recognise, refusals, row, shown
from mailcheck.gather.secret import Password, Secret, Token
from mailcheck.model import Account, Provider
from mailcheck.settings.providers import load_providers
from tests import factories
from tests.servers.scripted import CLOSE, Scripted

PASSWORD, APP_PASSWORD, TOKEN = Password("hunter2-Zq7"), Password("abcd efgh ijkl mnop"), Token("ya29.Zq7-token")
GOOGLE_CHALLENGE = b"eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ=="


@dataclass(frozen=True)
class Case:
    """What a server says to a sign-in, and the key that it must be recognised by."""

    key: str
    said: bytes
    secret: Secret = PASSWORD
    provider: str = ""

    def __str__(self) -> str:
        return f"{self.key}: {self.said[:40]!r}"


SIGN_IN = [
    Case("ms-basic-off", b"{tag} NO Basic authentication is disabled.\r\n* BYE Microsoft Exchange Server IMAP4 server "
         b"signing off.\r\n"),
    Case("ms-mech", b"{tag} NO AUTHENTICATE failed. Provided authentication mechanism is not supported.\r\n"),
    Case("ms-not-connected", b"{tag} BAD User is authenticated but not connected.\r\n"),
    Case("ms-not-connected", b"{tag} NO User is authenticated but not connected.\r\n", TOKEN, "outlook-com"),
    Case("ms-blocked", b"{tag} NO LOGIN failed. Account is blocked. Login to your account via a web browser to verify "
         b"your identity.\r\n", provider="outlook-com"),
    Case("ms-auth-failed", b"{tag} NO AUTHENTICATE failed.\r\n", TOKEN, "microsoft-365"),
    Case("ms-login-failed", b"{tag} NO LOGIN failed.\r\n", provider="outlook-com"),
    Case("ms-throttled", b"{tag} BAD Request is throttled. Suggested Backoff Time: 299 milliseconds\r\n"),
    Case("ms-command-error", b"{tag} BAD Command Error. 10\r\n", TOKEN),
    Case("g-app-password", b"{tag} NO [ALERT] Application-specific password required: "
         b"https://support.google.com/accounts/answer/185833 (Failure)\r\n"),
    Case("g-web-login", b"* NO [WEBALERT https://accounts.google.com/signin/continue?sarp=1&tk=Zq7] Web login "
         b"required.\r\n{tag} NO [ALERT] Please log in via your web browser: https://x.google.com/y (Failure)\r\n"),
    Case("g-imap-domain-off", b"{tag} NO [ALERT] IMAP access is disabled for your domain. Please contact your domain "
         b"administrator for questions about this feature. (Failure)\r\n"),
    Case("g-imap-off", b"{tag} NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings "
         b"page and enable your account for IMAP access. (Failure)\r\n"),
    Case("g-child", b"{tag} NO IMAP access is not allowed for this account.\r\n"),
    Case("g-busy", b"{tag} NO [ALERT] Too many simultaneous connections. (Failure)\r\n"),
    Case("g-quota", b"* BYE [OVERQUOTA] Account exceeded command or bandwidth limits.\r\n" + CLOSE),
    Case("g-quota", b"{tag} NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)\r\n"),
    Case("g-bad", b"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n"),
    Case("g-bad", b"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n", APP_PASSWORD),
    Case("g-bad-token", b"+ " + GOOGLE_CHALLENGE + b"\r\n\1{tag} NO [AUTHENTICATIONFAILED] Invalid credentials "
         b"(Failure)\r\n", TOKEN, "gmail"),
    Case("apple-bad", b"{tag} NO [AUTHENTICATIONFAILED] Authentication Failed\r\n", provider="icloud"),
    Case("y-bad", b"{tag} NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials\r\n"),
    Case("y-bad", b"{tag} NO [AUTHENTICATIONFAILED] AUTHENTICATE Invalid credentials\r\n"),
    Case("y-too-many", b"{tag} NO Too many bad auth attempts.\r\n"),
    Case("y-rate", b"{tag} NO [LIMIT] LOGIN Rate limit hit\r\n"),
    Case("fm-bad", b"{tag} NO Incorrect username, password or access token.\r\n", provider="fastmail"),
    Case("fm-bad", b"{tag} NO Incorrect username or password.\r\n", provider="fastmail"),
    Case("zoho-imap-off", b"{tag} NO [ALERT] You are yet to enable IMAP for your account. Please contact your "
         b"administrator (Failure)\r\n"),
    Case("zoho-wrong-server", b"{tag} NO [ALERT] The server details you gave are incorrect (Failure)\r\n"),
    Case("zoho-bad", b"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials(Failure)\r\n"),
    Case("proton-user", b"{tag} NO user ann not found\r\n", provider="proton"),
    Case("proton-user", b"{tag} NO no such user\r\n", provider="proton"),
    Case("proton-bad", b"{tag} NO incorrect login credentials\r\n", provider="proton"),
    Case("imap-or-password", b"{tag} NO [AUTHENTICATIONFAILED] invalid credentials or IMAP is disabled\r\n"),
    Case("busy-auth", b"{tag} NO [UNAVAILABLE] Temporary authentication failure. [mx3:2026-11-22 10:00:00]\r\n"),
    Case("maintenance", b"{tag} NO [UNAVAILABLE] Temporary System Problem\r\n"),
    Case("maintenance", b"{tag} NO [SERVERBUG] Internal error occurred.\r\n"),
    Case("maintenance", b"{tag} NO [INUSE] Mailbox in use\r\n"),
    Case("limit", b"{tag} NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip=10)\r\n"),
    Case("locked", b"* BYE Too many login failures\r\n" + CLOSE),
    Case("locked", b"{tag} NO Too many failed logins\r\n"),
    Case("locked", b"{tag} NO Too many invalid passwords\r\n"),
    Case("expired", b"{tag} NO [EXPIRED] Password expired\r\n"),
    Case("contact-admin", b"{tag} NO [CONTACTADMIN] Account suspended\r\n"),
    Case("contact-admin", b"{tag} NO [AUTHORIZATIONFAILED] Not allowed\r\n"),
    Case("privacy", b"{tag} NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure connections.\r\n"),
    Case("mechanism", b"{tag} NO Unsupported authentication mechanism\r\n"),
    Case("mechanism", b"{tag} NO mechanism not supported\r\n"),
    Case("atom", b"{tag} BAD Invalid characters in atom\r\n"),
    Case("atom", b"{tag} BAD Request not ending with \\r\\n\r\n"),
    Case("generic-bad", b"{tag} NO [AUTHENTICATIONFAILED] Authentication failed.\r\n"),
    Case("generic-bad", b"{tag} NO Login failed\r\n"),
    Case("generic-bad", b"{tag} NO go away\r\n"),
    Case("token-refused", b"+ eyJzdGF0dXMiOiI0MDEifQ==\r\n\1{tag} NO [AUTHENTICATIONFAILED] Authentication "
         b"failed.\r\n", TOKEN),
    Case("token-refused", b"{tag} NO no\r\n", TOKEN),
    Case("bye", b"* BYE see you\r\n" + CLOSE),
    Case("reset", CLOSE),
]  # fmt: skip

GREETINGS = [
    Case("pop-not-imap", b"+OK POP3 ready\r\n"),
    Case("smtp-not-imap", b"220 mx.example ESMTP\r\n"),
    Case("smtp-not-imap", b"220-mx.example ESMTP\r\n220 go\r\n"),
    Case("not-imap", b"HTTP/1.1 400 Bad Request\r\n\r\n<html>"),
    Case("not-imap", b"SSH-2.0-OpenSSH_9.2\r\n"),
    Case("not-imap", b"\x16\x03\x01\x01"),
    Case("preauth", b"* PREAUTH come in\r\n"),
    Case("bye", b"* BYE not today\r\n"),
    Case("limit", b"* BYE Too many connections from your address\r\n"),
    Case("locked", b"* BYE Too many failed logins\r\n"),
    Case("g-busy", b"* BYE Too many simultaneous connections. (Failure)\r\n"),
    Case("maintenance", b"* BYE [UNAVAILABLE] back at ten\r\n"),
]

SESSION = [
    Case("g-quota", b"{tag} NO [OVERQUOTA] Account exceeded command or bandwidth limits.\r\n"),
    Case("ms-not-connected", b"{tag} BAD User is authenticated but not connected.\r\n"),
    Case("ms-throttled", b"{tag} BAD Request is throttled. Suggested Backoff Time: 99 milliseconds\r\n"),
    Case("bye", b"* BYE going down\r\n" + CLOSE),
    Case("no-folder", b"{tag} NO [NONEXISTENT] Mailbox doesn't exist: canary\r\n"),
]

BROWSER = {
    "ms-admin-consent": "AADSTS65001: The user or administrator has not consented",
    "ms-declined": "AADSTS65004: User declined to consent",
    "ms-not-assigned": "AADSTS50105: not assigned to a role",
    "ms-conditional": "AADSTS53003: Access has been blocked by Conditional Access policies",
    "ms-wrong-tenant": "AADSTS50020: User account from identity provider does not exist in tenant",
    "ms-two-resources": "AADSTS28000: more than one resource",
    "ms-server-error": "server_error",
    "oauth-expired": "invalid_grant",
    "oauth-pending": "authorization_pending",
    "oauth-slow": "slow_down",
    "oauth-too-late": "expired_token",
    "oauth-declined": "access_denied: the user said no",
    "oauth-client": "invalid_client: unknown",
    "g-admin-policy": "admin_policy_enforced",
    "g-org-internal": "org_internal",
}
STORE = {
    "store-none": "keyring.errors.NoKeyringError: No recommended backend was available.",
    "store-locked": "KeyringLocked: Failed to unlock the collection!",
    "store-denied": "Can't get password from keychain: (-128, 'Unknown Error')",
    "store-too-long": "(1783, 'CredWrite', 'The stub received bad data.')",
}


def certificate_error(text: str) -> ssl.SSLCertVerificationError:
    return ssl.SSLCertVerificationError(1, f"[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {text}")


UNREACHED = [
    ("dns", socket.gaierror(-2, "Name or service not known"), ""),
    ("dns", socket.gaierror(8, "nodename nor servname provided, or not known"), ""),
    ("dns", socket.gaierror(11001, "getaddrinfo failed"), ""),
    ("refused", ConnectionRefusedError(111, "Connection refused"), ""),
    ("proton-down", ConnectionRefusedError(111, "Connection refused"), "proton"),
    ("timeout", TimeoutError("timed out"), ""),
    ("reset", ConnectionResetError(104, "Connection reset by peer"), ""),
    ("reset", ssl.SSLEOFError(8, "[SSL: UNEXPECTED_EOF] EOF occurred in violation of protocol"), ""),
    ("reset", BrokenPipeError(32, "Broken pipe"), ""),
    ("tls-name", certificate_error("Hostname mismatch, certificate is not valid for 'mail.example'."), ""),
    ("tls-name", certificate_error("IP address mismatch, certificate is not valid for '127.0.0.1'."), ""),
    ("tls-self", certificate_error("self-signed certificate"), ""),
    ("tls-self", certificate_error("unable to get local issuer certificate"), ""),
    ("proton-cert", certificate_error("self-signed certificate"), "proton"),
    ("tls-expired", certificate_error("certificate has expired"), ""),
    ("tls-expired", certificate_error("certificate is not yet valid"), ""),
    ("tls-version", ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), ""),
    ("tls-version", ssl.SSLError(1, "[SSL: UNSUPPORTED_PROTOCOL] unsupported protocol"), ""),
    ("tls-version", ssl.SSLError(1, "[SSL: SSLV3_ALERT_HANDSHAKE_FAILURE] handshake failure"), ""),
    ("offline", OSError(errno.ENETUNREACH, "Network is unreachable"), ""),
    ("too-large", OSError(errno.EMSGSIZE, "the answer is longer than mailcheck reads"), ""),
    ("unreachable", OSError(5, "Input/output error"), ""),
]

WITHOUT_A_TEXT = {found.key for found in refusals() if not found.match}
TOLD_BY_CIRCUMSTANCE = {"g-testing"}


@pytest.fixture
def account() -> Account:
    return factories.account(host="mail.practice.example")


def provider(key: str) -> Provider | None:
    return next((found for found in load_providers() if found.id == key), None) if key else None


def refused(case: Case, server: Scripted) -> AccountProblem:
    """Return the problem that opening a mailbox on `server` ends with."""
    known = provider(case.provider)
    account = replace(server.address.account("ann"), provider=known and replace(known, username="address"))
    with pytest.raises(AccountProblem) as caught:
        open_mailbox(account, case.secret, sleep=lambda _: None)
    return caught.value


@pytest.mark.parametrize("case", SIGN_IN, ids=str)
def test_a_refused_sign_in_is_recognised(case: Case):
    """What a server says to a sign-in is recognised, told with the row's own retry class, and shows no secret."""
    mechanism = b"AUTH=XOAUTH2" if isinstance(case.secret, Token) else b"AUTH=PLAIN"
    offers = b"* CAPABILITY IMAP4rev1 " + mechanism + b"\r\n{tag} OK done\r\n"
    answer = b"+ \r\n\1" + case.said
    with Scripted({"CAPABILITY": offers, "AUTHENTICATE": answer, "LOGIN": case.said}) as server:
        told = refused(case, server)

    assert (told.key, told.retry) == (case.key, row(case.key).retry)
    assert told.text
    assert case.secret.value not in f"{told.text}{told.said}{told!r}"


@pytest.mark.parametrize("case", GREETINGS, ids=str)
def test_a_wrong_greeting_is_recognised(case: Case):
    """A server that greets as something else is known for what it is, and no name or password is sent to it."""
    with Scripted(greeting=case.said) as server:
        told = refused(case, server)

    assert told.key == case.key
    assert server.received == []


@pytest.mark.parametrize("case", SESSION, ids=str)
def test_a_refusal_in_mid_session_is_recognised(case: Case):
    """What a server says after the sign-in is recognised as well, and a folder's name is not repeated."""
    with Scripted({"EXAMINE": case.said}) as server:
        mailbox = server.address.open()
        with pytest.raises(AccountProblem) as caught:
            mailbox.examine("canary")

    assert caught.value.key == case.key
    assert "canary" not in f"{caught.value.text}{caught.value.said}"


@pytest.mark.parametrize(("key", "error", "provider_id"), UNREACHED, ids=lambda value: str(value)[:50])
def test_a_server_that_is_not_reached_is_told(key: str, error: OSError, provider_id: str, account: Account):
    """Each way in which the socket or TLS fails has its own row."""
    telling = Telling(replace(account, provider=provider(provider_id)), PASSWORD)

    assert telling.of_session(error, otherwise="refused-command").key == key


@pytest.mark.parametrize(("stage", "said", "key"), [
    *((Stage.BROWSER, said, key) for key, said in BROWSER.items()),
    *((Stage.STORE, said, key) for key, said in STORE.items()),
])  # fmt: skip
def test_a_refusal_elsewhere_is_recognised(stage: Stage, said: str, key: str):
    """What the sign-in page and the password store say is in the same table."""
    assert recognise(said, Circumstances(stage)).key == key


def test_a_registration_in_testing_is_told_apart():
    """A lapsed permission that lapses every seven days is the registration's fault, if the caller saw as much."""
    about = Circumstances(Stage.BROWSER, provider="gmail", challenge="registration in testing")

    assert recognise("invalid_grant", about).key == "g-testing"
    assert recognise("invalid_grant", replace(about, challenge="")).key == "oauth-expired"


def test_every_row_with_a_text_is_replayed():
    """No row of the table is without a replay, and no replay is of a row that is not there."""
    replayed = {case.key for case in (*SIGN_IN, *GREETINGS, *SESSION)} | {key for key, _, _ in UNREACHED}
    replayed |= set(BROWSER) | set(STORE) | TOLD_BY_CIRCUMSTANCE

    assert replayed | WITHOUT_A_TEXT == {found.key for found in refusals()}


def test_every_row_is_complete():
    """Each row says something, names known stages and a known class of retry."""
    assert {found.retry for found in refusals()} == {"never", "later", "once", "wait"}
    assert {stage for found in refusals() for stage in found.stages} == set(Stage)
    assert [found.key for found in refusals() if not found.say.endswith((".", "!")) or not found.stages] == []
    assert {found.confidence for found in refusals()} == {"A", "B", "C", ""}


@pytest.mark.parametrize("said", ["AUTHENTICATE failed.", "LOGIN failed.", "Incorrect username or password."])
def test_a_vendors_row_is_for_that_vendor(said: str):
    """An Exchange or another server of somebody's own that says the same is not told to be Microsoft or Fastmail."""
    about = Circumstances(Stage.SIGN_IN, host="mail.practice.example", secret="password")

    assert recognise(said, about).key == "generic-bad"
    assert find("nothing known", about) is None


def test_an_app_password_is_told_from_an_everyday_one():
    """Google's one sentence is told in two ways, by what the secret looks like."""
    about = Circumstances(Stage.SIGN_IN, secret="app-password")
    said = "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"

    assert "did not accept that app password" in recognise(said, about).say
    assert "needs an app password" in recognise(said, replace(about, secret="password")).say


def test_the_providers_steps_are_added(account: Account):
    """A plain refusal ends with the provider's own steps."""
    known = Provider("x", "X", "mailbox", steps=("Open X.", "Press Y."))

    assert problem(row("generic-bad"), replace(account, provider=known)).text.endswith("with it. Open X. Press Y.")
    assert problem(row("dns"), account).text.startswith("The server name mail.practice.example was not found.")


@pytest.mark.parametrize(("said", "shown_as"), [
    ("b'[AUTHENTICATIONFAILED] Authentication failed.'", "[AUTHENTICATIONFAILED] Authentication failed."),
    ("no mailbox for ann.smith+x@home.example here", "no mailbox for (address) here"),
    ("see https://accounts.example/signin?tk=Zq7#x now", "see accounts.example now"),
    ("token ya29.a0AfB_byDqwertyuiopasdfghjkl expired", "token (code) expired"),
    ("\x1b[31mred\u202e txt\r\nnext", "[31mred txt next"),
    ("bad password Zq7-Secret", "bad password (hidden)"),
    ("user ann unknown, not Hannah", "user (name) unknown, not Hannah"),
    ("x" * 20 + " " + "y " * 400, ("x" * 20 + " " + "y " * 400)[:300]),
    ("", ""),
])  # fmt: skip
def test_a_sentence_is_cleaned(said: str, shown_as: str):
    """What a server says is shown without addresses, links, tokens, controls, the secret and the member's name."""
    assert cleaned(said, hidden=["Zq7-Secret"], names=["ann"]) == shown_as


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "\0ann\0"])
def test_an_encoded_secret_is_blotted_out(before: str):
    """A server that sends our own answer back, in base64 at any alignment, does not get it shown."""
    coded = b64encode(f"{before}Zq7-Secret!".encode()).decode()

    left = cleaned(f"NO {coded}", hidden=["Zq7-Secret!"]).removeprefix("NO ").replace("(hidden)", "")

    assert len(left) <= len(b64encode(before.encode())) + 4


def test_a_short_secret_takes_the_sentence_with_it():
    """Blotting out a secret of one letter would spell it; the sentence is left out."""
    assert cleaned("a bad password", hidden=["a"]) == ""


@given(st.text(min_size=1), st.text(max_size=60), st.text(max_size=60))
def test_no_secret_survives(secret: str, before: str, after: str):
    """Whatever the secret and wherever it stands, it is not in what is shown."""
    result = cleaned(f"{before}{secret}{after}", hidden=[secret])

    assert secret not in result.replace("(hidden)", "").replace("(code)", "").replace("(address)", "") or (
        not secret.strip()
    )


def test_an_error_shows_its_kinds():
    """An error of the socket becomes a text with its kinds, which the table can match."""
    assert shown(ConnectionRefusedError(111, "no")) == "ConnectionRefusedError ConnectionError OSError: [Errno 111] no"
