"""Pages, Numbers and Keynote documents: packages of XML ('05 to '09) or of compressed archives (since 2013)."""

from mailcheck.model import Protection, opens, protected
from mailcheck.protection import Look, Package, package

NAME = "iwork"
VERIFIERS = (".iwpv2", ".iwpv")
"""The member by which a password is checked; there is none in a document without a password."""
INDEXES = ("Index/Document.iwa", "Index.zip", "index.apxl", "index.xml", "index.apxl.gz", "index.xml.gz")
SIGNS = ("buildVersionHistory.plist", "Metadata/", "QuickLook/", "thumbs/", "Index/", "Data/", ".iwpv", ".iwph")
PLAIN = (b"<?xml", b"<key:", b"<sl:", b"<ls:", b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08")


def _recognises(archive: Package) -> bool:
    return _index(archive) != "" and any(name.startswith(SIGNS) for name in archive.names)


def _index(archive: Package) -> str:
    return next((name for name in INDEXES if name in archive), "")


@package(NAME, _recognises, rank=45)
def iwork(archive: Package, look: Look) -> Protection:
    """Judge a document by its index: with a password it is encrypted, and a verifier stands beside it."""
    del look
    if not any(name.endswith(VERIFIERS) for name in archive.names):
        return opens(NAME, names_visible=True)
    if _is_plain(archive.octets(_index(archive))):
        return opens(NAME, "its index can be read, whatever its verifier says", names_visible=True)
    return protected(NAME, "encrypted with AES-128", names_visible=True)


def _is_plain(index: bytes) -> bool:
    """Look at the beginning: XML, an archive, or a compressed block with its length (0, then three octets)."""
    if index.lstrip(b"\xef\xbb\xbf \r\n").startswith(PLAIN):
        return True
    return index[:1] == b"\0" and 0 < int.from_bytes(index[1:4], "little") <= len(index) - 4
