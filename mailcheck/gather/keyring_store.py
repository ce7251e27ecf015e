"""The system's own password store, asked politely: whatever a backend raises becomes one plain refusal."""

from typing import Protocol

from mailcheck.gather.refusals import Circumstances, Stage, find, row

SERVICE = "mailcheck"
"""The name under which secrets stand in the store; the user is the account's name."""


class Keyring(Protocol):
    """What is asked of a password store; the module keyring answers to it."""

    def get_password(self, service_name: str, username: str) -> str | None:
        """Return a password, or None."""

    def set_password(self, service_name: str, username: str, password: str) -> None:
        """Keep a password."""


class ErasableKeyring(Keyring, Protocol):
    """A password store from which something can be taken out."""

    def delete_password(self, service_name: str, username: str) -> None:
        """Take a password out."""


class StoreRefused(Exception):
    """The store did not do what it was asked; `key` names the row of the table of refusals."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key, self.text = key, text


class SystemStore:
    """The system's own store, which is slow to load: only when something is asked of it."""

    def get_password(self, service_name: str, username: str) -> str | None:
        """Return a password, or None."""
        import keyring

        return keyring.get_password(service_name, username)

    def set_password(self, service_name: str, username: str, password: str) -> None:
        """Keep a password."""
        import keyring

        keyring.set_password(service_name, username, password)

    def delete_password(self, service_name: str, username: str) -> None:
        """Take a password out."""
        import keyring

        keyring.delete_password(service_name, username)


def system_keyring() -> ErasableKeyring:
    """Return the system's own store."""
    return SystemStore()


def ask_keyring(store: Keyring, user: str) -> str | None:
    """Return what the store keeps for `user`; None if nothing. Raises StoreRefused."""
    try:
        return store.get_password(SERVICE, user)
    except Exception as error:  # noqa: BLE001 - backends are plugins that raise what they like
        raise _refused(error) from None


def tell_keyring(store: Keyring, user: str, secret: str) -> None:
    """Keep a secret. Raises StoreRefused."""
    try:
        store.set_password(SERVICE, user, secret)
    except Exception as error:  # noqa: BLE001 - backends are plugins that raise what they like
        raise _refused(error) from None


def erase_in_keyring(store: ErasableKeyring, user: str) -> None:
    """Take a secret out. Raises StoreRefused."""
    try:
        store.delete_password(SERVICE, user)
    except Exception as error:  # noqa: BLE001 - backends are plugins that raise what they like
        raise _refused(error) from None


def _refused(error: Exception) -> StoreRefused:
    """Recognise a refusal by its words (macOS says -128 in a `KeyringLocked`), then by its kinds. Never quotes it."""
    about = Circumstances(Stage.STORE)
    kinds = " ".join(kind.__name__ for kind in type(error).__mro__)
    found = find(str(error), about) or find(kinds, about) or row("store-failed")
    return StoreRefused(found.key, found.say)
