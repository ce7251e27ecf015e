"""Puts a letter together as a mail programme does: text, signature with a logo, attachments."""

from __future__ import annotations

from email.message import EmailMessage
from html import escape
from importlib.resources import files

from mailcheck.app.demo.documents import Document, logo

LOGO_ID = "<logo@harbour-practice.example>"


def write_text(message: EmailMessage, text: str, *, has_logo: bool) -> None:
    """Write the text; with a logo also as HTML with the picture in it (RFC 2387)."""
    message.set_content(f"{text}\n")
    if not has_logo:
        return
    message.add_alternative(f'<p>{escape(text)}</p><img src="cid:{LOGO_ID[1:-1]}" alt="Harbour Practice">', "html")
    _, page = message.iter_parts()
    page.add_related(logo(), "image", "png", cid=LOGO_ID, filename="logo.png", disposition="inline")


def attach(message: EmailMessage, document: Document) -> None:
    """Attach a document."""
    kind, _, subtype = document.media_type.partition("/")
    message.add_attachment(document.octets, kind, subtype, filename=document.name)


def attach_letter(message: EmailMessage, letter: EmailMessage) -> None:
    """Attach a whole letter, as "forward as attachment" does (RFC 2046 §5.2.1)."""
    message.add_attachment(letter, filename="forwarded message.eml")


def sealed() -> EmailMessage:
    """Return a letter that a mail programme encrypted (PGP/MIME, RFC 3156 §4).

    GnuPG made sealed.asc for a key that was thrown away; nobody can open it.
    """
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.add_header("Content-Type", "multipart/encrypted", protocol="application/pgp-encrypted")
    version, content = EmailMessage(), EmailMessage()
    version.set_content(b"Version: 1\n", "application", "pgp-encrypted", cte="7bit")
    octets = files(__package__).joinpath("sealed.asc").read_bytes()
    content.set_content(
        octets, "application", "octet-stream", cte="7bit", disposition="inline", filename="encrypted.asc"
    )
    message.attach(version)
    message.attach(content)
    return message
