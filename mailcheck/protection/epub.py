"""Electronic books and Java archives: ZIP archives that may encrypt single members (EPUB 3.3, OCF 4.2.6.3.3)."""

import re

from mailcheck.model import Protection, ProtectionState, Strength, opens, protected
from mailcheck.protection.look import CannotTell, Look
from mailcheck.protection.markup import elements
from mailcheck.protection.package import Package, package

ENCRYPTION, CONTAINER = "META-INF/encryption.xml", "META-INF/container.xml"
ENC = "{http://www.w3.org/2001/04/xmlenc#}"
OBFUSCATION = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
"""These garble a font with a key made from the book's public identifier: nothing secret."""
UNKEYED = re.compile(r"META-INF/[^/]+\.xml|mimetype|.*\.(?:opf|ncx)", re.DOTALL)
PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
LARGEST = 4 * 1024 * 1024


def _is_book(archive: Package) -> bool:
    return CONTAINER in archive or archive.mimetype == "application/epub+zip"


@package("epub", _is_book, rank=60)
def book(archive: Package, look: Look) -> Protection:
    """Judge a book by the members that META-INF/encryption.xml lists."""
    if ENCRYPTION not in archive:
        return opens("epub", names_visible=True)
    listed = _encrypted(archive.octets(ENCRYPTION), look)
    claimed = {uri for uri, algorithm in listed if algorithm not in OBFUSCATION and uri in archive}
    locked = {uri for uri in claimed if look.inside(archive.open(uri)).state is not ProtectionState.OPEN}
    content = [member.name for member in archive.members if member.is_content and _is_text(member.name)]
    if not locked:
        return opens("epub", names_visible=True, note="only fonts are garbled" if listed and not claimed else "")
    if all(name in locked for name in content):
        return protected("epub", "its content is encrypted under rights management", names_visible=True)
    reason = "some of its content is encrypted, some is not"
    return Protection(ProtectionState.PARTIAL, "epub", Strength.STRONG, reason, names_visible=True)


def _is_text(name: str) -> bool:
    """Whether a member is content: not what a reader needs to find its way."""
    return not UNKEYED.fullmatch(name)


def _encrypted(data: bytes, look: Look) -> list[tuple[str, str]]:
    """Return each encrypted member with its algorithm (XML Encryption 3.1)."""
    if len(data) > LARGEST:
        raise CannotTell("it is encrypted in a way that mailcheck does not know")
    found = []
    for element in elements(data, look, {"EncryptedData"}):
        method = element.find(f"{ENC}EncryptionMethod")
        reference = element.find(f"{ENC}CipherData/{ENC}CipherReference")
        if method is not None and reference is not None:
            found.append((_unquoted(reference.get("URI", "")), method.get("Algorithm", "")))
    return found


def _unquoted(uri: str) -> str:
    """Return a member's name from its URI (RFC 3986, 2.1)."""
    octets = PERCENT.sub(lambda match: bytes([int(match[1], 16)]), uri.encode())
    return octets.decode("utf-8", "replace")


@package("jar", lambda archive: "META-INF/MANIFEST.MF" in archive, rank=70)
def java_archive(archive: Package, look: Look) -> Protection:
    """Judge a Java archive: the format has no encryption."""
    del archive, look
    return opens("jar", names_visible=True)
