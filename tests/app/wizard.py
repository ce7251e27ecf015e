"""`mailcheck setup` as a process of its own, in a small world: given names, given servers, a store in a file.

Run by the tests in a terminal; WORLD in the environment says what there is:
  ports     where a server really listens: {"imap.gmail.com:993": 40001}
  zone      what the name system holds: {"practice.example MX": ["10 mx.practice.example."]}
  pages     what the web holds, by address
"""

import json
import os
import socket
import sys
from pathlib import Path

from mailcheck.app.cli import main
from mailcheck.app.setting_up import walk_through
from mailcheck.app.steps.outside import Outside
from mailcheck.app.steps.work import Walk
from mailcheck.gather.domain import Records

WORLD = json.loads(os.environ.get("WORLD", "{}"))
CONNECT, LOOK_UP = socket.create_connection, socket.getaddrinfo


class Names:
    """A resolver that knows what the test says."""

    def look_up(self, name: str, kind: str) -> Records:
        return Records(tuple(WORLD.get("zone", {}).get(f"{name} {kind}", ())))


def connect(address, *arguments, **named):
    """Connect to where a server really listens; to nothing else."""
    host, port = address
    if (found := WORLD.get("ports", {}).get(f"{host}:{port}")) is not None:
        return CONNECT(("127.0.0.1", found), *arguments, **named)
    if host in {"127.0.0.1", "localhost"}:
        return CONNECT(address, *arguments, **named)
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def look_up(host, port, *arguments, **named):
    """Find the names that there are."""
    known = f"{host}:{port}" in WORLD.get("ports", {}) or host in {"127.0.0.1", "localhost"}
    if not known:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return LOOK_UP("127.0.0.1", port, *arguments, **named)


def fetch(address: str) -> str:
    return WORLD.get("pages", {}).get(address, "")


def night(path: Path) -> tuple[str, ...]:
    return ("The nightly run is switched on, by systemd.", "It has not run yet.")


if __name__ == "__main__":
    socket.create_connection, socket.getaddrinfo = connect, look_up
    if sys.argv[1:2] != ["setup"]:
        sys.exit(main(sys.argv[1:]))
    outside = Outside(resolver=Names(), fetch=fetch, install=night)
    walk_through(Walk(outside=outside, tell=print), again="--again" in sys.argv)
