"""OpenDocument packages, and Hangul's, which encrypt the same way (OpenDocument 1.3 part 2, §3.4 and §4)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from mailcheck.model import Protection, ProtectionState, Strength, opens, protected
from mailcheck.protection import CannotTell, Look, Package, package
from mailcheck.protection.markup import elements
from mailcheck.protection.octets import foresee

MANIFEST, CONTENT, WHOLE = "META-INF/manifest.xml", "content.xml", "encrypted-package"
MIMETYPES = ("application/vnd.oasis.opendocument.", "application/vnd.sun.xml.", "application/hwp+zip")
FORMATS = {
    "text": "odt", "spreadsheet": "ods", "presentation": "odp", "graphics": "odg", "formula": "odf",
    "chart": "odc", "database": "odb", "image": "odi", "writer": "sxw", "calc": "sxc", "impress": "sxi", "draw": "sxd",
    "application/hwp+zip": "hwpx",
}  # fmt: skip
NO_CONTENT = re.compile(
    r"META-INF/(?:manifest|[a-z]*signatures)\.xml|mimetype|manifest\.rdf|version\.xml"
    r"|Configurations2/(?:[\w/]*/)?[\w-]+\.(?:xml|png|bmp)|Configurations2/[\w/]*"
)
"""What stays readable beside encrypted content: signs on the envelope, settings of menus."""
THUMBNAIL = "Thumbnails/thumbnail.png"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
STRONG = re.compile(r"(?i)aes")
LARGEST = 8 * 1024 * 1024


def _recognises(archive: Package) -> bool:
    return archive.mimetype.startswith(MIMETYPES) or {MANIFEST, CONTENT} <= archive.names


@package("odf", _recognises, rank=40)
def odf(archive: Package, look: Look) -> Protection:
    """Judge a package by its manifest, which says what in it is encrypted and how."""
    name = _format(archive.mimetype)
    encrypted = dict(_encrypted(archive, look)) if MANIFEST in archive else {}
    content = [member.name for member in archive.members if member.is_content and _is_content(archive, member.name)]
    _foresee(archive, [part for part in content if part in encrypted])
    locked = [part for part in content if part in encrypted and not _is_readable(archive, part)]
    if not locked:
        if not content:
            raise CannotTell("it is damaged or incomplete")
        return opens(name, names_visible=True)
    ciphers = sorted({encrypted[part] for part in locked})
    weak = [cipher for cipher in ciphers if not STRONG.search(cipher)]
    strength = Strength.WEAK if weak else Strength.STRONG
    if len(locked) < len(content):
        reason = "some of its parts are encrypted, some are not"
        return Protection(ProtectionState.PARTIAL, name, strength, reason, names_visible=True)
    return protected(
        name, f"encrypted with {(weak or ciphers)[0]}", strength=strength, names_visible=WHOLE not in locked
    )


def _foresee(archive: Package, parts: list[str]) -> None:
    """Have the two ends of each encrypted part fetched together, by which they are known to be no document."""
    ends = [archive.ends(part) for part in parts]
    foresee(archive.file, [stretch for both in ends for stretch in both])


def _is_content(archive: Package, name: str) -> bool:
    """Whether a member tells something of the document.

    A thumbnail does if it is a picture of the first page; beside an encrypted document stands an icon, as high as wide.
    """
    if name != THUMBNAIL:
        return NO_CONTENT.fullmatch(name) is None
    start = archive.open(name).read(24)
    return not start.startswith(PNG) or start[16:20] != start[20:24]


def _format(mimetype: str) -> str:
    kind = mimetype.rpartition(".")[2].removesuffix("-template").removesuffix("-master").removesuffix("-web")
    return FORMATS.get(kind, "odf")


def _encrypted(archive: Package, look: Look) -> Iterator[tuple[str, str]]:
    """Yield the parts that the manifest calls encrypted, each with its cipher (part 2, §4.4 and §4.8)."""
    manifest = archive.octets(MANIFEST)
    if len(manifest) > LARGEST:
        raise CannotTell("its manifest is not one that a program writes")
    for entry in elements(manifest, look, {"file-entry"}):
        algorithms = [part for part in entry.iter() if part.tag.endswith("}algorithm")]
        for algorithm in algorithms[:1]:
            yield _attribute(entry, "full-path"), _cipher(_attribute(algorithm, "algorithm-name"))


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _cipher(name: str) -> str:
    """Turn `http://www.w3.org/2001/04/xmlenc#aes256-cbc` or `Blowfish CFB` into words."""
    short = name.rpartition("#")[2] or name
    return short.upper() if re.fullmatch(r"(?i)aes\d{3}-[a-z]{3}", short) else (short[:40] if short.isascii() else "")


def _is_readable(archive: Package, part: str) -> bool:
    """Look whether a part that is called encrypted is plain after all: encrypted octets are no document."""
    return archive.look.inside(archive.open(part)).state is ProtectionState.OPEN
