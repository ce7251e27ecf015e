"""The set-up in a real terminal of 80 by 24, through each of the five doors; its screens are kept as text.

`MAILCHECK_WRITE_SCREENS=1 pytest tests/app/test_setting_up.py` writes them anew: read them before they are committed.
"""

import json
import os
import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from mailcheck.gather.installation_key import ATTESTING
from mailcheck.gather.oauth.kept import user_of
from mailcheck.settings import FromSignIn, load_said, load_settings
from tests.app.computer import Home
from tests.app.terminal import Terminal, python
from tests.servers.dovecot import Dovecot
from tests.servers.running import PASSWORD
from tests.servers.scripted import Scripted
from tests.servers.sign_in_service import SignInService
from tests.servers.starting import started

APP_PASSWORD = "zqvx kwyb zqvx kwyb"
CANARIES = ("zqvxkwybzqvxkwyb", APP_PASSWORD, "Zq7-canary-password")
SCREENS = Path("tests/golden/setup")
LETTER = re.compile(r"\bMC[A-Z0-9]{8}\b")
TEMPORARY = re.compile(r"/tmp/mc[a-z0-9_]{8}")


def are_kept(name: str, terminal: Terminal) -> None:
    """Hold the screens to those that were read and committed."""
    screens = [*terminal.screens, terminal.shown]
    line = "-" * 80
    text = f"\n{line}\n".join(TEMPORARY.sub("/tmp/mc--------", LETTER.sub("MC--------", each)) for each in screens)
    file = SCREENS / f"{name}.txt"
    if os.environ.get("MAILCHECK_WRITE_SCREENS"):
        file.write_text(text + "\n", "utf-8")
    assert text + "\n" == file.read_text("utf-8")


BEGINNING = ("How is your mail arranged", "{door}"), ("Does anyone else use this computer", "n")
LETTER_AND_REPORT = ("The test letter", "y"), ("Send this letter", ""), ("first report", "n"), ("before today", "n")
ENDING = ("Every night", "y"), ("It has not run yet", ""), ("An entry in the menu", "n")
LATER = (
    ("The test letter", "n"),
    ("first report", "n"),
    ("before today", "n"),
    ("Every night", "n"),
    ("in the menu", "n"),
)


def beginning(door: str) -> tuple[tuple[str, str], ...]:
    return tuple((text, typed.format(door=door)) for text, typed in BEGINNING)


def test_gmail_and_an_own_domain(home, gmail, authority):
    """The first door, as most members meet it: counted, and nothing secret is found anywhere afterwards."""
    home.world["zone"]["_imaps._tcp.practice.example SRV"] = ["0 1 993 imap.practice.example."]
    script = {"STATUS": b"* STATUS Sent (MESSAGES 31)\r\n{tag} OK done\r\n"}
    with Scripted(script, tls=authority.context("imap.practice.example")) as server:
        home.world["ports"]["imap.practice.example:993"] = server.address.port
        terminal = home.walk(
            *beginning("1"),
            ("Your professional address", "jane@practice.example"),
            ("Found by the name system: imap.practice.example", ""),
            ("The password of jane@practice.example", CANARIES[2]),
            ("31 sent messages found", ""),
            ("Further addresses", ""),
            ("Your partner's name", ""),
            ("Your personal address", "jane@gmail.com"),
            ("Does someone else use your home address", ""),
            ("myaccount.google.com/apppasswords", ""),
            ("The app password of jane@gmail.com", APP_PASSWORD),
            ("jane@gmail.com works", ""),
            *LETTER_AND_REPORT,
            *ENDING,
        )
        for command in (("check",), ("doctor",), ("doctor", "--report"), ("history",), ("account", "list")):
            home.run("--verbose", *command)

    are_kept("two-accounts", terminal)
    settings = load_settings(home.settings_path)
    assert [(each.account.name, each.account.host) for each in settings.accounts] == [
        ("practice", "imap.practice.example"),
        ("home", "imap.gmail.com"),
    ]
    assert json.loads(home.store.read_text())["mailcheck home"] == CANARIES[0]
    assert load_said(settings.said_path).since is not None
    assert not (home.settings_path.parent / "setup.json").exists()
    # What it takes: 20 questions, on 9 of which Enter is enough.
    assert len(terminal.typed) == 20
    assert sum(not typed for typed in terminal.typed) == 9
    assert terminal.keystrokes - len("jane@practice.example" + "jane@gmail.com" + APP_PASSWORD + CANARIES[2]) <= 31
    nothing_leaks(home)


def nothing_leaks(home: Home) -> None:
    """No file but the password store, no screen and no process list holds what was typed in."""
    for canary in CANARIES:
        assert [path for path, octets in home.files() if canary.encode() in octets] == []
        assert [output for output in home.outputs if canary.encode() in output] == []
        assert canary not in home.processes


def test_the_second_door(home, gmail):
    """One account for everything: a plan, then both accounts and the weeks of separation."""
    terminal = home.walk(
        *beginning("2"),
        ("a plan", "2"),
        ("Your professional address", "jane@gmail.com"),
        ("myaccount.google.com", ""),
        ("The app password", APP_PASSWORD),
        ("412 sent messages found", ""),
        ("Further addresses", ""),
        ("Your partner's name", ""),
        *LATER,
    )
    are_kept("one-account", terminal)
    assert [each.account.role for each in load_settings(home.settings_path).accounts] == ["professional"]


def test_the_third_door(home, gmail):
    """An address that only forwards: the mailbox behind it is connected, and the address is known for the member's."""
    terminal = home.walk(
        *beginning("3"),
        ("Where do the letters arrive", "1"),
        ("Your professional address", "jane@practice.example"),
        ("Where the letters arrive", "jane.practice@gmail.com"),
        ("myaccount.google.com", ""),
        ("The app password", APP_PASSWORD),
        ("412 sent messages found", ""),
        ("Further addresses", ""),
        ("Your partner's name", ""),
        ("Your personal address", ""),
        ("Are your professional and your personal email apart", "y"),
        *LATER,
    )
    are_kept("only-forwards", terminal)
    (work,) = load_settings(home.settings_path).accounts
    assert (work.account.address, work.account.also) == ("jane.practice@gmail.com", ("jane@practice.example",))


DECLARED = (
    ("Is your professional email yours alone", "y"),
    ("Does every confidential document", "y"),
    ("Are your professional and your personal email apart", "y"),
    ("Your personal address", ""),
    ("first report", "y"),
)


@pytest.mark.parametrize(
    ("door", "name", "extra"),
    [("4", "employer", (("A mailbox of the NHS", ""),)), ("5", "not-connected", ())],
)
def test_the_doors_that_connect_nothing(home, door, name, extra):
    """The NHS's mailbox, and the one that somebody would rather not connect: declared, and a finished state."""
    terminal = home.walk(
        *beginning(door),
        *extra,
        ("Your professional address", "jane.smith5@nhs.net"),
        *DECLARED,
        ("Of ", ""),
        ("nothing to look at by night", ""),
        ("in the menu", "n"),
    )
    are_kept(name, terminal)
    settings = load_settings(home.settings_path)
    assert ([each.address for each in settings.declared], settings.accounts) == (["jane.smith5@nhs.net"], ())
    assert {each.answer for each in settings.said.declarations} == {"yes"}


def test_a_shared_computer_keeps_nothing(home, gmail):
    """The password is asked for each time, notices are neutral, and there is no night."""
    terminal = home.walk(
        ("How is your mail arranged", "1"),
        ("Does anyone else use this computer", "y"),
        ("A computer that you share", ""),
        ("Your professional address", "jane@gmail.com"),
        ("myaccount.google.com", ""),
        ("The app password", APP_PASSWORD),
        ("asks you for it each time", ""),
        ("Further addresses", ""),
        ("Your personal address", "s"),
        ("The test letter", "n"),
        ("first report", "n"),
        ("before today", "n"),
        ("cannot look by itself at night", ""),
        ("in the menu", "n"),
    )
    are_kept("shared-computer", terminal)
    settings = load_settings(home.settings_path)
    assert settings.shared_computer
    assert settings.nightly.neutral
    assert not home.store.exists()
    nothing_leaks(home)


def test_stopping_in_the_middle_loses_nothing(home, gmail):
    """Ctrl-C at the password; the next run goes on there, and a comment of the member's own stays."""
    with home.terminal() as terminal:
        for text, typed in (*beginning("1"), ("Your professional address", "jane@gmail.com"), ("Gmail", "")):
            terminal.answer(text, typed)
        terminal.question("The app password")
        terminal.press("\x03")
        terminal.wait_for("Nothing is lost")
        assert terminal.end() == 0
    assert not home.settings_path.exists()
    home.settings_path.write_text("# my own words\n[member]\nname = 'Jane'  # that is me\n")
    terminal = home.walk(
        ("You stopped here last time", APP_PASSWORD),
        ("412 sent messages found", ""),
        ("Further addresses", "info@practice.example"),
        ("Your partner's name", "Zqpartner"),
        ("Your personal address", "s"),
        *LATER,
    )
    assert load_said(home.settings_path.with_name("said.toml")).partners == ("Zqpartner",)
    assert [path.name for path, octets in home.files() if b"Zqpartner" in octets] == ["said.toml"]
    text = home.settings_path.read_text()
    assert text.startswith("# my own words\n[member]\nname = 'Jane'  # that is me\n")
    assert load_settings(home.settings_path).accounts[0].account.also == ("info@practice.example",)


def test_settings_edited_by_hand_meanwhile_are_kept(home, gmail):
    """Each change reads the file anew."""
    with home.terminal() as terminal:
        for text, typed in (*beginning("1"), ("Your professional address", "jane@gmail.com"), ("Gmail", "")):
            terminal.answer(text, typed)
        terminal.answer("The app password", APP_PASSWORD)
        terminal.question("412 sent messages")
        with home.settings_path.open("a") as file:
            file.write("\n# added by hand\n[check]\nread_words = true\n")
        for text, typed in (("412", ""), ("Further addresses", "info@practice.example"), ("partner", "q")):
            terminal.answer(text, typed)
        terminal.end()
    settings = load_settings(home.settings_path)
    assert settings.read_words
    assert settings.accounts[0].account.also == ("info@practice.example",)
    assert "# added by hand" in home.settings_path.read_text()


def test_a_wrong_password_is_told_in_four_lines_and_tried_again(home, authority):
    """With what the server said, and its key."""
    script = {
        "AUTHENTICATE": [
            b"+ \r\n\1{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n",
            b"+ \r\n\1{tag} OK done\r\n",
        ],
        "STATUS": b"* STATUS Sent (MESSAGES 412)\r\n{tag} OK done\r\n",
    }
    with Scripted(script, tls=authority.context("imap.gmail.com")) as server:
        home.world["ports"]["imap.gmail.com:993"] = server.address.port
        terminal = home.walk(
            *beginning("1"),
            ("Your professional address", "jane@gmail.com"),
            ("Gmail", ""),
            ("The app password", CANARIES[2]),
            ("[g-bad]", "r"),
            ("The app password", APP_PASSWORD),
            ("412 sent messages found", ""),
            ("Further addresses", ""),
            ("Your partner's name", ""),
            ("Your personal address", "s"),
            *LATER,
        )
    are_kept("wrong-password", terminal)
    nothing_leaks(home)


@pytest.mark.parametrize("content", [None, "locked"])
def test_without_a_store_a_file_or_the_member_is_asked(home, gmail, content):
    """A store that is not there, or locked: one plain sentence, and two ways on."""
    if content is None:
        store = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    else:
        store = {}
        home.store.write_text(content)
    with Terminal(python("-m", "tests.app.wizard", "setup"), {**home.environment, **store}) as terminal:
        for text, typed in (
            *beginning("1"),
            ("Your professional address", "jane@gmail.com"),
            ("Gmail", ""),
            ("The app password", APP_PASSWORD),
            ("Where shall it be kept", "f"),
            ("in a file that only you can read", ""),
            ("Further addresses", ""),
            ("Your partner's name", ""),
            ("Your personal address", "q"),
        ):
            terminal.answer(text, typed)
        terminal.end()
    (file,) = (home.folder / "data" / "passwords").iterdir()
    assert (file.read_text(), file.stat().st_mode & 0o077) == (f"{CANARIES[0]}\n", 0)


@pytest.mark.server
def test_dovecot_with_a_password_by_srv(home, dovecot):
    """A real server that the name system names, outside the address's own domain: it needs a yes."""
    home.world["zone"]["_imaps._tcp.practice.example SRV"] = [f"0 1 {dovecot.tls.port} localhost."]
    terminal = home.walk(
        *beginning("1"),
        ("Your professional address", "user0@practice.example"),
        ("Nothing vouches for this name", "y"),
        ("Found by the name system: localhost", ""),
        ("The password of user0@practice.example", PASSWORD),
        ("That did not work", "u"),
        ("The name to sign in with", "user0"),
        ("The password of user0@practice.example", PASSWORD),
        ("sent messages found", ""),
        ("Further addresses", ""),
        ("Your partner's name", ""),
        ("Your personal address", "s"),
        *LATER,
    )
    are_kept("dovecot-by-srv", terminal)
    account = load_settings(home.settings_path).accounts[0].account
    assert (account.host, account.port, account.user) == ("localhost", dovecot.tls.port, "user0")


@pytest.mark.server
def test_an_unknown_host_by_hand(home, dovecot):
    """Nothing is found, so the member names it: never a dead end. A wrong name first."""
    terminal = home.walk(
        *beginning("1"),
        ("Your professional address", "user0@unknown.example"),
        ("mailcheck does not know the mail server of unknown.example", "imap.unknown.example"),
        ("imap.unknown.example was not reached", "h"),
        ("The name of your mail server", f"localhost:{dovecot.tls.port}"),
        ("Found as you typed it: localhost", ""),
        ("The password of", PASSWORD),
        ("That did not work", "u"),
        ("The name to sign in with", "user0"),
        ("The password of", PASSWORD),
        ("sent messages found", ""),
        ("Further addresses", ""),
        ("Your partner's name", ""),
        ("Your personal address", "s"),
        *LATER,
    )
    are_kept("by-hand", terminal)


@pytest.fixture(params=["xoauth2", "oauthbearer"])
def browser_only(request, authority):
    """A Dovecot that takes no password of any kind, and the sign-in service that it believes."""
    with ExitStack() as stack:
        server = stack.enter_context(started(lambda folder: Dovecot(folder, authority, mechanisms=request.param)))
        service = stack.enter_context(SignInService(server.token, authority.context()))
        yield server, service


def prepared(home: Home, server: Dovecot, service: SignInService) -> None:
    home.world["zone"]["_imaps._tcp.practice.example SRV"] = [f"0 1 {server.tls.port} localhost."]
    home.settings_path.parent.mkdir(parents=True)
    home.settings_path.write_text(service.toml())


TO_THE_BROWSER = (
    ("Your professional address", "jane@practice.example"),
    ("Nothing vouches for this name", "y"),
    ("You sign in in your browser", ""),
)


@pytest.mark.server
def test_dovecot_in_the_browser(home, browser_only):
    """Loopback and PKCE, with a script for a member in the browser; then a check renews the sign-in by itself."""
    server, service = browser_only
    prepared(home, server, service)
    terminal = home.walk(
        *beginning("1"),
        *TO_THE_BROWSER,
        ("Your browser opens at", ""),
        ("The permission is kept in your computer's own password store", ""),
        ("Further addresses", ""),
        ("Your partner's name", ""),
        ("Your personal address", "s"),
        *LATER,
    )
    are_kept("in-the-browser", terminal)
    called = json.loads((home.folder / "called.json").read_text())
    assert called["target"].startswith("file://")  # the list of processes shows this much, and no more
    assert called["modes"] == [0o600, 0o700]
    assert b"/authorize?" in terminal.everything  # for a browser that cannot read files of ours
    account = load_settings(home.settings_path).accounts[0]
    assert account.secret == FromSignIn("local")
    sign_in, own_key = json.loads(home.store.read_text())
    assert sign_in == f"mailcheck {user_of('practice')}"
    assert own_key.startswith(f"mailcheck {ATTESTING}")  # made at the end of the set-up
    assert home.run("account", "test", "practice")[1].startswith("Read-only.")
    home.run("--verbose", "check")
    home.run("doctor", "--report")
    assert len(service.issued) > 6
    for token in service.issued:
        assert [path for path, octets in home.files() if token.encode() in octets] == []
        assert [output for output in home.outputs if token.encode() in output] == []
        assert token not in home.processes


@pytest.mark.server
def test_dovecot_with_a_code_after_a_refusal(home, browser_only):
    """Cancelled in the browser; then a code, slowly; then it works."""
    server, service = browser_only
    prepared(home, server, service)
    service.refuses, service.user = "access_denied", "jane@practice.example"
    service.answers = [{"error": "authorization_pending"}, {"error": "slow_down"}]
    terminal = home.walk(
        *beginning("1"),
        *TO_THE_BROWSER,
        ("Your browser opens at", ""),
        ("[oauth-declined]", "r"),
        ("Your browser opens at", "c"),
        ("The permission is kept", ""),
        ("Further addresses", ""),
        ("Your partner's name", ""),
        ("Your personal address", "s"),
        *LATER,
    )
    are_kept("with-a-code", terminal)
    assert b"WDJB-MJHT" in terminal.everything


def test_microsoft_without_a_client_id_never_asks_for_a_password(home, authority):
    """LOGINDISABLED: no password prompt; what to send to the institute; the declaration."""
    offers = b"* CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2\r\n{tag} OK done\r\n"
    with Scripted({"CAPABILITY": offers}, tls=authority.context("outlook.office365.com")) as server:
        home.world["ports"]["outlook.office365.com:993"] = server.address.port
        terminal = home.walk(
            *beginning("1"),
            ("Your professional address", "jane@outlook.com"),
            ("A sign-in with Microsoft needs a client id", "d"),
            *DECLARED[:-1],
            ("first report", "n"),
            ("Every night", "n"),
            ("in the menu", "n"),
        )
        assert {"LOGIN", "AUTHENTICATE"} & set(server.verbs) == set()
    are_kept("microsoft-without-a-client-id", terminal)
