"""The installation key: what lets a finding be recognised from run to run without keeping what it is about."""

import os
import secrets
from pathlib import Path

from mailcheck.errors import Problem, SecretError
from mailcheck.gather.keyring_store import Keyring, StoreRefused, ask_keyring, tell_keyring

USER = "installation key"
"""The user under whose name the key stands in the password store."""

_FILE = "installation.key"
_IN_STORE = "in the system's password store"
_OCTETS = 32


def installation_key(folder: Path, store: Keyring) -> bytes:
    """Return the key of this installation; made on the first call, in the system's store or else in a file.

    The file in `folder` says from then on where the key is, so that a store that is locked tonight never leads to a
    second key. Raises SecretError if the key exists and cannot be had.
    """
    file = folder / _FILE
    noted = _read(file)
    if noted is None:
        noted = _note(file, _IN_STORE if _is_kept_by(store) else secrets.token_hex(_OCTETS))
    if noted != _IN_STORE:
        return _octets(noted)
    return _octets(_kept_in(store))


def _is_kept_by(store: Keyring) -> bool:
    """Whether the store keeps a key, made now if there was none; False if it cannot be relied on."""
    try:
        if ask_keyring(store, USER):
            return True
        key = secrets.token_hex(_OCTETS)
        tell_keyring(store, USER, key)
        return ask_keyring(store, USER) == key
    except StoreRefused:
        return False


def _kept_in(store: Keyring) -> str:
    try:
        return ask_keyring(store, USER) or ""
    except StoreRefused as refused:
        raise SecretError(Problem(refused.text), key=refused.key) from None


def _octets(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _OCTETS:
        what = "mailcheck's own key, by which it recognises earlier findings, is lost or damaged."
        remedy = f"Delete {_FILE} in mailcheck's data folder. Earlier findings will then look new, once."
        raise SecretError(Problem(what, remedy=remedy), key="installation-key")
    return key


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _no_way_in(error) from None


def _note(file: Path, text: str) -> str:
    """Write the file, for the member alone; if another run was first, return what that one wrote."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = file.with_name(f".{_FILE}.{secrets.token_hex(4)}")
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text + "\n")
        try:
            os.link(beside, file)  # whole or not at all, and only if there is none
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    except FileExistsError:
        return _read(file) or ""
    except OSError as error:
        raise _no_way_in(error) from None
    return text


def _no_way_in(error: OSError) -> SecretError:
    what = f"mailcheck's own key could not be kept ({error.strerror or 'no reason given'})."
    remedy = "Look at who may read and write mailcheck's data folder, and at the room on the disk."
    return SecretError(Problem(what, remedy=remedy), key="installation-key")
