"""Ports for servers are given out once, on the whole computer, and no server ends another."""

import os
import subprocess
import sys

import pytest

from tests.servers import processes
from tests.servers.running import ServerCannotStart

TAKE = "from tests.servers.processes import free_port; print(free_port(), flush=True); input()"
GREET = """
import socket, sys
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    server.accept()[0].send(b"* OK")
"""


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


def test_a_server_is_in_no_process_group_of_ours(tmp_path):
    """Cyrus ends with a signal to its whole group."""
    port = processes.free_port()
    server = processes.start([sys.executable, "-c", GREET, str(port)], port, tmp_path / "log")
    try:
        assert os.getpgid(server.pid) == server.pid != os.getpgid(0)
    finally:
        processes.stop(server)
