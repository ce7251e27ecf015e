"""Whether opening a document needs a secret."""

from enum import StrEnum

from mailcheck.dataclass import dataclass


class ProtectionState(StrEnum):
    """The answer for one document."""

    PROTECTED = "protected"
    """Every part that carries content needs a secret that is not publicly known."""
    OPEN = "open"
    """It opens without a secret."""
    PARTIAL = "partial"
    """A container with something of each; directories and empty files do not count."""
    UNREADABLE = "unreadable"
    """Damaged, truncated or not known to us: never called protected, never called open."""


class Strength(StrEnum):
    """How much a protection withstands."""

    STRONG = "strong"
    """AES and better."""
    WEAK = "weak"
    """ZipCrypto, RC4, 40-bit, DES, XOR …: a password all the same."""
    NONE = "none"


OWN_PAPER = "attestation"
"""The format of what mailcheck itself writes for a supervisor: it opens, and by its form it can name no client."""


NEUTRAL_NAME = "documents.zip"
"""What `mailcheck protect` calls the archive inside its own: a name that can be read, and tells nothing."""


@dataclass(frozen=True, slots=True)
class Protection:
    """What was found about one document. Carries no file name, so it may be written anywhere."""

    state: ProtectionState
    format: str
    """The format's short name: `pdf`, `zip`, `docx` …; `unknown` if mailcheck does not know it."""
    strength: Strength = Strength.NONE
    reason: str = ""
    """One plain sentence: the cipher, or why it opens, or why it could not be read."""
    names_visible: bool = False
    """True: the names of the files inside can be read without the secret; `NEUTRAL_NAME` alone does not count."""
    children: tuple["Protection", ...] = ()
    """What is inside, in order; bounded, so it may be fewer than there are."""
    note: str = ""
    """Something worth knowing that does not change the state: `signed`, `read-only marking` …"""


def protected(
    format: str,  # noqa: A002 - the field's own name
    reason: str,
    *,
    strength: Strength = Strength.STRONG,
    names_visible: bool = False,
    children: tuple[Protection, ...] = (),
) -> Protection:
    """Return the verdict "needs a secret"."""
    return Protection(ProtectionState.PROTECTED, format, strength, reason, names_visible, children)


def opens(
    format: str,  # noqa: A002 - the field's own name
    reason: str = "opens without a password",
    *,
    names_visible: bool = False,
    children: tuple[Protection, ...] = (),
    note: str = "",
) -> Protection:
    """Return the verdict "opens without a secret"."""
    return Protection(ProtectionState.OPEN, format, Strength.NONE, reason, names_visible, children, note)


def unreadable(format: str, reason: str) -> Protection:  # noqa: A002 - the field's own name
    """Return the verdict "could not tell"."""
    return Protection(ProtectionState.UNREADABLE, format, Strength.NONE, reason)
