"""How sent letters travelled: through a secure system, between secure addresses, or encrypted by the provider.

Subjects are not fetched: the server is asked which letters carry the one word that marks them.
"""

from mailcheck.errors import AccountProblem
from mailcheck.gather.mailbox import Envelope, Mailbox
from mailcheck.model import Account, MessageRef, SecureRoute
from mailcheck.parse.headers import addresses, read_headers
from mailcheck.parse.secure_mail import SecureMail

PROTON = "proton"
PROTON_SEAL = "X-Pm-Content-Encryption"
END_TO_END = "end-to-end"
RECIPIENTS = ("To", "Cc", "Bcc")


class Routes:
    """The routes of one account's sent letters, folder by folder."""

    def __init__(self, mailbox: Mailbox, account: Account, secure: SecureMail) -> None:
        self._mailbox, self._account, self._secure = mailbox, account, secure
        self._is_proton = account.provider is not None and account.provider.id == PROTON
        self._is_secure = secure.is_secure(account.address)
        self._marked: dict[str, frozenset[int]] = {}
        self.found: list[tuple[MessageRef, SecureRoute]] = []

    @property
    def headers(self) -> tuple[str, ...]:
        """The header fields that are needed of each letter; of an ordinary account, none."""
        return (*((PROTON_SEAL,) if self._is_proton else ()), *(RECIPIENTS if self._is_secure else ()))

    def enter(self) -> None:
        """Ask which letters in the open folder are marked. Raises AccountProblem only if the connection is lost."""
        self._marked = {word: self._search(word) for word in self._secure.words}

    def _search(self, word: str) -> frozenset[int]:
        try:
            return frozenset(self._mailbox.search_header("Subject", word))
        except AccountProblem:
            self._mailbox.newest(1)  # raises if it is not this search but the connection that failed
            return frozenset()

    def note(self, message: MessageRef, envelope: Envelope) -> SecureRoute | None:
        """Note how one letter travelled, and return it."""
        marks = [word for word, uids in self._marked.items() if envelope.uid in uids]
        readers = addresses(read_headers(envelope.header), *RECIPIENTS) if self._is_secure else ()
        route = self._secure.route(self._account.address, readers, marks)
        if route is not None:
            self.found.append((message, route))
        return route

    def is_sealed(self, envelope: Envelope) -> bool:
        """Whether the provider says that a letter left encrypted for every reader, though its copy here is open (A2).

        Believed only of the provider that writes this field itself, in the member's own sent folder.
        """
        if not self._is_proton:
            return False
        return (read_headers(envelope.header).first(PROTON_SEAL) or "").strip().lower() == END_TO_END
