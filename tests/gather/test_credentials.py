"""Passwords and tokens from where the settings say they are."""

import os
import sys
import time

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

from mailcheck.errors import SecretError
from mailcheck.gather.credentials import Secrets
from mailcheck.gather.secret import Password, Token
from mailcheck.model import Account, Role, Security
from mailcheck.settings import (
    AccountSettings,
    FromCommand,
    FromPrompt,
    FromTokenCommand,
    InCredential,
    InEnvironment,
    InFile,
    InKeyring,
    InTurn,
)
from tests.patience import SOON

CANARY = "Zq7canary-Zq7"
posix = pytest.mark.skipif(sys.platform == "win32", reason="file modes are a POSIX matter")


class Store(KeyringBackend):
    """A password store in memory, by keyring's own interface."""

    priority = 1

    def __init__(self, trouble=None):
        super().__init__()
        self.kept, self.trouble = {}, trouble

    def get_password(self, service, username):
        if self.trouble:
            raise self.trouble
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password


def account(source):
    known = Account(
        "practice", Role.PROFESSIONAL, "jane@example.org", "imap.example.org", 993, Security.TLS, "jane@example.org"
    )
    return AccountSettings(known, source)


def python(code):
    return (sys.executable, "-c", code)


def refusal(source, folder, **keepers):
    """Return the key and the text of the refusal that asking for a secret meets."""
    with pytest.raises(SecretError) as refused:
        Secrets(folder, **{"environ": {}, "keyring": Store(), **keepers}).secret_for(account(source))
    error = refused.value
    assert error.__cause__ is None
    assert CANARY not in str(error)
    assert str(folder) not in str(error)
    assert "example.org" not in str(error)
    return error.key, str(error)


def test_keyring_holds_the_password_under_the_accounts_name(tmp_path):
    """The system's store is asked for the account by its name."""
    store = Store()
    store.set_password("mailcheck", "practice", CANARY)

    assert Secrets(tmp_path, keyring=store).secret_for(account(InKeyring())) == Password(CANARY)


@pytest.mark.parametrize(
    ("trouble", "key"),
    [
        (NoKeyringError("No recommended backend was available."), "store-none"),
        (KeyringLocked("Failed to unlock the collection!"), "store-locked"),
        (InitError("Failed to open the session"), "store-locked"),
        (KeyringLocked("Can't get password from keychain: (-128, 'User canceled the operation.')"), "store-denied"),
        (KeyringLocked("Can't get password from keychain: (-25293, 'Auth Failure')"), "store-denied"),
        (KeyringError("Can't get password from keychain: (-25308, 'User interaction is not allowed')"), "store-locked"),
        (KeyringError(f"something else about {CANARY}"), "store-failed"),
        (RuntimeError(f"a backend of somebody's own: {CANARY}"), "store-failed"),
    ],
)
def test_a_store_that_refuses_is_recognised(tmp_path, trouble, key):
    """Each refusal of a store has its row in the table; the store's own text is not repeated."""
    found, text = refusal(InKeyring(), tmp_path, keyring=Store(trouble))

    assert found == key
    assert text


def test_an_empty_store_is_told_with_the_command_that_fills_it(tmp_path):
    """A password that was never kept is no locked store."""
    assert refusal(InKeyring(), tmp_path) == (
        "secret-missing",
        "No password is kept for this account yet. Put it there: `mailcheck password practice`",
    )


def test_environment_variable(tmp_path):
    """The variable holds the password, spaces and all."""
    keeper = Secrets(tmp_path, environ={"PRACTICE": f" {CANARY} "})

    assert keeper.secret_for(account(InEnvironment("PRACTICE"))) == Password(f" {CANARY} ")


@pytest.mark.parametrize("environ", [{}, {"PRACTICE": ""}])
def test_a_variable_that_is_missing_or_empty_is_told_by_name(tmp_path, environ):
    """The variable's name is said, and where to change it."""
    key, text = refusal(InEnvironment("PRACTICE"), tmp_path, environ=environ)

    assert key == "secret-missing"
    assert "environment variable PRACTICE" in text


@pytest.mark.parametrize("content", [CANARY, f"{CANARY}\n", f"{CANARY}\r\nuser: jane\n", f"\ufeff{CANARY}\n"])
def test_the_first_line_of_a_file_is_the_password(tmp_path, content):
    """Line ends, a byte-order mark and further lines do not belong to it."""
    file = tmp_path / "secret"
    file.write_bytes(content.encode())
    file.chmod(0o600)

    assert Secrets(tmp_path).secret_for(account(InFile(file))) == Password(CANARY)


def test_spaces_belong_to_a_password(tmp_path):
    """Only the line end is taken off: some providers' passwords hold spaces."""
    file = tmp_path / "secret"
    file.write_text("four words and a space \n")
    file.chmod(0o600)

    assert Secrets(tmp_path).secret_for(account(InFile(file))) == Password("four words and a space ")


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o602, 0o610])
def test_a_file_that_others_can_read_is_refused(tmp_path, mode):
    """A password that others can read or replace is told, with the remedy, and not used."""
    file = tmp_path / "secret"
    file.write_text(CANARY)
    file.chmod(mode)

    key, text = refusal(InFile(file), tmp_path)

    assert key == "secret-file-open"
    assert "chmod 600" in text


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\x00", b"x" * 70_000])
def test_a_file_without_a_password_is_told(tmp_path, content):
    """An empty file, one that is no text, and one that is far too long hold no password."""
    file = tmp_path / "secret"
    file.write_bytes(content)
    file.chmod(0o600)

    assert refusal(InFile(file), tmp_path)[0] == "secret-missing"


def test_a_file_that_is_not_there_is_told(tmp_path):
    """A missing file, or a folder in its place, is told without its path."""
    assert refusal(InFile(tmp_path / "secret"), tmp_path)[0] == "secret-missing"
    assert refusal(InFile(tmp_path), tmp_path)[0] == "secret-missing"


def test_a_systemd_credential_is_read_from_its_folder(tmp_path):
    """The service manager's folder holds it under its name."""
    (tmp_path / "practice").write_text(f"{CANARY}\n")
    keeper = Secrets(tmp_path, environ={"CREDENTIALS_DIRECTORY": str(tmp_path)})

    assert keeper.secret_for(account(InCredential("practice"))) == Password(CANARY)


@pytest.mark.parametrize("environ", [{}, {"CREDENTIALS_DIRECTORY": "/nonexistent"}])
def test_a_credential_that_was_not_handed_over_is_told(tmp_path, environ):
    """The remedy is the line for the service."""
    key, text = refusal(InCredential("practice"), tmp_path, environ=environ)

    assert key == "secret-missing"
    assert "LoadCredential=practice:PATH" in text


def test_a_command_prints_the_password(tmp_path):
    """The first line that it prints is the password; what it complains about meanwhile is ignored."""
    code = f"import sys; print('{CANARY}'); print('login: jane'); print('by the way', file=sys.stderr)"

    assert Secrets(tmp_path).secret_for(account(FromCommand(python(code)))) == Password(CANARY)


def test_a_token_command_prints_a_token(tmp_path):
    """A token is a token, not a password."""
    assert Secrets(tmp_path).secret_for(account(FromTokenCommand(python(f"print('{CANARY}')")))) == Token(CANARY)


def test_a_command_runs_without_a_shell(tmp_path):
    """What a shell would read as its own is handed over as it stands."""
    words = python("import sys; print(sys.argv[1])")

    assert Secrets(tmp_path).secret_for(account(FromCommand((*words, "$HOME; exit")))) == Password("$HOME; exit")


def test_a_command_has_nothing_to_read_from(tmp_path):
    """A command that asks meets the end of its input instead of waiting."""
    secret = Secrets(tmp_path).secret_for(account(FromCommand(python("print(repr(input.__name__))"))))
    assert secret == Password("'input'")

    key, _ = refusal(FromCommand(python("input('Passphrase: ')")), tmp_path)
    assert key == "command-failed"


def test_a_failing_command_is_told_by_its_last_words_and_nothing_it_printed(tmp_path):
    """The last line of its complaint is shown, without addresses, tokens, controls or what it had printed."""
    complaint = rf"first\n\x1b[31mno key for jane@mail.test: {CANARY}\n\n"
    code = f"import sys; print('{CANARY}'); sys.stderr.write('{complaint}'); sys.exit(3)"

    key, text = refusal(FromCommand(python(code)), tmp_path)

    assert key == "command-failed"
    assert text.startswith("The command that should print the password did not: ")
    assert "no key for (address)" in text
    assert "first" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (python("import sys; sys.exit(7)"), "it ended with code 7"),
        (python(""), "it printed nothing that can be a password"),
        (python("print()"), "it printed nothing that can be a password"),
        (python("import sys; sys.stdout.buffer.write(b'\\xff')"), "it printed nothing that can be a password"),
        (("/nonexistent/program",), "it could not be started"),
    ],
)
def test_a_command_that_gives_nothing_is_told(tmp_path, command, why):
    """Why there is no password is said in a word."""
    key, text = refusal(FromCommand(command), tmp_path)

    assert key == "command-failed"
    assert why in text


def test_a_command_that_hangs_is_stopped(tmp_path):
    """No command holds up a run; what it printed before is not shown."""
    code = f"import time; print('{CANARY}', flush=True); time.sleep(60)"
    begun = time.monotonic()

    key, text = refusal(FromCommand(python(code)), tmp_path, seconds=0.5)

    assert key == "command-failed"
    assert "longer than 0.5 seconds" in text
    assert time.monotonic() - begun < SOON


def test_a_person_is_asked_once(tmp_path):
    """What is typed in is kept for the run, and asked for by the account's name."""
    asked = []

    def ask(name):
        asked.append(name)
        return CANARY

    keeper = Secrets(tmp_path, ask=ask)

    assert [keeper.secret_for(account(FromPrompt())) for _ in range(2)] == [Password(CANARY)] * 2
    assert asked == ["practice"]


def test_nobody_there_to_ask_is_told(tmp_path):
    """A scheduled run does not wait for somebody to type."""
    key, text = refusal(FromPrompt(), tmp_path)

    assert key == "no-prompt"
    assert "nobody is there" in text


def test_an_empty_answer_is_no_password(tmp_path):
    """Pressing Enter alone is told, and asked again the next time."""
    answers = ["", CANARY]
    keeper = Secrets(tmp_path, ask=lambda _: answers.pop(0))

    with pytest.raises(SecretError, match="what was typed in"):
        keeper.secret_for(account(FromPrompt()))
    assert keeper.secret_for(account(FromPrompt())) == Password(CANARY)


def test_the_installation_key_is_the_same_for_every_run(tmp_path):
    """Two keepers of one installation have one key."""
    store = Store()

    keys = {Secrets(tmp_path, keyring=store).installation_key() for _ in range(2)}

    assert len(keys) == 1
    assert os.listdir(tmp_path) == ["installation.key"]  # noqa: PTH208 - names are enough


def test_the_systems_own_store_is_used_unless_another_is_given(tmp_path):
    """Without a store of the caller's, keyring's own backend is asked."""
    import keyring

    store = Store()
    store.set_password("mailcheck", "practice", CANARY)
    before = keyring.get_keyring()
    keyring.set_keyring(store)
    try:
        assert Secrets(tmp_path).secret_for(account(InKeyring())) == Password(CANARY)
    finally:
        keyring.set_keyring(before)


def test_places_are_asked_in_turn_and_what_fell_through_is_told(tmp_path):
    """A locked store, then a file; one plain sentence, without the secret."""
    file = tmp_path / "practice.password"
    file.write_text(f"{CANARY}\n")
    file.chmod(0o600)
    told = []
    locked = Store()
    locked.trouble = KeyringLocked("Failed to unlock the collection!")
    keeper = Secrets(tmp_path, keyring=locked, tell=told.append)
    assert keeper.secret_for(account(InTurn((InKeyring(), InFile(file))))) == Password(CANARY)
    assert told == [
        "practice: The password store is locked. Sign in to the computer and run the check by hand once. "
        "The file that the settings name is read instead."
    ]


def test_the_last_places_own_reason_is_told(tmp_path):
    """If nothing has it, and nobody is there to ask."""
    keeper = Secrets(tmp_path, keyring=Store(), environ={})
    with pytest.raises(SecretError) as missing:
        keeper.secret_for(account(InTurn((InKeyring(), InEnvironment("NOTHING")))))
    assert missing.value.key == "secret-missing"
    assert "NOTHING" in str(missing.value)


def test_somebody_who_is_there_is_asked_where_the_store_has_nothing(tmp_path):
    """With a sentence that says why."""
    told = []
    keeper = Secrets(tmp_path, keyring=Store(), ask=lambda name: CANARY, tell=told.append)
    assert keeper.secret_for(account(InKeyring())) == Password(CANARY)
    assert told == ["practice: No password is kept for this account yet. So you are asked for it."]
