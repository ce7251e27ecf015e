"""The shape of `[nightly]`. Imported only when a settings file is read."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from mailcheck.settings.schema import Command
from mailcheck.settings.table import Table, wrong


def _https(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password or not text.isprintable():
        raise wrong("is no address that can be called.")
    return text


class NightlyTable(Table):
    """`[nightly]`: how a nightly run tells of itself."""

    notify: bool = Field(default=True, description="Write false to have no note on your screen.")
    neutral: bool = Field(default=False, description="Write true if somebody else uses this computer with your log-in.")
    on_result: Command | None = Field(
        None, description='Write the program and its arguments as a list: ["/usr/local/bin/tell-me"].'
    )
    ping: Annotated[str, AfterValidator(_https)] | None = Field(
        None, description='Write one address that begins with "https://", without a password in it.'
    )
