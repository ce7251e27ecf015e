"""Reads what is known about secure mail (config/secure_mail.toml), or an institute's own list."""

from datetime import date
from pathlib import Path
from typing import Any

from mailcheck.errors import Problem, SettingsError
from mailcheck.parse.secure_mail import SecureMail, SecureSystem
from mailcheck.settings.shipped import shipped
from mailcheck.settings.text import parse_toml, read_toml

NAME = "secure_mail.toml"


def load_secure_mail(path: Path | None = None) -> SecureMail:
    """Return the list of a file, by default the one that ships with mailcheck. Raises SettingsError."""
    try:
        raw = parse_toml(shipped(NAME), NAME) if path is None else read_toml(path)
        return _secure_mail(raw)
    except FileNotFoundError:
        remedy = "Put the file there, or take `secure_mail` out of [check]."
        raise SettingsError(Problem("there is no list of secure mail systems here.", str(path), remedy)) from None
    except (KeyError, TypeError, ValueError):
        remedy = "Write it like config/secure_mail.toml, which comes with mailcheck."
        raise SettingsError(Problem("is no list of secure mail systems.", str(path or NAME), remedy)) from None


def _secure_mail(raw: dict[str, Any]) -> SecureMail:
    if raw["schema"] != 1 or not isinstance(raw["compiled"], date):
        raise ValueError
    systems = tuple(
        SecureSystem(str(table["name"]), _words(table["domains"]), _words(table["words"])) for table in raw["system"]
    )
    return SecureMail(
        raw["compiled"], systems, tuple(each for table in raw["secure"] for each in _words(table["domains"]))
    )


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise ValueError
    return tuple(word.lower() for word in value)
