"""What a connection notes of itself."""

import socket
import time
from threading import Thread

import pytest

from mailcheck.gather.wire import Wire
from tests.patience import PATIENCE


class Open:
    """A gate that lets everything through."""

    is_private = True

    def pass_on(self, octets: bytes) -> bytes:
        """Return what is to be sent."""
        return octets


def test_the_quickest_answer_tells_how_far_away_the_server_is():
    """From what was asked to the first octet of the answer; the slower ones were busy."""
    ours, theirs = socket.socketpair()

    def answer() -> None:
        for waits in (0.06, 0.02, 0.08):
            theirs.recv(100)
            time.sleep(waits)
            theirs.sendall(b"* OK\r\n")

    with ours, theirs:
        wire = Wire(ours, timeout=PATIENCE, guard=Open())
        assert wire.traffic.quickest == 0
        server = Thread(target=answer)
        server.start()
        took = []
        for _ in range(3):
            began = time.monotonic()
            wire.sendall(b"A1 NOOP\r\n")
            wire.readline()
            took.append(time.monotonic() - began)
        server.join()
    assert 0.02 <= wire.traffic.quickest <= min(took)
    assert wire.traffic.turns == 3


@pytest.mark.skipif(not hasattr(socket, "TCP_QUICKACK"), reason="only Linux can be told")
def test_what_arrives_is_acknowledged_at_once():
    """However often the two have spoken in turn: after that a system waits for something to send along with it."""
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.create_connection(listening.getsockname()) as ours:
        theirs, _ = listening.accept()
        with theirs:
            wire = Wire(ours, timeout=5, guard=Open())
            for _ in range(10):
                wire.sendall(b"A1 NOOP\r\n")
                theirs.recv(100)
                theirs.sendall(b"* OK\r\n")
                wire.readline()
                assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK) == 1
