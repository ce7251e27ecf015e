"""The configuration files that come with mailcheck."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from mailcheck.errors import MailcheckError


def shipped(name: str) -> str:
    """Return the text of a configuration file that comes with mailcheck, such as `policy.toml`.

    Raises MailcheckError if the installation is incomplete.
    """
    return find_shipped(name, files("mailcheck"))


def find_shipped(name: str, package: Traversable) -> str:
    """Return the text of a file that lies inside the installed package, or in a checkout beside it."""
    places = [package / "config" / name]
    if isinstance(package, Path):
        places.append(package.parent / "config" / name)
    for place in places:
        if place.is_file():
            return place.read_text(encoding="utf-8")
    raise MailcheckError(f"mailcheck is not completely installed: its file {name} is missing. Please install it again.")
