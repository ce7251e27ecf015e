"""What people call a kind of file."""

from mailcheck.model import Protection

_WORDS = {
    "pdf": "PDF",
    "docx": "Word document",
    "doc": "Word document",
    "xlsx": "Excel workbook",
    "xlsb": "Excel workbook",
    "xls": "Excel workbook",
    "pptx": "PowerPoint presentation",
    "ppt": "PowerPoint presentation",
    "ooxml": "Office document",
    "odf": "OpenDocument file",
    "odt": "OpenDocument text",
    "ods": "OpenDocument spreadsheet",
    "odp": "OpenDocument presentation",
    "zip": "ZIP archive",
    "7z": "7-Zip archive",
    "rar": "RAR archive",
    "rtf": "text document (RTF)",
    "text": "text file",
    "html": "web page",
    "image": "picture",
    "audio": "sound recording",
    "video": "film",
    "eml": "forwarded letter",
    "msg": "forwarded letter (Outlook)",
    "unknown": "file of an unknown kind",
}


def told(protection: Protection) -> str:
    """Return what kind of file it is and what was found, in a few words."""
    return f"{_WORDS.get(protection.format, f'{protection.format} file')}: {protection.reason}"
