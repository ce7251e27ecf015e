"""Where the failures of a session are contained: every question is asked inside `Asking`."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mailcheck.errors import AccountProblem, ProtocolViolation
from mailcheck.gather.imap.client import UNREADABLE, Client
from mailcheck.gather.imap.telling import Telling, is_lost, is_refusal
from mailcheck.gather.wire import ANSWER

FAREWELL = 3.0
"""Seconds that saying LOGOUT may take."""


class Asking:
    """One client's questions, each bounded in time and octets, each failure told as an AccountProblem."""

    def __init__(self, client: Client, telling: Telling) -> None:
        self.client, self.telling, self.wire = client, telling, client.wire
        self.is_closed = False

    @contextmanager
    def __call__(self, otherwise: str, octets: int = ANSWER) -> Iterator[None]:
        """Allow the answer `octets`; `otherwise` is the key for a refusal whose reason is not known.

        A lost connection, or one that answers more than it may, is closed; after a NO, a BAD or an answer that could
        not be read the session goes on.
        """
        if self.is_closed:
            raise self.telling.by_key("closed")
        self.wire.expect(octets)
        self.wire.heard.clear()
        self.client.forget_answers()
        try:
            yield
        except ProtocolViolation:
            self.hang_up()
            raise
        except (*UNREADABLE, OSError) as error:
            if is_lost(error):
                self.hang_up()
            key = otherwise if is_refusal(error) else "unexpected-answer"
            raise self.telling.of_session(error, otherwise=key) from None

    @contextmanager
    def optionally(self, octets: int = ANSWER) -> Iterator[None]:
        """Ask what a server need not answer: a refusal is passed over, a lost connection is not."""
        try:
            with self("refused-command", octets):
                yield
        except AccountProblem:
            if self.is_closed:
                raise

    def hang_up(self) -> None:
        """Close the connection without a word."""
        self.is_closed = True
        self.wire.close()

    def log_out(self) -> None:
        """Log out and hang up; never raises. A farewell that is not waited for costs no round trip."""
        if not self.is_closed:
            with suppress(*UNREADABLE, OSError, AccountProblem):
                self.wire.expect(timeout=FAREWELL)
                self.client.say_goodbye()
            self.hang_up()
