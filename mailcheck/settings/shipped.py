"""The configuration files that come with mailcheck."""

from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.errors import MailcheckError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def shipped(name: str) -> str:
    """Return the text of a configuration file that comes with mailcheck, such as `policy.toml`.

    Raises MailcheckError if the installation is incomplete.
    """
    return find_shipped(name, _package())


def _package() -> "Traversable":
    """Return where mailcheck is installed: a folder, but for a program that brings its own Python in one file."""
    folder = Path(__file__).parents[1]
    if folder.is_dir():
        return folder
    from importlib.resources import files  # noqa: PLC0415 - slow to load

    return files("mailcheck")


def find_shipped(name: str, package: "Traversable") -> str:
    """Return the text of a file that lies inside the installed package, or in a checkout beside it."""
    places = [package / "config" / name]
    if isinstance(package, Path):
        places.append(package.parent / "config" / name)
    for place in places:
        if place.is_file():
            return place.read_text(encoding="utf-8")
    raise MailcheckError(f"mailcheck is not completely installed: its file {name} is missing. Please install it again.")
