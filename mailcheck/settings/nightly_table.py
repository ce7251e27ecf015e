"""The shape of `[nightly]`."""

from urllib.parse import urlsplit

from mailcheck.settings.schema import COMMAND
from mailcheck.settings.table import Table, entry, flag, words, wrong


def _https(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password or not text.isprintable():
        raise wrong("is no address that can be called.")
    return text


class NightlyTable(Table):
    """`[nightly]`: how a nightly run tells of itself."""

    notify: bool = entry(flag, "Write false to have no note on your screen.", default=True)
    neutral: bool = entry(flag, "Write true if somebody else uses this computer with your log-in.", default=False)
    on_result: list[str] | None = entry(
        COMMAND, 'Write the program and its arguments as a list: ["/usr/local/bin/tell-me"].', None
    )
    ping: str | None = entry(
        words(by=_https), 'Write one address that begins with "https://", without a password in it.', None
    )
