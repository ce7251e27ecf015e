"""What a connection notes of itself."""

import socket
import time
from threading import Thread

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
