"""The configuration files that come with mailcheck."""

from importlib.resources import files
from pathlib import Path

import mailcheck
from mailcheck.errors import MailcheckError


def shipped(name: str) -> str:
    """Return the text of a configuration file that comes with mailcheck, such as `policy.toml`.

    In an installed package the files lie inside it, in a checkout beside it.
    Raises MailcheckError if the installation is incomplete.
    """
    inside = files("mailcheck") / "config" / name
    if inside.is_file():
        return inside.read_text(encoding="utf-8")
    beside = Path(mailcheck.__file__).parent.parent / "config" / name
    if beside.is_file():
        return beside.read_text(encoding="utf-8")
    raise MailcheckError(f"mailcheck is not completely installed: its file {name} is missing. Please install it again.")
