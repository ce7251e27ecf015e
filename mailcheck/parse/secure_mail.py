"""Whether the way a letter travelled protects it: a secure system's own word, or secure addresses on both ends."""

from collections.abc import Iterable
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.model import SecureRoute
from mailcheck.parse.domains import domain_of, is_at_or_below


@dataclass(frozen=True, slots=True)
class SecureSystem:
    """A mail system that encrypts a letter which is marked for it."""

    name: str
    domains: tuple[str, ...]
    """Whose addresses it serves, with whatever lies below."""
    words: tuple[str, ...]
    """What marks a letter, in its subject."""


@dataclass(frozen=True, slots=True)
class SecureMail:
    """What is known about secure mail, and since when."""

    compiled: date
    systems: tuple[SecureSystem, ...] = ()
    domains: tuple[str, ...] = ()
    """Between these no further protection is needed."""

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that some system heeds, each once."""
        return tuple(dict.fromkeys(word for system in self.systems for word in system.words))

    def heeds(self, word: str, sender: str) -> bool:
        """Whether `word` in the subject means something to the system behind a sender's address."""
        return any(word in system.words and _is_in(sender, system.domains) for system in self.systems)

    def is_secure(self, address: str) -> bool:
        """Whether an address is at one of the secure domains."""
        return _is_in(address, self.domains)

    def route(self, sender: str, recipients: Iterable[str], marks: Iterable[str]) -> SecureRoute | None:
        """Say how a letter travelled, given the words that mark it; None: like any other."""
        readers, words = tuple(recipients), tuple(marks)
        if any(self.heeds(word, sender) for word in words):
            return SecureRoute.GATEWAY
        if readers and self.is_secure(sender) and all(map(self.is_secure, readers)):
            return SecureRoute.SECURE_DOMAINS
        return SecureRoute.WORD_ONLY if words else None


def words_in_subject(subject: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return which of some words stand in a subject, in any letter case, as a server's SEARCH finds them.

    `subject` is unfolded; octets of it that are not ASCII are surrogate escapes (RFC 9051 §6.4.4: encoded words are
    decoded before they are compared).
    """
    text = subject.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if "=?" in text:
        from mailcheck.parse.filenames import decoded_words  # noqa: PLC0415 - brings email, and settings are read early

        text = decoded_words(text)
    shown = text.casefold()
    return tuple(word for word in words if word.casefold() in shown)


def _is_in(address: str, domains: Iterable[str]) -> bool:
    try:
        domain = domain_of(address)
    except ValueError:
        return False
    return any(is_at_or_below(domain, each) for each in domains)
