"""pymap on loopback: a real IMAP server in pure Python, in a thread, as the demo embeds it."""

from datetime import UTC, datetime

from mailcheck.app.demo.server import DemoMailbox, DemoServer, StoredLetter
from mailcheck.gather.imap import Session
from tests.servers import letters
from tests.servers.certificates import Authority
from tests.servers.running import PASSWORD, USER, Address


class Pymap:
    """pymap with `user0`, who holds the letters. A context manager."""

    sent = "Sent"

    def __init__(self, authority: Authority) -> None:
        self._ca_file = authority.ca_file
        boxes = {"INBOX": _stored(letters.INBOX), self.sent: _stored(letters.LETTERS)}
        self._server = DemoServer([DemoMailbox(USER, PASSWORD, boxes)], authority.context())

    def __enter__(self) -> "Pymap":
        self._server.__enter__()
        self.tls = Address(self._server.port, self._ca_file)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__(None, None, None)

    def open(self) -> Session:
        """Sign in to the first user's mailbox."""
        return self.tls.open()

    def snapshot(self) -> object:
        """Return every message with its flags; pymap keeps no files."""
        return self.tls.messages(("INBOX", self.sent))


def _stored(raw: tuple[bytes, ...]) -> list[StoredLetter]:
    day = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
    return [StoredLetter(octets, day, is_read=position in letters.SEEN) for position, octets in enumerate(raw)]
