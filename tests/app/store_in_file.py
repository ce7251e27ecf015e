"""A password store for processes of their own: keyring's interface over a file that the test can look into."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class Store(KeyringBackend):
    """Keeps everything in the file that STORE names; `locked` in its place refuses."""

    priority = 1

    def get_password(self, service, username):
        return self._kept().get(f"{service} {username}")

    def set_password(self, service, username, password):
        kept = self._kept() | {f"{service} {username}": password}
        self._file.write_text(json.dumps(kept))

    def delete_password(self, service, username):
        kept = self._kept()
        del kept[f"{service} {username}"]
        self._file.write_text(json.dumps(kept))

    @property
    def _file(self):
        return Path(os.environ["STORE"])

    def _kept(self):
        text = self._file.read_text() if self._file.exists() else "{}"
        if text == "locked":
            raise KeyringLocked("Failed to unlock the collection!")
        return json.loads(text)
