"""Writes OpenDocument files with LibreOffice; run by the Python that has LibreOffice's `uno` module.

    python3 opendocument_samples.py FOLDER PORT

`make_samples_other.py` starts LibreOffice listening on PORT first.
"""

import sys
from pathlib import Path

from with_libreoffice import desktop, setting, written

TARGETS = (
    ("writer", "plain.odt", "writer8", ""),
    ("writer", "password.odt", "writer8", "correct horse"),
    ("writer", "flat.fodt", "OpenDocument Text Flat XML", ""),
    ("writer", "plain.rtf", "Rich Text Format", ""),
    ("writer", "plain.html", "HTML (StarWriter)", ""),
    ("calc", "plain.ods", "calc8", ""),
    ("calc", "password.ods", "calc8", "correct horse"),
    ("impress", "plain.odp", "impress8", ""),
)


def main() -> None:
    """Write every target."""
    folder, port = Path(sys.argv[1]).resolve(), sys.argv[2]
    office = desktop(port)
    for kind, name, writer, password in TARGETS:
        document = written(office, kind)
        settings = [setting("FilterName", writer)] + ([setting("Password", password)] if password else [])
        document.storeToURL((folder / name).as_uri(), tuple(settings))
        document.close(True)
    office.terminate()


if __name__ == "__main__":
    main()
