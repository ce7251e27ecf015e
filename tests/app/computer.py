"""Somebody's computer, on which mailcheck runs in a terminal."""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.app.terminal import Terminal, python

REPOSITORY = Path(__file__).parents[2]


class Home:
    """Somebody's computer: a home folder, a password store, a small world."""

    def __init__(self, authority) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mc", dir="/tmp"))
        self.settings_path = self.folder / "settings" / "mailcheck.toml"
        self.store = self.folder / "store.json"
        self.authority = authority
        self.world: dict[str, dict[str, object]] = {"ports": {}, "zone": {}, "pages": {}}
        self.outputs: list[bytes] = []
        self.processes = ""

    def terminal(self, *arguments: str) -> Terminal:
        """Return mailcheck in a terminal on this computer."""
        return Terminal(python("-m", "tests.app.wizard", *(arguments or ("setup",))), self.environment)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.folder),
            "BROWSER": f"{sys.executable} -m tests.app.member_browser %s",
            "MAILCHECK_CONFIG": str(self.settings_path),
            "MAILCHECK_DATA": str(self.folder / "data"),
            "SSL_CERT_FILE": str(self.authority.ca_file),
            "PYTHONPATH": str(REPOSITORY),
            "PYTHON_KEYRING_BACKEND": "tests.app.store_in_file.Store",
            "STORE": str(self.store),
            "WORLD": json.dumps(self.world),
        }

    def walk(self, *answers: tuple[str, str]) -> Terminal:
        """Run the set-up to its end; each answer is what its screen holds, and what is typed."""
        with self.terminal() as terminal:
            for text, typed in answers:
                terminal.answer(text, typed)
                self.processes += terminal.processes()
            assert terminal.end() == 0
        self.outputs.append(terminal.everything)
        return terminal

    def files(self) -> Iterator[tuple[Path, bytes]]:
        """Yield every file that was written here but the password store."""
        for path in self.folder.rglob("*"):
            if path.is_file() and path != self.store:
                yield path, path.read_bytes()

    def run(self, *arguments: str, typed: tuple[tuple[str, str], ...] = ()) -> tuple[int, str]:
        """Run a command; each of `typed` answers a question. Returns its code, and what is on the screen."""
        with self.terminal(*arguments) as terminal:
            for text, answer in typed:
                terminal.answer(text, answer)
            code = terminal.end()
        self.outputs.append(terminal.everything)
        return code, " ".join(terminal.shown.split())

    @property
    def said(self) -> str:
        """Everything that the last command said, in one line."""
        return " ".join(self.outputs[-1].decode().split())
