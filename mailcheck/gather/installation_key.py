"""The installation key: what lets a finding be recognised from run to run without keeping what it is about.

The member's own key, which signs attestations, is kept in the same way.
"""

import os
import secrets
from pathlib import Path

from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, SecretError
from mailcheck.gather.keyring_store import Keyring, StoreRefused, ask_keyring, tell_keyring

USER = "installation key"
"""The user under whose name the key stands in the password store."""
ATTESTING = "attestation key"
"""How the names begin under which members' own keys stand there."""

_IN_STORE = "in the system's password store"
_OCTETS = 32


@dataclass(frozen=True, slots=True)
class OwnKey:
    """One of mailcheck's own keys: where it is kept, and what is said if it is lost."""

    user: str
    """The user under whose name it stands in the password store."""
    file: str
    """The file that holds it, or says that the store does."""
    lost: Problem


INSTALLATION = OwnKey(
    USER,
    "installation.key",
    Problem(
        "mailcheck's own key, by which it recognises earlier findings, is lost or damaged.",
        remedy="Delete installation.key in mailcheck's data folder. Earlier findings will then look new, once.",
    ),
)


def installation_key(folder: Path, store: Keyring) -> bytes:
    """Return the key of this installation; made on the first call, in the system's store or else in a file.

    Raises SecretError if the key exists and cannot be had.
    """
    return own_key(folder, store, INSTALLATION)


def own_key(folder: Path, store: Keyring, about: OwnKey) -> bytes:
    """Return one of mailcheck's own keys; made on the first call, in the system's store or else in a file.

    The file in `folder` says from then on where the key is, so that a store that is locked tonight never leads to a
    second key. Raises SecretError if the key exists and cannot be had.
    """
    file = folder / about.file
    noted = _read(file)
    if noted is None:
        noted = _note(file, _IN_STORE if _is_kept_by(store, about.user) else secrets.token_hex(_OCTETS))
    return _octets(_kept_in(store, about.user) if noted == _IN_STORE else noted, about)


def new_own_key(folder: Path, store: Keyring, about: OwnKey) -> bytes:
    """Make one of mailcheck's own keys anew, in the place of one that was lost. Raises SecretError."""
    key = secrets.token_hex(_OCTETS)
    file = folder / about.file
    try:
        tell_keyring(store, about.user, key)
        kept = _IN_STORE if ask_keyring(store, about.user) == key else key
    except StoreRefused:
        kept = key
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise _no_way_in(error) from None
    _note(file, kept)
    return own_key(folder, store, about)


def _is_kept_by(store: Keyring, user: str) -> bool:
    """Whether the store keeps a key, made now if there was none; False if it cannot be relied on."""
    try:
        if ask_keyring(store, user):
            return True
        key = secrets.token_hex(_OCTETS)
        tell_keyring(store, user, key)
        return ask_keyring(store, user) == key
    except StoreRefused:
        return False


def _kept_in(store: Keyring, user: str) -> str:
    try:
        return ask_keyring(store, user) or ""
    except StoreRefused as refused:
        raise SecretError(Problem(refused.text), key=refused.key) from None


def _octets(text: str, about: OwnKey) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _OCTETS:
        raise SecretError(about.lost, key="installation-key")
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
        beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
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
