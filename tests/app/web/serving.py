"""The page, served in this process over the demo's two mailboxes, and a bare client that speaks to it."""

import http.client
import re
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from mailcheck.app.web.desk import Desk
from mailcheck.app.web.forms import TOKEN
from mailcheck.app.web.serving import Serving

PATIENCE = 30
FORM = re.compile(rf'name="{TOKEN}" value="([^"]+)"')


@dataclass
class Served:
    """The page while it is served."""

    serving: Serving
    desk: Desk
    cookie: str = ""

    @property
    def port(self):
        """Where it listens."""
        return int(self.serving.door.host.rpartition(":")[2])

    @property
    def origin(self):
        """How the page calls itself."""
        return self.serving.door.origin

    def ask(self, method, path, body=None, headers: Mapping[str, str] | None = None):
        """Send one request as given; return status, headers and the body as text."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body, {"Host": self.serving.door.host, **(headers or {})})
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace")
        finally:
            line.close()

    def enter(self):
        """Exchange the token for the cookie, as the browser does."""
        path = self.serving.door.address.removeprefix(self.origin)
        status, headers, _ = self.ask("GET", path)
        assert status == 200
        self.cookie = headers["set-cookie"].partition(";")[0]
        return headers["set-cookie"]

    def get(self, path, **headers):
        """Ask for a page as the member's browser does."""
        return self.ask("GET", path, headers={"Cookie": self.cookie, **headers})

    def post(self, path, fields=(), *, token=None, **headers):
        """Send a form as the member's browser does."""
        given = {TOKEN: self.serving.door.form_token if token is None else token, **dict(fields)}
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin, "Cookie": self.cookie}
        return self.ask("POST", path, urlencode(given, doseq=True), {**kind, **headers})

    def connect(self):
        """Open a bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)


def serve(desk, listener, **given):
    """Start to serve; return the page and what stops it."""
    serving, begun = Serving(listener, desk, **given), threading.Event()
    thread = threading.Thread(target=lambda: serving.run(begun=begun.set), daemon=True)
    thread.start()
    assert begun.wait(PATIENCE)

    def stop():
        serving.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()

    return Served(serving, desk), stop
