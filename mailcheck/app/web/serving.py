"""Opens the port on this computer alone, and stops when nobody looks any more."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mailcheck.app.web.connection import BoundedConnection
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.door import Door
from mailcheck.app.web.gate import Gate
from mailcheck.app.web.site import refusal, site, style_sheet

if TYPE_CHECKING:
    import uvicorn

LOOPBACK = "127.0.0.1"
MOST_CONNECTIONS = 64
SECONDS_BETWEEN_LOOKS = 1.0
IDLE = 30 * 60.0
"""Seconds without anybody looking, after which the page closes itself."""


@contextmanager
def listening() -> Iterator[socket.socket]:
    """Listen on a free port that no other machine can reach."""
    with socket.create_server((LOOPBACK, 0)) as found:
        yield found


class Serving:
    """The page, for as long as it runs."""

    def __init__(self, listener: socket.socket, desk: Desk, *, idle: float = IDLE) -> None:
        self.door = Door(listener.getsockname()[1])
        self.desk = desk
        self._listener, self._idle = listener, idle
        self._gate = Gate(site(self.desk, self.door), self.door, refusal, style_sheet())
        self._server: uvicorn.Server | None = None

    def run(self, *, begun: Callable[[], None] = lambda: None) -> None:
        """Serve until it is stopped, or until nobody has looked for a while."""
        import uvicorn

        config = uvicorn.Config(
            self._gate,
            http=BoundedConnection,
            ws="none",
            lifespan="off",
            log_config=None,  # a line of a log would hold addresses of our pages
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=3,
            limit_concurrency=MOST_CONNECTIONS,
        )
        self._server = uvicorn.Server(config)
        try:
            asyncio.run(self._serve(self._server, begun))
        finally:
            self.desk.close()

    def stop(self) -> None:
        """Stop from another thread."""
        if self._server is not None:
            self._server.should_exit = True

    async def _serve(self, server: "uvicorn.Server", begun: Callable[[], None]) -> None:
        serving = asyncio.ensure_future(server.serve(sockets=[self._listener]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        begun()
        while not serving.done():
            if self.desk.is_to_stop or self._nobody_looks():
                server.should_exit = True
            self.desk.tidy()
            await asyncio.wait([serving], timeout=SECONDS_BETWEEN_LOOKS)
        await serving

    def _nobody_looks(self) -> bool:
        return time.monotonic() - self._gate.last_seen > self._idle and not self.desk.running.is_at_work
