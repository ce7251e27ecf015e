"""How sent letters travelled: through a secure system, between secure addresses, or encrypted by the provider.

The server is asked which subjects hold the one word that marks a letter, and subjects are not fetched. Only where it
would read every letter for that does the subject come with the other header fields, and is looked at for that word.
"""

from collections.abc import Mapping

from mailcheck.gather.mailbox import Envelope
from mailcheck.model import Account, MessageRef, SecureRoute
from mailcheck.parse.headers import addresses, read_headers
from mailcheck.parse.secure_mail import SecureMail, words_in_subject

PROTON = "proton"
PROTON_SEAL = "X-Pm-Content-Encryption"
END_TO_END = "end-to-end"
SUBJECT = "Subject"
RECIPIENTS = ("To", "Cc", "Bcc")


class Routes:
    """The routes of one account's sent letters, folder by folder."""

    def __init__(self, account: Account, secure: SecureMail) -> None:
        self._account, self._secure = account, secure
        self._is_proton = account.provider is not None and account.provider.id == PROTON
        self._is_secure = secure.is_secure(account.address)
        self._marked: Mapping[str, frozenset[int]] | None = {}
        self.found: list[tuple[MessageRef, SecureRoute]] = []

    @property
    def headers(self) -> tuple[str, ...]:
        """The header fields that are needed of each letter of the folder; mostly none."""
        subject = (SUBJECT,) if self._marked is None and self.words else ()
        return (*((PROTON_SEAL,) if self._is_proton else ()), *(RECIPIENTS if self._is_secure else ()), *subject)

    @property
    def words(self) -> tuple[str, ...]:
        """The words in a subject that mark a letter."""
        return self._secure.words

    def enter(self, marked: Mapping[str, frozenset[int]] | None) -> None:
        """Begin with a folder, of which the letters `marked` by each word are known; None: their subjects tell."""
        self._marked = marked

    def note(self, message: MessageRef, envelope: Envelope) -> SecureRoute | None:
        """Note how one letter travelled, and return it."""
        marks = self._marks(envelope)
        readers = addresses(read_headers(envelope.header), *RECIPIENTS) if self._is_secure else ()
        route = self._secure.route(self._account.address, readers, marks)
        if route is not None:
            self.found.append((message, route))
        return route

    def _marks(self, envelope: Envelope) -> tuple[str, ...]:
        if self._marked is None:
            subjects = read_headers(envelope.header).all(SUBJECT)
            return words_in_subject("\n".join(subjects), self.words)
        return tuple(word for word, uids in self._marked.items() if envelope.uid in uids)

    def is_sealed(self, envelope: Envelope) -> bool:
        """Whether the provider says that a letter left encrypted for every reader, though its copy here is open (A2).

        Believed only of the provider that writes this field itself, in the member's own sent folder.
        """
        if not self._is_proton:
            return False
        return (read_headers(envelope.header).first(PROTON_SEAL) or "").strip().lower() == END_TO_END
