"""What tests of whole commands share: a computer, and servers that it can reach."""

import json
import shutil

import pytest

from tests.app.computer import Home
from tests.servers.scripted import Scripted

SETTINGS = """
[[account]]
name = "practice"
role = "professional"
address = "jane@gmail.com"
secret = "keyring"

[[account]]
name = "home"
role = "personal"
address = "jane@outlook.com"
secret = "oauth:microsoft"

[[account]]
name = "hospital"
role = "professional"
address = "jane.smith5@nhs.net"
connected = false
"""


@pytest.fixture
def home(authority):
    at = Home(authority)
    yield at
    shutil.rmtree(at.folder)


@pytest.fixture
def gmail(authority, home):
    """Gmail, played by a scripted server under its own name."""
    script = {"STATUS": b"* STATUS Sent (MESSAGES 412)\r\n{tag} OK done\r\n"}
    with Scripted(script, tls=authority.context("imap.gmail.com")) as server:
        home.world["ports"]["imap.gmail.com:993"] = server.address.port
        yield server


@pytest.fixture
def at(home):
    """A computer on which mailcheck is set up: one account of each kind."""
    home.settings_path.parent.mkdir(parents=True, exist_ok=True)
    home.settings_path.write_text(SETTINGS)
    home.store.write_text(json.dumps({"mailcheck practice": "zqvxkwybzqvxkwyb"}))
    return home
