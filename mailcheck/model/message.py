"""A message's structure, as BODYSTRUCTURE tells it. Names live here and nowhere further up."""

from enum import StrEnum

from mailcheck.dataclass import dataclass


class PartKind(StrEnum):
    """What a part is to us."""

    DOCUMENT = "document"
    INLINE_IMAGE = "inline image"
    """A picture inside the text: a logo if it recurs, else "picture, not judged"."""


class MessageProtection(StrEnum):
    """What protects a whole message."""

    NONE = "none"
    ENCRYPTED = "encrypted"
    """multipart/encrypted, enveloped S/MIME, rights-managed: evidence A2."""
    SIGNED = "signed"
    """Changes would be noticed, but anybody can open it: evidence A3."""


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of a message that may be a document."""

    section: str
    """The IMAP section number (RFC 9051 §6.4.5), such as `2` or `3.1`; `""` is never used."""
    kind: PartKind
    media_type: str
    """Lower case `type/subtype`; `""` if the message does not say."""
    encoding: str
    """Lower case transfer encoding: `base64`, `quoted-printable`, `7bit`, `8bit`, `binary` or something unknown."""
    size: int
    """Octets as transferred (encoded)."""
    name: str | None = None
    """The decoded file name. For the member's own screen only; never put into evidence."""
    is_attachment: bool = False
    smime_type: str | None = None
    """The smime-type parameter of application/pkcs7-mime, lower case."""
    enclosing: str | None = None
    """The section of the message/rfc822 part around this one, if any; fetched whole where a server
    answers nested sections wrongly (pymap and some others)."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What one message is made of."""

    parts: tuple[Part, ...]
    """Documents and inline images, in order, nested messages included."""
    protection: MessageProtection = MessageProtection.NONE
    problems: tuple[str, ...] = ()
    """Why some of the message could not be understood; empty if all of it was. Never quotes the message."""
