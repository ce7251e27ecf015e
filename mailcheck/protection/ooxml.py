"""Office documents since 2007, without encryption: Word, Excel, PowerPoint, Visio (ECMA-376, [MS-XLSB], [MS-VSDX]).

An encrypted one is no ZIP archive but an OLE file, and is judged by `office_encrypted`.
"""

from mailcheck.model import Protection, opens
from mailcheck.protection.look import Look
from mailcheck.protection.package import Package, package

CONTENT_TYPES = "[content_types].xml"

FOLDERS = {"word/": "docx", "ppt/": "pptx", "visio/": "vsdx"}
SETTINGS = {
    "docx": ("word/settings.xml", (b"documentProtection", b"writeProtection")),
    "xlsx": ("xl/workbook.xml", (b"workbookProtection", b"fileSharing")),
    "pptx": ("ppt/presentation.xml", (b"modifyVerifier",)),
}
SMALL = 64 * 1024


def _is_package(archive: Package) -> bool:
    """Whether it is an Open Packaging Conventions package (ECMA-376 part 2, §7.2: names ignore case)."""
    return any(name.lower() == CONTENT_TYPES for name in archive.names)


@package("ooxml", _is_package)
def open_office(archive: Package, look: Look) -> Protection:
    """Judge a package: it carries no encryption of its own, whatever passwords it has for editing."""
    del look
    name = _format(archive.names)
    part, marks = SETTINGS.get(name, ("", ()))
    member = next((member for member in archive.members if member.name == part), None)
    note = ""
    if member and member.size <= SMALL and any(mark in archive.octets(part) for mark in marks):
        note = "protected against editing, not against reading"
    return opens(name, names_visible=True, note=note)


def _format(names: frozenset[str]) -> str:
    if any(name.startswith("xl/") for name in names):
        return "xlsb" if "xl/workbook.bin" in names else "xlsx"
    return next((kind for folder, kind in FOLDERS.items() if any(name.startswith(folder) for name in names)), "ooxml")
