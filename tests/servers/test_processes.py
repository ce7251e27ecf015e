"""Ports for servers are given out once, on the whole computer."""

import subprocess
import sys

import pytest

from tests.servers import processes
from tests.servers.running import ServerCannotStart

TAKE = "from tests.servers.processes import free_port; print(free_port(), flush=True); input()"


def test_no_port_is_given_to_two_processes_though_nobody_listens_there_yet(monkeypatch):
    """Each server binds its port some time after it was told."""
    command = [sys.executable, "-c", TAKE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        theirs = int(other.stdout.readline())
        monkeypatch.setattr(processes, "PORTS", [processes.free_port(), theirs])
        with pytest.raises(ServerCannotStart, match="No port is free"):
            processes.free_port()
        other.communicate("\n")
    assert processes.free_port() == theirs
