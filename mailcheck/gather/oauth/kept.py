"""Keeps what lets a sign-in be renewed, and renews it. Only that is kept; tokens for the server live in memory."""

import os
import shlex
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from threading import Lock

from mailcheck.errors import Problem, SecretError
from mailcheck.gather.keyring_store import ErasableKeyring, Keyring, StoreRefused, ask_keyring, tell_keyring
from mailcheck.gather.oauth.service import Granted, Service
from mailcheck.gather.secret import Token
from mailcheck.model.issuer import Issuer
from mailcheck.settings.replacing import write_privately

IN_STORE = "The permission is kept in your computer's own password store."
IN_FILE = "Your computer's password store did not take the permission; it is kept in a file that only you can read."
IN_MEMORY = "The permission is kept nowhere: you sign in again at each check."
NOT_RENEWED = (
    "The renewed permission of {name} could not be kept ({why}). This check goes on; the next one may ask you to sign "
    "in again: `mailcheck account sign-in {name}`"
)

Begin = Callable[[str, Issuer], Granted]
"""Lets a person sign in to the account of that name, now."""


def user_of(name: str) -> str:
    """Return under which user a sign-in stands in the store; no account can have such a name."""
    return f"sign-in@{name}"


class SignIns:
    """The sign-ins of one installation. Thread-safe."""

    def __init__(
        self,
        folder: Path,
        store: Callable[[], Keyring],
        issuers: Mapping[str, Issuer],
        *,
        service: Callable[[Issuer], Service] = Service,
        tell: Callable[[str], object] = lambda text: None,
        begin: Begin | None = None,
        is_kept: bool = True,
    ) -> None:
        """`begin` is absent where nobody could sign in; without `is_kept`, everything stays in memory."""
        self._folder, self._store, self._issuers = folder / "sign-ins", store, issuers
        self._service, self._tell, self._begin, self._is_kept = service, tell, begin, is_kept
        self._tokens: dict[str, Token] = {}
        self._lock = Lock()

    def token(self, name: str, issuer: str) -> Token:
        """Return a token for an account's server, got anew with what is kept. Raises SecretError."""
        with self._lock:
            if name not in self._tokens:
                self._tokens[name] = self._new_token(name, self.issuer(issuer))
            return self._tokens[name]

    def issuer(self, name: str) -> Issuer:
        """Return an issuer that can be used. Raises SecretError."""
        issuer = self._issuers.get(name)
        if issuer is None or not issuer.is_usable:
            title = issuer.name if issuer else name
            remedy = f"Ask your institute for it, and write it under [oauth.{name}] in the settings."
            raise SecretError(Problem(f"No client id for {title} is set up.", remedy=remedy), key="no-client-id")
        return issuer

    def keep(self, name: str, granted: Granted) -> str:
        """Keep what renews a sign-in, and return where, in a sentence. Raises SecretError if nothing takes it."""
        self._tokens[name] = granted.token
        if not self._is_kept:
            return IN_MEMORY
        if not granted.refresh:
            raise _nothing_to_keep(name)
        try:
            store = self._store()
            tell_keyring(store, user_of(name), granted.refresh)
            if ask_keyring(store, user_of(name)) == granted.refresh:
                self._file(name).unlink(missing_ok=True)
                return IN_STORE
        except (StoreRefused, OSError):
            pass
        write_privately(self._file(name), granted.refresh + "\n")
        return IN_FILE

    def forget(self, name: str) -> bool:
        """Take an account's sign-in out of every place. Returns whether there was one."""
        self._tokens.pop(name, None)
        is_there = self._file(name).exists()
        self._file(name).unlink(missing_ok=True)
        store = self._store()
        try:
            if ask_keyring(store, user_of(name)) is not None:
                is_there = True
                if hasattr(store, "delete_password"):
                    _erase(store, user_of(name))
        except StoreRefused:
            pass
        return is_there

    def _new_token(self, name: str, issuer: Issuer) -> Token:
        refresh = self._kept(name)
        if not refresh and self._begin is not None:
            granted = self._begin(name, issuer)
            self._tell(self.keep(name, granted))
            return granted.token
        if not refresh:
            remedy = f"Sign in: `mailcheck account sign-in {shlex.quote(name)}`"
            raise SecretError(Problem("Nobody has signed in to this account yet.", remedy=remedy), key="secret-missing")
        granted = self._service(issuer).renew(refresh)
        if granted.refresh and granted.refresh != refresh:
            self._rotate(name, granted)
        return granted.token

    def _rotate(self, name: str, granted: Granted) -> None:
        """Keep a permission that was renewed; if that fails, say so, since the old one may be worth nothing now."""
        try:
            self.keep(name, granted)
        except SecretError:
            raise
        except Exception as error:  # noqa: BLE001 - a full disk, a store: the check goes on, and it is told
            why = getattr(error, "strerror", None) or _why(error)
            self._tell(NOT_RENEWED.format(name=name, why=why))

    def _kept(self, name: str) -> str:
        """Return what renews the sign-in; a file comes first, since it is written only where the store did not."""
        try:
            file = self._file(name)
            if file.exists():
                if os.name == "posix" and file.stat().st_mode & 0o077:
                    raise _open_to_others()
                return file.read_text("utf-8").strip()
        except OSError as error:
            what = f"The kept sign-in could not be read ({error.strerror or 'no reason given'})."
            raise SecretError(Problem(what), key="secret-missing") from None
        if not self._is_kept:
            return ""
        try:
            return ask_keyring(self._store(), user_of(name)) or ""
        except StoreRefused as refused:
            raise SecretError(Problem(refused.text), key=refused.key) from None

    def _file(self, name: str) -> Path:
        return self._folder / f"{sha256(name.encode()).hexdigest()[:16]}.token"


def _erase(store: Keyring, user: str) -> None:
    from typing import cast

    from mailcheck.gather.keyring_store import erase_in_keyring

    erase_in_keyring(cast("ErasableKeyring", store), user)


def _nothing_to_keep(name: str) -> SecretError:
    what = "The sign-in worked, but the issuer gave nothing by which it can be renewed."
    remedy = f"Tell your institute's contact. Until then, sign in before each check: {name}."
    return SecretError(Problem(what, remedy=remedy), key="oauth-no-renewal")


def _open_to_others() -> SecretError:
    what = "Others on this computer can read the file with this account's sign-in."
    return SecretError(Problem(what, remedy="Make it yours alone: chmod 600."), key="secret-file-open")


def _why(error: Exception) -> str:
    problems = getattr(error, "problems", ())
    return problems[0].what.rstrip(".") if problems else type(error).__name__
