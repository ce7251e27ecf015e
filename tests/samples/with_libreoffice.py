"""Writes Office documents with LibreOffice; run by the Python that has LibreOffice's `uno` module.

    python3 with_libreoffice.py SOURCE FOLDER PORT

`make_samples.py` starts LibreOffice listening on PORT first.
"""

import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

WORDS = "A sample without anybody's data."
TARGETS = (
    ("writer", "plain.doc", "MS Word 97", ""),
    ("writer", "password.doc", "MS Word 97", "correct horse"),
    ("writer", "plain.docx", "MS Word 2007 XML", ""),
    ("calc", "plain.xls", "MS Excel 97", ""),
    ("calc", "password.xls", "MS Excel 97", "correct horse"),
    ("calc", "built-in-password.xls", "MS Excel 97", "VelvetSweatshop"),
    ("calc", "plain.xlsx", "Calc MS Excel 2007 XML", ""),
    ("impress", "plain.pptx", "Impress MS PowerPoint 2007 XML", ""),
    ("writer", "libreoffice-password.pdf", "writer_pdf_Export", ""),
)


def setting(name: str, value: Any) -> PropertyValue:
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def desktop(port: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(60):
        try:
            address = f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext"
            context = resolver.resolve(address)
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # noqa: BLE001 - it is still starting
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def written(office: Any, kind: str) -> Any:
    """Return a new document of a kind, with our words in it."""
    address = {"writer": "swriter", "calc": "scalc", "impress": "simpress"}[kind]
    document = office.loadComponentFromURL(f"private:factory/{address}", "_blank", 0, (setting("Hidden", True),))
    if kind == "writer":
        document.Text.setString(WORDS)
    elif kind == "calc":
        document.Sheets.getByIndex(0).getCellByPosition(0, 0).setString(WORDS)
    return document


def main() -> None:
    folder, port = Path(sys.argv[1]).resolve(), sys.argv[2]
    office = desktop(port)
    for kind, name, writer, password in TARGETS:
        document = written(office, kind)
        settings = [setting("FilterName", writer)]
        if name.endswith(".pdf"):
            data = uno.Any(
                "[]com.sun.star.beans.PropertyValue",
                (setting("EncryptFile", True), setting("DocumentOpenPassword", "correct horse")),
            )
            settings.append(setting("FilterData", data))
        elif password:
            settings.append(setting("Password", password))
        document.storeToURL((folder / name).as_uri(), tuple(settings))
        document.close(True)
    office.terminate()


if __name__ == "__main__":
    main()
