"""Gets passwords and tokens from where the settings say they are, and keeps the installation key.

The only home of keyring. No text of an error here holds a secret, a path or an address: it may end up in a report.
"""

import os
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from mailcheck.errors import Problem, SecretError
from mailcheck.gather.installation_key import OwnKey, installation_key, new_own_key, own_key
from mailcheck.gather.keyring_store import Keyring, StoreRefused, ask_keyring, system_keyring
from mailcheck.gather.oauth.kept import Begin, SignIns
from mailcheck.gather.places import from_command, from_credential, from_file, present
from mailcheck.gather.secret import Password, Token
from mailcheck.model.issuer import Issuer
from mailcheck.settings import (
    AccountSettings,
    FromCommand,
    FromPrompt,
    FromSignIn,
    FromTokenCommand,
    InCredential,
    InEnvironment,
    InFile,
    InKeyring,
    InTurn,
    OneSource,
    Settings,
)

Ask = Callable[[str], str]
"""Asks a person for the password of the account of that name."""

SECONDS = 30
"""How long a command may take to print a secret."""

_NOT_TYPED = Problem(
    "This account's password is typed in by hand, and nobody is there to type it.",
    remedy="Run the check by hand, or keep the password where mailcheck finds it (`secret` in the settings).",
)


_Typed = InEnvironment | InFile | InCredential | FromCommand | FromPrompt | InKeyring
"""Where a password is, as somebody once typed it."""


class Secrets:
    """Where an installation gets its secrets. Thread-safe; what is typed in is asked for once and kept in memory."""

    def __init__(  # noqa: PLR0913 - each part can be replaced; all but the folder have a default
        self,
        data_folder: Path,
        *,
        environ: Mapping[str, str] = os.environ,
        ask: Ask | None = None,
        keyring: Keyring | None = None,
        seconds: float = SECONDS,
        issuers: Mapping[str, Issuer] | None = None,
        tell: Callable[[str], object] = lambda text: None,
        begin: Begin | None = None,
        shared_computer: bool = False,
    ) -> None:
        """`ask` is absent where nobody could answer; `keyring` is the system's own unless another is given.

        `tell` is called with a sentence when a secret came from another place than the first; `begin` lets a person
        sign in in the browser where nothing is kept. On a shared computer no sign-in is kept.
        """
        self._data_folder, self._environ, self._ask, self._seconds = data_folder, environ, ask, seconds
        self._keyring, self._tell = keyring, tell
        self._sign_ins = SignIns(
            data_folder, self._store, issuers or {}, tell=tell, begin=begin, is_kept=not shared_computer
        )
        self._typed: dict[str, str] = {}
        self._lock = Lock()

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        ask: Ask | None = None,
        tell: Callable[[str], object] = lambda text: None,
        begin: Begin | None = None,
    ) -> "Secrets":
        """Return the secrets of an installation, as its settings have it."""
        return cls(
            settings.data_folder,
            ask=ask,
            tell=tell,
            begin=begin,
            issuers=settings.issuers,
            shared_computer=settings.shared_computer,
        )

    def secret_for(self, account: AccountSettings) -> Password | Token:
        """Return the secret of an account. Raises SecretError, in words that hold nothing of it."""
        places = account.secret.places if isinstance(account.secret, InTurn) else (account.secret,)
        if places == (InKeyring(),) and self._ask is not None:
            places = (InKeyring(), FromPrompt())  # somebody is there, who can type what the store does not give
        *before, last = places
        for place in before:
            try:
                return self._from(place, account)
            except SecretError as missing:
                self._tell(f"{account.account.name}: {missing.problems[0].what} {_next_place(places, place)}")
        return self._from(last, account)

    @property
    def sign_ins(self) -> SignIns:
        """The sign-ins in the browser."""
        return self._sign_ins

    def _from(self, place: OneSource, account: AccountSettings) -> Password | Token:
        match place:
            case FromTokenCommand(command):
                return Token(from_command(command, self._seconds))
            case FromSignIn(issuer):
                return self._sign_ins.token(account.account.name, issuer)
            case _:
                return Password(self._password(place, account.account.name))

    def installation_key(self) -> bytes:
        """Return the key by which things are recognised from run to run; made once, on first use."""
        with self._lock:
            return installation_key(self._data_folder, self._store())

    def own_key(self, about: OwnKey, *, anew: bool = False) -> bytes:
        """Return one of mailcheck's own keys; made on first use, or anew in the place of one that was lost."""
        with self._lock:
            return (new_own_key if anew else own_key)(self._data_folder, self._store(), about)

    def _password(self, source: _Typed, name: str) -> str:
        match source:
            case InEnvironment(variable):
                return present(self._environ.get(variable), f"the environment variable {variable}")
            case InFile(path):
                return from_file(path)
            case InCredential(credential):
                return from_credential(credential, self._environ)
            case FromCommand(command):
                return from_command(command, self._seconds)
            case FromPrompt():
                return self._from_prompt(name)
            case InKeyring():
                return self._from_keyring(name)

    def _store(self) -> Keyring:
        return self._keyring or system_keyring()

    def _from_keyring(self, name: str) -> str:
        try:
            found = ask_keyring(self._store(), name)
        except StoreRefused as refused:
            raise SecretError(Problem(refused.text), key=refused.key) from None
        if not found:
            remedy = f"Put it there: `mailcheck password {shlex.quote(name)}`"
            raise SecretError(Problem("No password is kept for this account yet.", remedy=remedy), key="secret-missing")
        return found

    def _from_prompt(self, name: str) -> str:
        with self._lock:
            if name not in self._typed:
                if self._ask is None:
                    raise SecretError(_NOT_TYPED, key="no-prompt")
                self._typed[name] = present(self._ask(name), "what was typed in")
            return self._typed[name]


def _next_place(places: tuple[OneSource, ...], place: OneSource) -> str:
    """Return what is tried now, in a sentence."""
    match places[places.index(place) + 1]:
        case FromPrompt():
            return "So you are asked for it."
        case InKeyring():
            return "The computer's password store is asked next."
        case InFile():
            return "The file that the settings name is read instead."
        case FromSignIn():
            return "The sign-in in the browser is used instead."
    return "The next place that the settings name is asked."
