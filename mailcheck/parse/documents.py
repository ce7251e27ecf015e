"""Which parts of a message are documents (evidence A1–A3, A11)."""

from mailcheck.model import Part, PartKind
from mailcheck.parse.bodies import Leaf

SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
INVITATIONS = frozenset({"text/calendar", "application/ics"})
BODIES = frozenset({"text/plain", "text/html", "text/enriched", "text/x-amp-html", "text/watch-html", "text/"})
"""Types in which programs write a letter's own words; with a file name or attached, they are documents all the same."""
NOTICES = frozenset({"message/delivery-status", "message/disposition-notification"})
PKCS7 = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
ENVELOPED = frozenset({"enveloped-data", "authenveloped-data"})
RIGHTS_MANAGED = "application/x-microsoft-rpmsg-message"
CONTROL_SIZE = 1024
"""Octets that the control part of RFC 3156 §4 never reaches: it says "Version: 1"."""


def kind_of(leaf: Leaf, *, parent: str) -> PartKind | None:
    """Say what a leaf is to us; None if it is no document: a letter's own words, a signature, an invitation."""
    if leaf.media_type in SIGNATURES or leaf.media_type in INVITATIONS:
        return None
    if leaf.media_type == "application/applefile" and parent == "appledouble":
        return None  # the Macintosh's own notes about the file beside it
    is_given = leaf.is_attachment or bool(leaf.name)
    if not is_given and (leaf.media_type in BODIES or leaf.media_type in NOTICES):
        return None
    if leaf.media_type.startswith("image/") and _is_inside_text(leaf, parent):
        return PartKind.INLINE_IMAGE
    return PartKind.DOCUMENT


def _is_inside_text(leaf: Leaf, parent: str) -> bool:
    """Whether an image is shown inside the text. Some programs call even those attachments, with a Content-ID."""
    return not leaf.is_attachment or (parent == "related" and leaf.content_id)


def is_enveloped(leaf: Leaf) -> bool:
    """Whether S/MIME encrypts it by its own word; without that word its octets are asked (RFC 8551 §3.2.2)."""
    return leaf.media_type in PKCS7 and leaf.smime_type in ENVELOPED


def is_pgp_control(leaf: Leaf) -> bool:
    """Whether it is the part that only announces an encrypted one (RFC 3156 §4)."""
    return leaf.media_type == "application/pgp-encrypted" and leaf.size <= CONTROL_SIZE


def is_rights_managed(part: Part) -> bool:
    """Whether it is the envelope in which Microsoft's rights management puts a letter's text and attachments."""
    if part.enclosing is not None:
        return False  # a letter passed on: the words around it are in the clear
    return part.media_type == RIGHTS_MANAGED or (
        (part.name or "").lower() == "message.rpmsg" and part.media_type in {"", "application/octet-stream"}
    )
