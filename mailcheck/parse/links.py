"""Links to stored files in the words of a letter (evidence A9). Returns services, never a link."""

import re
from urllib.parse import unquote

from mailcheck.model import LinkService

MOST_LINKS = 500
_LINK = re.compile(
    r"(?=https?(?:%3a|:)(?:%2f|/){2}([a-z0-9.-]{1,253})(?:%2f|/)([^\s\"'<>&]{1,120}))h",
    re.IGNORECASE,
)
"""Found one inside another too, as scanning services write them (Safe Links, URL Defense)."""

_SERVICES = (
    (LinkService.GOOGLE_DRIVE, "drive.google.com", re.compile(r"/(?:file|drive|open|folders|uc)\b")),
    (LinkService.GOOGLE_DRIVE, "docs.google.com", re.compile(r"/(?:document|spreadsheets|presentation|file|forms)/d/")),
    (LinkService.ONEDRIVE, "1drv.ms", re.compile(r"/.")),
    (LinkService.ONEDRIVE, "onedrive.live.com", re.compile(r"/.")),
    (LinkService.ONEDRIVE, ".sharepoint.com", re.compile(r"/(?::[a-z]:|personal|sites|teams|_layouts)")),
    (LinkService.DROPBOX, "dropbox.com", re.compile(r"/(?:s|sh|scl|l|t|transfer)/")),
    (LinkService.DROPBOX, "db.tt", re.compile(r"/.")),
    (LinkService.ICLOUD, "icloud.com", re.compile(r"/(?:attachment|iclouddrive|pages|numbers|keynote)\b")),
    (LinkService.ICLOUD, "icloud-content.com", re.compile(r"/.")),
    (LinkService.WETRANSFER, "we.tl", re.compile(r"/.")),
    (LinkService.WETRANSFER, "wetransfer.com", re.compile(r"/(?:downloads|transfers)/")),
    (LinkService.BOX, "box.com", re.compile(r"/(?:s|v|shared|file)/")),
    (LinkService.OTHER, "drive.proton.me", re.compile(r"/urls/")),
    (LinkService.OTHER, "mega.nz", re.compile(r"/(?:file|folder)/|/#")),
    (LinkService.OTHER, "pcloud.link", re.compile(r"/publink/")),
    (LinkService.OTHER, "mediafire.com", re.compile(r"/file/")),
    (LinkService.OTHER, "sendgb.com", re.compile(r"/.")),
    (LinkService.OTHER, "transfernow.net", re.compile(r"/dl/")),
    (LinkService.OTHER, "fromsmash.com", re.compile(r"/.")),
)
"""Service, its domain (with whatever lies below it), and how the path to a file begins: the front page is no file."""

_CHIPS = (
    (LinkService.GOOGLE_DRIVE, re.compile(r"class=[\"']?[^\"'<>]{0,80}gmail_drive_chip")),
    (LinkService.ONEDRIVE, re.compile(r"id=[\"']?OwaReferenceAttachments?\b")),
    (LinkService.ICLOUD, re.compile(r"class=[\"']?[^\"'<>]{0,80}(?:AppleMailDrop|x-apple-maildrop)", re.IGNORECASE)),
)
"""How programs mark what they put where an attachment would stand."""


def linked_services(text: str) -> tuple[LinkService, ...]:
    """Return the services that a letter's text or HTML links to a file at, each once, in the order of LinkService."""
    found = {service for service, chip in _CHIPS if chip.search(text)}
    for number, link in enumerate(_LINK.finditer(text)):
        if number == MOST_LINKS:
            break
        host, path = link[1].lower(), f"/{unquote(link[2])}"
        found.update(service for service, domain, begins in _SERVICES if _is_at(host, domain) and begins.match(path))
    return tuple(service for service in LinkService if service in found)


def _is_at(host: str, domain: str) -> bool:
    return host == domain.lstrip(".") or host.endswith(f".{domain.lstrip('.')}")
