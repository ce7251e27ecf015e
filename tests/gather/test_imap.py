"""The IMAP session against servers that behave, misbehave, stall, lie and hang up."""

import logging
import re
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from mailcheck.errors import AccountProblem, ProtocolViolation
from mailcheck.gather.guard import Guard
from mailcheck.gather.imap import PAUSE, Session, log_in_names, open_mailbox
from mailcheck.gather.imap.session import Session as SessionItself
from mailcheck.gather.imap.sign_in import Way, sign_in
from mailcheck.gather.mailbox import Identifiers, Items, Mailbox
from mailcheck.gather.secret import Password, Secret, Token
from mailcheck.model import Account, Provider, Security
from tests.patience import PATIENCE, SOON, until
from tests.servers.certificates import Authority, self_signed
from tests.servers.dovecot import ODD_PASSWORDS, Dovecot
from tests.servers.processes import free_port
from tests.servers.running import PASSWORD, USER, Address
from tests.servers.scripted import CLOSE, DRIP, GARBAGE, READ_ONLY, STALL, Scripted

SECRET = Password(PASSWORD)
QUICK = 0.4
"""Seconds to wait for a server that says nothing."""
FETCHED = b'* 1 FETCH (UID 1 RFC822.SIZE 10 INTERNALDATE "01-Jun-2026 10:00:00 +0000"%s)\r\n'


def problem_of(
    account: Account,
    secret: Secret = SECRET,
    *,
    timeout: float = PATIENCE,
    sleep: Callable[[float], object] = lambda _: None,
) -> AccountProblem:
    """Return what opening the mailbox ends with."""
    with pytest.raises(AccountProblem) as caught:
        open_mailbox(account, secret, timeout=timeout, sleep=sleep)
    return caught.value


def opened(server: Scripted) -> Session:
    """Return a mailbox on a scripted server, with a folder open."""
    mailbox = server.address.open()
    mailbox.examine("Sent")
    return mailbox


def test_the_session_keeps_the_protocol():
    """A Session is a Mailbox; the type checker sees it here, and so does a reader."""
    offered = {name for name in dir(Mailbox) if not name.startswith("_")}

    assert offered <= set(dir(SessionItself))


# --- reaching the server -------------------------------------------------------------------------------------------


def test_an_unknown_host_is_told():
    """A host name that does not exist is told by its name."""
    with Scripted() as server:
        told = problem_of(replace(server.address.account(), host="no-such-host.invalid"))

    assert (told.key, "no-such-host.invalid" in told.text) == ("dns", True)


def test_a_host_name_that_cannot_be_one_is_told():
    """A host name with an empty label is not an internal error."""
    with Scripted() as server:
        assert problem_of(replace(server.address.account(), host="mail..example")).key == "dns"


def test_a_refused_port_is_told():
    """A port where nothing listens."""
    account = Address(free_port(), None, Security.NONE).account()

    assert problem_of(account).key == "refused"


@pytest.mark.parametrize(("names", "key"), [((), None), (("mail.other.example",), "tls-name")])
def test_the_certificates_name_counts(authority: Authority, names: tuple[str, ...], key: str | None):
    """A good certificate lets us in; one for another name does not, and no name or password is sent."""
    with Scripted(tls=authority.context(*names), ca_file=authority.ca_file) as server:
        if key is None:
            server.address.open().close()
            return
        told = problem_of(server.address.account())

    assert (told.key, server.received) == (key, [])


def test_an_expired_certificate_is_told(authority: Authority):
    """A certificate that ended yesterday ends the attempt."""
    with Scripted(tls=authority.expired(), ca_file=authority.ca_file) as server:
        assert (problem_of(server.address.account()).key, server.received) == ("tls-expired", [])


def test_an_unknown_authority_is_told(authority: Authority):
    """A certificate from an authority that nobody trusts ends the attempt."""
    with Scripted(tls=authority.context()) as server:
        assert (problem_of(server.address.account()).key, server.received) == ("tls-self", [])


def test_a_self_signed_certificate_is_trusted_only_by_its_file(tmp_path):
    """A certificate that signed itself is refused, unless the settings name its file (a bridge on this computer)."""
    context, file = self_signed(tmp_path)
    with Scripted(tls=context) as server:
        account = server.address.account()
        told = problem_of(account)
        connection = open_mailbox(replace(account, ca_file=str(file)), SECRET).connection

    assert (told.key, connection.tls_version) == ("tls-self", "TLSv1.3")


def test_starttls_certificates_are_verified_too(authority: Authority):
    """STARTTLS with a certificate for another name ends the attempt before a password is sent."""
    offers = b"* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n{tag} OK done\r\n"
    context = authority.context("mail.other.example")
    with Scripted({"CAPABILITY": offers}, starttls=context, ca_file=authority.ca_file) as server:
        assert (problem_of(server.address.account()).key, server.verbs) == ("tls-name", ["CAPABILITY", "STARTTLS"])


@pytest.mark.parametrize("content", [None, b"not a certificate"])
def test_a_broken_certificate_file_is_told(tmp_path, content: bytes | None):
    """A file of certificates that is missing or none is told, and nothing is said to anybody."""
    file = tmp_path / "ca.pem"
    if content:
        file.write_bytes(content)
    with Scripted() as server:
        account = replace(server.address.account(), security=Security.TLS, ca_file=str(file))

        assert (problem_of(account).key, server.received) == ("ca-file", [])


def test_old_tls_is_refused(authority: Authority):
    """A server that speaks nothing newer than TLS 1.1 is refused, with TLS from the start and with STARTTLS."""
    import ssl
    import warnings

    context = authority.context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with Scripted(tls=context, ca_file=authority.ca_file, greeting=CLOSE) as server:

        def before_the_second_try(_: float) -> None:
            server._tls = None  # it is another kind of encryption: each side would wait for the other to begin

        told = problem_of(server.address.account(), sleep=before_the_second_try)

    assert (told.key, server.received) == ("tls-version", [])


def test_encryption_is_not_given_up():
    """A server that does not offer STARTTLS gets no password, though it would take one."""
    with Scripted() as server:
        account = replace(server.address.account(), security=Security.STARTTLS)

        assert (problem_of(account).key, server.verbs) == ("starttls-not-offered", ["CAPABILITY"])


def test_words_slipped_in_before_encryption_are_refused(authority: Authority):
    """Octets that arrive in the clear behind the answer to STARTTLS end the attempt."""
    offers = b"* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK done\r\n"
    slipped = b"{tag} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n"
    with Scripted({"CAPABILITY": offers, "STARTTLS": slipped}, ca_file=authority.ca_file) as server:
        account = replace(server.address.account(), security=Security.STARTTLS)

        assert (problem_of(account).key, "LOGIN" in server.verbs) == ("unreachable", False)


def test_the_other_kind_of_encryption_is_tried_once(authority: Authority):
    """TLS from the start where STARTTLS is spoken: the second try is STARTTLS, and still encrypted."""
    offers = b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n{tag} OK done\r\n"
    pauses = []
    with Scripted({"CAPABILITY": offers}, starttls=authority.context(), ca_file=authority.ca_file) as server:
        account = replace(server.address.account(), security=Security.TLS)
        connection = open_mailbox(account, SECRET, sleep=pauses.append).connection

    assert (connection.security, connection.tls_version, pauses) == (Security.STARTTLS, "TLSv1.3", [PAUSE])


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.server
def test_dovecot_is_reached_either_way(dovecot: Dovecot, security: Security):
    """A real server, both ways of encryption, and what is told about the connection."""
    address = dovecot.tls if security is Security.TLS else dovecot.starttls
    connection = address.open().connection

    assert (connection.security, connection.tls_version, connection.mechanism) == (security, "TLSv1.3", "PLAIN")
    assert (connection.is_loopback, connection.server) == (True, f"localhost:{address.port}")


# --- signing in ----------------------------------------------------------------------------------------------------


@pytest.mark.server
def test_a_wrong_password_is_tried_once_and_not_told(dovecot: Dovecot):
    """A wrong password is refused, and what is told does not hold it."""
    told = problem_of(dovecot.tls.account(), Password("wrong-Zq7"))

    assert (told.key, told.retry) == ("generic-bad", "never")
    assert told.said == "NO [AUTHENTICATIONFAILED] Authentication failed."
    assert "Zq7" not in "".join(traceback.format_exception(told))


@pytest.mark.parametrize("is_literal", [False, True])
@pytest.mark.parametrize("avoids_plain", [False, True])
@pytest.mark.parametrize("number", range(len(ODD_PASSWORDS)))
@pytest.mark.server
def test_odd_passwords_work(dovecot: Dovecot, number: int, *, avoids_plain: bool, is_literal: bool):
    """Quotes, backslashes, spaces and 8-bit letters get through, by PLAIN, by LOGIN in quotes and by literal."""
    user, password = f"odd{number}", ODD_PASSWORDS[number]
    account = dovecot.tls.account(user)
    way = Way(account.security, user, avoids_plain=avoids_plain, is_literal=is_literal)

    signed_in = sign_in(account, Password(password), way, timeout=PATIENCE)
    signed_in.client.wire.close()

    assert signed_in.connection.mechanism == ("LOGIN" if avoids_plain else "PLAIN")


def test_name_and_password_are_quoted_as_they_must_be():
    """LOGIN, octet by octet: quoted where quotes do, one space, literals for what is not ASCII."""
    offers = b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"
    with Scripted({"CAPABILITY": offers, "LOGIN": b"+ go\r\n\1+ go\r\n\1{tag} OK done\r\n"}) as server:
        account = replace(server.address.account(), user="änn o")
        open_mailbox(account, Password('p"ä\\'))
    with Scripted({"CAPABILITY": offers}) as plain:
        open_mailbox(replace(plain.address.account(), user="ann o"), Password('p" \\'))

    lines = [line for line in server.received if b"CAPABILITY" not in line]
    assert lines == [lines[0], "änn o {5}".encode(), 'p"ä\\'.encode()]
    assert lines[0].endswith(b" LOGIN {6}")
    assert next(line for line in plain.received if b"LOGIN" in line).endswith(b' LOGIN "ann o" "p\\" \\\\"')


@pytest.mark.parametrize(
    ("mechanism", "choose"), [("OAUTHBEARER", b"AUTH=OAUTHBEARER AUTH=XOAUTH2"), ("XOAUTH2", b"AUTH=XOAUTH2")]
)
def test_a_token_signs_in(mechanism: str, choose: bytes):
    """A token goes by OAUTHBEARER where that is offered, else by XOAUTH2."""
    with Scripted({"CAPABILITY": b"* CAPABILITY IMAP4rev1 " + choose + b"\r\n{tag} OK done\r\n"}) as server:
        connection = open_mailbox(server.address.account(), Token("t")).connection

    assert connection.mechanism == mechanism


@pytest.mark.server
def test_a_token_opens_dovecot_and_a_wrong_one_does_not(dovecot: Dovecot):
    """A real server takes a good token, and says in a challenge why it refuses a bad one."""
    dovecot.tls.open(Token(dovecot.token(USER))).close()
    told = problem_of(dovecot.tls.account(), Token(dovecot.token(USER, key=b"another-key")))

    assert (told.key, told.retry) == ("token-refused", "never")


@pytest.mark.parametrize(("offers", "secret", "key"), [
    (b"AUTH=XOAUTH2 LOGINDISABLED", SECRET, "no-password-offered"),
    (b"STARTTLS LOGINDISABLED", SECRET, "tls-needed"),
    (b"LOGINDISABLED", SECRET, "no-way-in"),
    (b"AUTH=PLAIN", Token("t"), "token-not-offered"),
])  # fmt: skip
def test_no_secret_is_sent_where_it_is_not_wanted(offers: bytes, secret: Secret, key: str):
    """What a server says it does not take is not offered to it."""
    with Scripted({"CAPABILITY": b"* CAPABILITY IMAP4rev1 " + offers + b"\r\n{tag} OK done\r\n"}) as server:
        assert (problem_of(server.address.account(), secret).key, server.verbs) == (key, ["CAPABILITY"])


def test_the_long_way_of_login_is_known():
    """A server that offers AUTH=LOGIN alone is answered name, then password."""
    offers = b"* CAPABILITY IMAP4rev1 AUTH=LOGIN LOGINDISABLED\r\n{tag} OK done\r\n"
    asks = b"+ VXNlcm5hbWU6\r\n\1+ UGFzc3dvcmQ6\r\n\1{tag} OK done\r\n"
    with Scripted({"CAPABILITY": offers, "AUTHENTICATE": asks}) as server:
        server.address.open().close()

    assert [line for line in server.received if b" " not in line] == [b"dXNlcjA=", b"c2VjcmV0"]


def test_capabilities_are_read_again():
    """What a server offers after the sign-in counts, not what it said before."""
    before = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN X-BEFORE\r\n{tag} OK done\r\n"
    after = b"* CAPABILITY IMAP4rev1 NAMESPACE OBJECTID\r\n{tag} OK done\r\n"
    with Scripted({"CAPABILITY": [before, after]}) as server:
        assert server.address.open().capabilities == {"IMAP4REV1", "NAMESPACE", "OBJECTID"}


@pytest.mark.parametrize("answer", [b"{tag} OK done\r\n", b"{tag} BAD what\r\n", b"{tag} NO never\r\n"])
def test_a_server_that_announces_nothing_is_used_all_the_same(answer: bytes):
    """Without any capability LOGIN is used, and the folders are read."""
    with Scripted({"CAPABILITY": answer}) as server:
        mailbox = opened(server)

        assert (mailbox.connection.mechanism, mailbox.capabilities) == ("LOGIN", {"IMAP4REV1"})
        assert mailbox.uids() == (1, 2, 3)
        assert mailbox.search_header("Subject", "é") == (1, 2, 3)


@pytest.mark.parametrize(("said", "tries"), [
    (b"{tag} NO [AUTHENTICATIONFAILED] no\r\n", 1),
    (b"{tag} NO [UNAVAILABLE] later\r\n", 1),
    (CLOSE, 2),
    (b"{tag} NO mechanism not supported\r\n", 2),
])  # fmt: skip
def test_only_the_class_once_is_tried_again(said: bytes, tries: int):
    """A second try could lock an account: it is made only where the table says so, and after a pause."""
    pauses: list[float] = []
    with Scripted({"AUTHENTICATE": b"+ \r\n\1" + said, "LOGIN": said}) as server:
        with pytest.raises(AccountProblem):
            open_mailbox(server.address.account(), SECRET, sleep=pauses.append)

        assert (server.connections, pauses) == (tries, [PAUSE] * (tries - 1))


@pytest.mark.parametrize(("said", "line"), [
    (b"{tag} NO Unsupported authentication mechanism\r\n", rb' LOGIN "user0" "secret"$'),
    (b"{tag} BAD Invalid characters in atom\r\n", rb" LOGIN \{5\}$"),
])  # fmt: skip
def test_the_second_try_takes_another_way(said: bytes, line: bytes):
    """After a refused mechanism LOGIN is tried, after a stumble over quoting a literal."""

    def login(came: bytes) -> bytes:
        return b"+ go\r\n\1+ go\r\n\1{tag} OK done\r\n" if came.endswith(b"}") else b"{tag} OK\r\n"

    with Scripted({"AUTHENTICATE": b"+ \r\n\1" + said, "LOGIN": login}) as server:
        mailbox = open_mailbox(server.address.account(), SECRET, sleep=lambda _: None)

    assert mailbox.connection.mechanism == "LOGIN"
    assert [came for came in server.received if re.search(line, came)]


def test_a_local_part_is_tried_before_the_address():
    """Where the provider wants the part before the @, that is tried first and then the address, once each."""
    provider = Provider("icloud", "iCloud", "mailbox", username="local-part")
    with Scripted({"AUTHENTICATE": b"+ \r\n\1{tag} NO [AUTHENTICATIONFAILED] Authentication Failed\r\n"}) as server:
        account = replace(server.address.account(), user="ann@icloud.example", provider=provider)
        told = problem_of(account)

    assert (told.key, server.connections) == ("apple-bad", 2)
    assert log_in_names(account) == ("ann", "ann@icloud.example")
    assert log_in_names(replace(account, user="ann")) == ("ann", "user0@practice.example")
    assert log_in_names(replace(account, provider=None)) == ("ann@icloud.example",)


def test_another_refusal_does_not_try_the_other_name():
    """A lock or a busy server is no reason to try the second name."""
    provider = Provider("icloud", "iCloud", "mailbox", username="local-part")
    with Scripted({"AUTHENTICATE": b"+ \r\n\1{tag} NO Too many failed logins\r\n"}) as server:
        told = problem_of(replace(server.address.account(), user="ann@icloud.example", provider=provider))

    assert (told.key, server.connections) == ("locked", 1)


# --- waiting, and too much -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [STALL, DRIP], ids=["stalls", "drips"])
@pytest.mark.parametrize("where", ["greeting", "CAPABILITY", "AUTHENTICATE"])
def test_no_wait_for_a_sign_in_is_endless(where: str, how: bytes):
    """A server that says nothing, or one octet at a time, is given up in a bounded time."""
    script = {} if where == "greeting" else {where: how}
    began = time.monotonic()
    with Scripted(script, greeting=how if where == "greeting" else b"* OK ready\r\n") as server:
        told = problem_of(server.address.account(), timeout=QUICK)

    assert told.key == "timeout"
    assert time.monotonic() - began < SOON


@pytest.mark.parametrize(
    "how", [STALL, DRIP, b"* 1 FETCH (UID 1 BODY[1] {100}\r\nabc" + STALL], ids=["stalls", "drips", "literal"]
)
def test_no_wait_for_an_answer_is_endless(how: bytes):
    """The same in mid-session; the session is then closed."""
    with Scripted({"UID FETCH": how}) as server:
        mailbox = opened(server)
        mailbox._client.wire._timeout = QUICK  # only now: a crowded computer may take longer to sign in
        began = time.monotonic()
        assert failing(lambda: mailbox.whole(1, "1", 1000)) == "timeout"
        assert failing(mailbox.uids) == "closed"
        mailbox.close()

    assert time.monotonic() - began < SOON


@pytest.mark.parametrize("where", ["EXAMINE", "LIST", "UID SEARCH", "UID FETCH", "STATUS"])
def test_endless_garbage_is_cut_off(where: str):
    """Lines without end are read up to a bound; then the session is closed."""
    with Scripted({where: GARBAGE}) as server:
        mailbox = server.address.open()
        asked = {
            "EXAMINE": lambda: mailbox.examine("Sent"),
            "LIST": mailbox.folders,
            "UID SEARCH": lambda: (mailbox.examine("Sent"), mailbox.uids()),
            "UID FETCH": lambda: (mailbox.examine("Sent"), mailbox.envelopes([1])),
            "STATUS": lambda: mailbox.status("Sent", ["MESSAGES"]),
        }

        assert failing(asked[where]) == "too-large"
        assert mailbox.traffic.received < 20 << 20
        assert failing(mailbox.folders) == "closed"


@pytest.mark.parametrize(
    "answer", [b"what?\r\n", b"* what is this\r\n{tag} PERHAPS\r\n", b"\xff\xfe\r\n", b"A9 OK not yours\r\n"]
)
def test_nonsense_is_told(answer: bytes):
    """An answer that is no IMAP is told as such."""
    with Scripted({"EXAMINE": answer + CLOSE}) as server:
        mailbox = server.address.open()

        assert failing(lambda: mailbox.examine("Sent")) in {"unexpected-answer", "reset"}


def test_a_hundred_thousand_folders_are_listed_in_time():
    """A listing of 100,000 folders is long, but it is read, in seconds of computing."""
    lines = b"".join(b'* LIST (\\HasNoChildren) "/" "folder %06d"\r\n' % number for number in range(100_000))
    with Scripted({"LIST": lines + b'* LIST (\\Sent) "/" Sent\r\n{tag} OK done\r\n'}) as server:
        mailbox = server.address.open()
        began = time.thread_time()
        listed = mailbox.folders()

    assert (len(listed), listed[-1].name, listed[-1].flags) == (100_001, "Sent", {"\\sent"})
    assert time.thread_time() - began < 15


def test_a_claim_of_a_gigabyte_is_not_believed():
    """A literal of 1 GB is not read: the session ends at once."""
    claim = b"* 1 FETCH (UID 1 BODY[1] {1073741824}\r\n" + b"x" * 1000
    with Scripted({"UID FETCH": claim + STALL}) as server:
        mailbox = opened(server)
        began = time.monotonic()

        assert failing(lambda: mailbox.whole(1, "1", 1_000_000)) == "too-large"
        assert time.monotonic() - began < SOON
        assert failing(mailbox.uids) == "closed"


def test_a_section_over_the_limit_leaves_the_session_alive():
    """A literal somewhat over the limit is read and thrown away, and the next question is answered."""
    body = b"* 1 FETCH (UID 1 BODY[1] {200000}\r\n" + b"x" * 200_000 + b")\r\n{tag} OK done\r\n"
    with Scripted({"UID FETCH": body}) as server:
        mailbox = opened(server)

        assert failing(lambda: mailbox.whole(1, "1", 1000)) == "too-large"
        assert mailbox.whole(1, "1", 300_000) == b"x" * 200_000


def test_a_cut_in_the_middle_of_a_fetch_is_told():
    """A connection cut inside a literal is told, nothing of the half is given out, and closing does not raise."""
    with Scripted({"UID FETCH": b"* 1 FETCH (UID 1 BODY[1] {100}\r\nabc" + CLOSE}) as server:
        mailbox = opened(server)

        assert failing(lambda: mailbox.whole(1, "1", 1000)) == "reset"
        assert failing(lambda: mailbox.range(1, "1", 0, 10)) == "closed"
        mailbox.close()


def test_a_bye_in_mid_session_is_told():
    """A server that says goodbye is not asked again."""
    with Scripted({"UID SEARCH": b"* BYE idle for too long\r\n{tag} OK\r\n"}) as server:
        mailbox = opened(server)

        assert failing(mailbox.uids) == "bye"
        assert failing(mailbox.uids) == "closed"


# --- what servers lack or get wrong --------------------------------------------------------------------------------


def test_bad_to_everything_optional_is_survived():
    """A server that answers BAD to all that is optional still gives folders, messages and sections."""
    offers = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN NAMESPACE SPECIAL-USE OBJECTID CONDSTORE\r\n{tag} OK done\r\n"

    def status(came: bytes) -> bytes:
        return b"* STATUS Sent (MESSAGES 3)\r\n{tag} OK\r\n" if b"(MESSAGES)" in came else b"{tag} BAD\r\n"

    def listed(came: bytes) -> bytes:
        return b"{tag} BAD\r\n" if b"SPECIAL" in came else b'* LIST () "/" Sent\r\n{tag} OK\r\n'

    def fetch(came: bytes) -> bytes:
        return b"{tag} BAD\r\n" if b"X-GUID" in came else FETCHED % b"" + b"{tag} OK\r\n"

    with Scripted(
        {"CAPABILITY": [offers, b"{tag} BAD\r\n"], "STATUS": status, "LIST": listed, "UID FETCH": fetch}
    ) as server:
        mailbox = opened(server)

        assert mailbox.personal_prefix() == ""
        assert [found.name for found in mailbox.folders()] == ["Sent"]
        assert mailbox.status("Sent", ["MESSAGES"]) == {"MESSAGES": 3}
        assert mailbox.identifiers(["Sent"]) == (Identifiers(),)
        assert [seen.uid for seen in mailbox.envelopes([1])] == [1]


def test_x_guid_is_asked_for_once():
    """What nobody advertises is asked for once; a BAD means that it is not offered."""

    def fetch(came: bytes) -> bytes:
        return b"{tag} BAD\r\n" if b"X-GUID" in came else FETCHED % b"" + b"{tag} OK\r\n"

    with Scripted({"UID FETCH": fetch, "STATUS": b"{tag} BAD\r\n"}) as server:
        mailbox = opened(server)
        for _ in range(3):
            assert [seen.guid for seen in mailbox.envelopes([1], Items(guid=True))] == [None]
            assert mailbox.identifiers(["Sent"]) == (Identifiers(),)

    assert [b"X-GUID" in line for line in server.received].count(True) == 2


@pytest.mark.parametrize("answer", [
    b"* STATUS Sent (MAILBOXID (\xff\xfe\x02garbage))\r\n{tag} OK\r\n",
    b"* STATUS Sent (MESSAGES 4 MAILBOXID\r\n{tag} OK\r\n",
    b"* STATUS Sent ()\r\n{tag} OK\r\n",
    b"{tag} OK\r\n",
    b"{tag} NO\r\n",
])  # fmt: skip
def test_a_spoilt_identifier_is_none(answer: bytes):
    """Cyrus's garbage, Courier's empty list and other nothings mean "not offered"."""
    offers = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN OBJECTID\r\n{tag} OK done\r\n"
    with Scripted({"CAPABILITY": offers, "STATUS": answer}) as server:
        assert server.address.open().identifiers(["Sent"]) == (Identifiers(),)


ACCOUNT_ID = b"OBJECTID (MAILBOXID F2212ea87-6097-4256-9d51-71338625 ACCOUNTID u1a48e8e3)"
"""As in draft-ietf-mailmaint-imap-objectid-bis, the example of STATUS."""


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (ACCOUNT_ID, ("F2212ea87-6097-4256-9d51-71338625", "u1a48e8e3")),
        (b"OBJECTID (ACCOUNTID u1a48e8e3 FUTURE x1)", ("", "u1a48e8e3")),
        (b"OBJECTID (MAILBOXID Fa77c2e19)", ("Fa77c2e19", "")),
        (b"OBJECTID ()", ("", "")),
        (b"OBJECTID (ACCOUNTID u1 ACCOUNTID u2)", ("", "")),
        (b"OBJECTID (ACCOUNTID)", ("", "")),
        (b"OBJECTID (ACCOUNTID \xff\xfe)", ("", "")),
        (b"OBJECTID NIL", ("", "")),
    ],
)
def test_whose_account_it_is_is_read_where_the_server_says_it(answer: bytes, told: tuple[str, str]):
    """OBJECTID+ (draft-ietf-mailmaint-imap-objectid-bis): a list of names and values; what is odd is left aside."""
    offers = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN OBJECTID OBJECTID+\r\n{tag} OK done\r\n"
    said = b"* ENABLED OBJECTID+\r\n* STATUS INBOX (" + answer + b")\r\n{tag} OK Completed\r\n"
    with Scripted({"CAPABILITY": offers, "STATUS": said}) as server:
        (found,) = opened(server).identifiers(["INBOX"])

    assert (found.mailbox_id, found.account_id) == told
    assert server.received[-1].endswith(b'STATUS "INBOX" (OBJECTID)')


def test_a_folder_must_be_read_only():
    """A server that does not say [READ-ONLY] is left at once."""
    answer = READ_ONLY.replace(b"[READ-ONLY]", b"[READ-WRITE]")
    with Scripted({"EXAMINE": answer}) as server:
        mailbox = server.address.open()

        assert failing(lambda: mailbox.examine("Sent")) == "not-read-only"
        assert failing(lambda: mailbox.examine("Sent")) == "closed"


@pytest.mark.parametrize("lost", [b"* OK [UIDVALIDITY 7] .\r\n", b"* 3 EXISTS\r\n"])
def test_a_folder_that_does_not_say_enough_is_not_used(lost: bytes):
    """Without a validity or a number of messages a folder is not taken for open."""
    with Scripted({"EXAMINE": READ_ONLY.replace(lost, b"")}) as server:
        mailbox = server.address.open()

        assert failing(lambda: mailbox.examine("Sent")) == "unexpected-answer"
        assert failing(mailbox.uids) == "no-folder"


@pytest.mark.parametrize("answer", [
    b"* 1 FETCH (UID 1 BODY[1] {4}\r\nwhol)\r\n",
    b"* 1 FETCH (UID 1 BODY[1]<0> {4}\r\nfrom)\r\n",
    b"* 1 FETCH (UID 1 BODY[1]<10> {6}\r\nlonger)\r\n",
    b"* 1 FETCH (UID 1 BODY[2]<10> {4}\r\nother)\r\n".replace(b"{4}", b"{5}"),
    b"* 1 FETCH (UID 1 BODY[1]<10> NIL)\r\n",
    b"* 1 FETCH (UID 1 BODY[1] {90000}\r\n" + b"x" * 90_000 + b")\r\n",
])  # fmt: skip
def test_a_wrong_piece_is_no_piece(answer: bytes):
    """Another piece than the one asked for is never taken for it: the answer is empty, and the whole can be had."""
    with Scripted({"UID FETCH": answer + b"{tag} OK\r\n"}) as server:
        assert opened(server).range(1, "1", 10, 4) == b""


def test_messages_are_fetched_in_batches():
    """Many messages are many batches, of 500 at most, and all come back in order."""

    def fetch(came: bytes) -> bytes:
        uids = came.split()[3].split(b",")
        return b"".join(FETCHED.replace(b"UID 1 ", b"UID %b " % uid) % b"" for uid in uids) + b"{tag} OK\r\n"

    with Scripted({"UID FETCH": fetch}) as server:
        seen = opened(server).envelopes(range(1, 1101))

    assert [envelope.uid for envelope in seen] == list(range(1, 1101))
    assert [line.count(b",") + 1 for line in server.received if b"FETCH" in line] == [500, 500, 100]


BROKEN = b'* 2 FETCH (UID 2 RFC822.SIZE 20 INTERNALDATE "01-Jun-2026 10:00:00 +0000" BODYSTRUCTURE (("canary.pdf"))\r\n'
DEEP = BROKEN.replace(b'(("canary.pdf")', b"(" * 9000 + b")" * 9000)
GOOD = b' BODYSTRUCTURE ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)'


@pytest.mark.parametrize("bad", [BROKEN, DEEP], ids=["broken", "deep"])
def test_one_unreadable_structure_spoils_no_other(bad: bytes, caplog):
    """A structure that cannot be read is missing from its own message only, which is still told of."""

    def fetch(came: bytes) -> bytes:
        wants, lines = b"BODYSTRUCTURE" in came, b""
        for uid in came.split()[3].split(b","):
            whole = FETCHED.replace(b"1 FETCH (UID 1 ", b"%b FETCH (UID %b " % (uid, uid)) % (GOOD if wants else b"")
            lines += bad if uid == b"2" and wants else whole
        return lines + b"{tag} OK\r\n"

    caplog.set_level(logging.DEBUG)
    with Scripted({"UID FETCH": fetch}) as server:
        seen = opened(server).envelopes([1, 2, 3], Items(structure=True))

    assert [(envelope.uid, envelope.bodystructure is None) for envelope in seen] == [(1, False), (2, True), (3, False)]
    assert "canary" not in caplog.text


def test_two_hundred_levels_are_read():
    """A multipart 200 levels deep is within what can be read."""
    nested = GOOD.removeprefix(b" BODYSTRUCTURE ")
    for _ in range(200):
        nested = b"(" + nested + b' "MIXED")'
    with Scripted({"UID FETCH": FETCHED % (b" BODYSTRUCTURE " + nested) + b"{tag} OK\r\n"}) as server:
        (seen,) = opened(server).envelopes([1], Items(structure=True))

    assert seen.bodystructure is not None


def test_news_of_other_messages_is_not_taken_for_the_answer():
    """Lines without a UID or about other messages, which a server may send at any time, change nothing."""
    news = b"* 2 FETCH (FLAGS (\\Seen))\r\n* 9 FETCH (UID 9 FLAGS (\\Seen))\r\n* 4 EXISTS\r\n"
    with Scripted({"UID FETCH": news + FETCHED % b"" + b"{tag} OK\r\n", "NOOP": b"{tag} OK\r\n"}) as server:
        assert [seen.uid for seen in opened(server).envelopes([1, 2])] == [1]


def test_an_answer_without_date_or_size_is_asked_for_again_and_then_told():
    """A message that is there but whose size is not told is not silently left out."""
    with Scripted({"UID FETCH": b'* 1 FETCH (UID 1 INTERNALDATE "garbage")\r\n{tag} OK\r\n'}) as server:
        assert failing(lambda: opened(server).envelopes([1])) == "unexpected-answer"


def test_a_number_that_imap_does_not_have_is_not_understood():
    """It could be kept nowhere, and is told as what it is: an answer that is not understood."""
    with Scripted({"UID SEARCH": b"* SEARCH 1 %d\r\n{tag} OK\r\n" % (2**63)}) as server:
        assert failing(opened(server).uids) == "unexpected-answer"
    with Scripted({"EXAMINE": READ_ONLY.replace(b"UIDVALIDITY 7", b"UIDVALIDITY %d" % (2**63))}) as server:
        assert failing(lambda: server.address.open().examine("Sent")) == "unexpected-answer"


def test_other_peoples_folders_are_left_out():
    """Folders below the other users' and the shared namespace are not the member's own."""
    offers = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN NAMESPACE\r\n{tag} OK done\r\n"
    namespace = b'* NAMESPACE (("INBOX." ".")) (("Other Users." ".")) (("Shared." "."))\r\n{tag} OK\r\n'
    names = [b"INBOX", b"INBOX.Sent", b'"Other Users"', b'"Other Users.bob.Sent"', b"Shared.x", b"Sharedness"]
    lines = b"".join(b'* LIST () "." %b\r\n' % name for name in names)
    with Scripted({"CAPABILITY": offers, "NAMESPACE": namespace, "LIST": lines + b"{tag} OK\r\n"}) as server:
        mailbox = server.address.open()

        assert [found.name for found in mailbox.folders()] == ["INBOX", "INBOX.Sent", "Sharedness"]
        assert mailbox.personal_prefix() == "INBOX."


def test_special_uses_are_asked_for_where_they_are_kept_back():
    """A server that marks its sent folder only when asked is asked."""
    offers = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN SPECIAL-USE\r\n{tag} OK done\r\n"

    def listed(came: bytes) -> bytes:
        return b'* LIST (\\Sent) "/" Post\r\n{tag} OK\r\n' if b"SPECIAL" in came else (

        b'* LIST () "/" INBOX\r\n* LIST () "/" Post\r\n{tag} OK\r\n')  # fmt: skip

    with Scripted({"CAPABILITY": offers, "LIST": listed}) as server:
        assert {found.name: found.flags for found in server.address.open().folders()} == {
            "INBOX": frozenset(),
            "Post": {"\\sent"},
        }


def test_hostile_folder_names_are_data():
    """Names with escapes, marks and line ends are names: they are listed as they are and asked for in one command."""
    name = "a\x1b[31m\u202e\r\nA9 DELETE INBOX\r\n"
    coded = b"a&ABs-[31m&IC4ADQAK-A9 DELETE INBOX&AA0ACg-"
    lines = b'* LIST () "/" "' + coded + b'"\r\n* LIST () "/" {6}\r\nx"y\\z!\r\n* LIST () "/" 2019\r\n{tag} OK\r\n'
    with Scripted({"LIST": lines}) as server:
        mailbox = server.address.open()
        names = [found.name for found in mailbox.folders()]
        for found in names:
            mailbox.examine(found)

    assert names == [name, 'x"y\\z!', "2019"]
    examined = [line.partition(b" EXAMINE ")[2] for line in server.received if b"EXAMINE" in line]
    assert examined == [b'"' + coded + b'"', b'"x\\"y\\\\z!"', b'"2019"']


def test_an_unreadable_line_of_a_listing_is_left_out_unless_it_is_a_sent_folder():
    """One spoilt name does not hide the others; but a sent folder is never missing without a word."""
    spoilt = b'* LIST (\\HasNoChildren "/" "x"\r\n* LIST () "/" INBOX\r\n{tag} OK\r\n'
    with Scripted({"LIST": [spoilt, spoilt.replace(b"\\HasNoChildren", b"\\Sent")]}) as server:
        mailbox = server.address.open()

        assert [found.name for found in mailbox.folders()] == ["INBOX"]
        assert failing(mailbox.folders) == "unexpected-answer"


def test_searching_tells_days_and_quotes_values():
    """A search since a day, and for a value with quotes, as they go over the line."""
    with Scripted(
        {"UID SEARCH": [b"* SEARCH 3 1 2 2\r\n{tag} OK\r\n", b"* SEARCH\r\n{tag} OK\r\n", b"{tag} OK\r\n"]}
    ) as server:
        mailbox = opened(server)
        found = [mailbox.uids(since=date(2026, 6, 1)), mailbox.search_header("Subject", 'a "b" \\'), mailbox.uids()]

    asked = [line.partition(b" UID SEARCH ")[2] for line in server.received if b"SEARCH" in line]
    assert found == [(1, 2, 3), (), ()]
    assert asked == [b"SINCE 01-Jun-2026", b'HEADER Subject "a \\"b\\" \\\\"', b"ALL"]


# --- what never happens --------------------------------------------------------------------------------------------


def test_a_forbidden_command_ends_the_session_unsent():
    """Whatever route a command takes – imapclient's, imaplib's, a hostile value – it does not reach the server."""
    with Scripted() as server:
        for route in (
            lambda client: client.add_flags([1], [b"\\Seen"]),
            lambda client: client.select_folder("Sent"),
            lambda client: client.append("Sent", b"x"),
            lambda client: client.delete_messages([1]),
            lambda client: client.fetch([1], ["BODY[]"]),
            lambda client: client.fetch([1], ["RFC822"]),
            lambda client: client._raw_command(b"STORE", [b"1", b"+FLAGS", b"(\\Seen)"]),
            lambda client: client._imap.store("1", "+FLAGS", "(\\Seen)"),
            lambda client: client._imap.expunge(),
            lambda client: client._imap.send(b"A1 STORE 1 +FLAGS (\\Seen)\r\n"),
            lambda client: client.socket().sendall(b"A1 STORE 1 +FLAGS (\\Seen)\r\n"),
        ):
            mailbox = opened(server)
            with pytest.raises(ProtocolViolation):
                route(mailbox._client)
        mailbox = opened(server)
        with pytest.raises(ProtocolViolation):
            mailbox.search_header("Subject", "x\r\nA1 STORE 1 +FLAGS (\\Seen)")
        assert failing(mailbox.uids) == "closed"
        time.sleep(0.1)

    assert set(server.verbs) <= {"CAPABILITY", "AUTHENTICATE", "EXAMINE"}
    assert "STORE" not in b" ".join(server.received).decode()


def test_nothing_reaches_a_log(caplog):
    """With every logger at its loudest, no password, folder, header or answer is logged."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("imapclient").setLevel(logging.DEBUG)
    header = b" BODY[HEADER.FIELDS (SUBJECT)] {17}\r\nSubject: canary\r\n"
    with Scripted({"UID FETCH": FETCHED % header + b"{tag} OK\r\n", "STATUS": b"{tag} NO canary \xe9\r\n"}) as server:
        mailbox = server.address.open(Password("canary-password"))
        mailbox.examine("canary")
        mailbox.envelopes([1], Items(("Subject",)))
        mailbox.search_header("Message-ID", "canary-é")
        failing(lambda: mailbox.status("canary", ["MESSAGES"]))
        mailbox.close()

    assert "canary" not in caplog.text


def test_no_error_quotes_an_answer():
    """Neither an error nor its traceback holds what a server said of a message."""
    with Scripted({"UID FETCH": b'* 1 FETCH (UID 1 BODY[1] "canary\r\n{tag} NO canary canary\r\n'}) as server:
        mailbox = opened(server)
        with pytest.raises(AccountProblem) as caught:
            mailbox.whole(1, "1", 100)

    assert "canary" not in "".join(traceback.format_exception(caught.value)) + caught.value.said


def test_a_name_in_the_clear_is_for_loopback_only():
    """Without encryption only an address of this very computer is private."""
    from mailcheck.gather.reaching import is_loopback

    addresses = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "192.168.1.2", "fe80::1%eth0", "8.8.8.8"]
    assert [is_loopback(address) for address in addresses] == [True] * 4 + [False] * 3
    assert Guard(is_private=False).is_private is False


@pytest.mark.server
def test_dovecot_receives_only_what_is_on_the_list(dovecot: Dovecot):
    """The server's own record of every octet after the sign-in holds reading commands alone."""
    before = set(dovecot.raw_log())

    def new() -> list[bytes]:
        return [octets for path, octets in dovecot.raw_log().items() if path not in before]

    mailbox = dovecot.open()
    for folder in mailbox.folders():
        mailbox.status(folder.name, ["MESSAGES", "UIDNEXT"])
        mailbox.identifiers([folder.name])
        mailbox.examine(folder.name)
        uids = mailbox.newest(20)
        mailbox.uids(since=date(2026, 1, 1))
        mailbox.search_header("Subject", "Fwd é")
        mailbox.envelopes(uids, Items(("From", "Message-ID"), structure=True, guid=True))
        for uid in uids:
            mailbox.range(uid, "1", 0, 100)
            mailbox.whole(uid, "", 1_000_000)
    mailbox.personal_prefix()
    mailbox.close()
    until(lambda: b" LOGOUT" in b"".join(new()))
    (record,) = new()

    commands = re.findall(rb"(?m)^(?:[0-9.]+ )?[A-P]{4}[0-9]+ ((?:UID )?[A-Z]+)", record)
    reading = b"CAPABILITY,NAMESPACE,LIST,STATUS,EXAMINE,UID SEARCH,UID FETCH,LOGOUT".split(b",")
    assert set(commands) <= set(reading)
    assert len(commands) > 40
    assert re.findall(rb"(?i)BODY\[|RFC822(?!\.SIZE)|STORE|SELECT|FLAGS", record) == []


def failing(ask) -> str:
    """Return the key of the problem that asking ends with."""
    with pytest.raises(AccountProblem) as caught:
        ask()
    return caught.value.key


def test_what_flies_together_leaves_in_one_go():
    """Sent one by one, the first would be answered before the last has left, which costs a turn more."""
    with Scripted() as server:
        session = server.address.open()
        wire, sent = session._client.wire, []
        sendall = wire.sendall
        wire.sendall = lambda octets: (sent.append(octets), sendall(octets))
        session.ask_ahead(statuses=("INBOX", "Sent"), rights=())

    assert [octets.count(b"\r\n") for octets in sent] == [4]
