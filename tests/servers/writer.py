"""LibreOffice Writer, without a screen, with a folder of its own (Debian: libreoffice-writer-nogui, python3-uno)."""

import secrets
import shutil
import subprocess
from pathlib import Path

from tests.servers import processes
from tests.servers.running import ServerCannotStart

SCRIPT = Path(__file__).with_name("with_writer.py")
PYTHON = "/usr/bin/python3"
"""The system's own, for which Debian builds the module `uno`."""


class Writer:
    """Opens documents as their reader would. A context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._pipe = folder, f"mailcheck{secrets.token_hex(6)}"

    def __enter__(self) -> "Writer":
        program = shutil.which("soffice")
        if not program:
            raise ServerCannotStart("LibreOffice is not installed (Debian: libreoffice-writer-nogui, python3-uno).")
        profile = f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"
        accept = f"--accept=pipe,name={self._pipe};urp;"
        with (self._folder / "output.log").open("wb") as output:
            self._process = subprocess.Popen(
                [program, "--headless", "--norestore", "--nologo", "--nodefault", profile, accept],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        return self

    def __exit__(self, *_: object) -> None:
        processes.stop(self._process)

    def words(self, document: Path, password: str) -> str | None:
        """Return the words of a document; None if it does not open with that password."""
        command = [PYTHON, SCRIPT, self._pipe, document, password]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        return done.stdout.strip() if done.returncode == 0 else None
