"""A line on loopback with a round-trip time and a rate, which counts octets and turns.

A turn is what costs a round trip: the client speaks after the server has spoken. TCP's own handshake is charged one
round trip too; its slow start is not simulated.
"""

import asyncio
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType

from tests.patience import PATIENCE

CHUNK = 16 * 1024
IN_FLIGHT = 256
"""Chunks under way in one direction."""


@dataclass
class Count:
    """What has passed so far."""

    up: int = 0
    down: int = 0
    turns: int = 0
    connections: int = 0


class SlowLine:
    """Forwards a port of its own to a server's. A context manager; `port` is where to connect."""

    def __init__(self, port: int, *, round_trip: float = 0.0, megabits: float = 0.0) -> None:
        """Seconds for a round trip, and megabits a second towards the client; 0 is no limit."""
        self._to, self._half, self._rate = port, round_trip / 2, megabits * 1e6 / 8
        self.count = Count()
        self.port = 0

    def __enter__(self) -> "SlowLine":
        self._loop = asyncio.new_event_loop()
        is_up = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(is_up,), daemon=True)
        self._thread.start()
        is_up.wait(PATIENCE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def take(self) -> Count:
        """Return what has passed since the last call."""
        taken, self.count = self.count, Count()
        return taken

    def _serve(self, is_up: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        is_up.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _connected(self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter) -> None:
        self.count.connections += 1
        server_in, server_out = await asyncio.open_connection("127.0.0.1", self._to)
        line = _Line(self, time.monotonic() + 3 * self._half)
        with suppress(asyncio.CancelledError):  # the line is taken down while octets are under way
            await asyncio.gather(
                line.carry(client_in, server_out, is_up=True), line.carry(server_in, client_out, is_up=False)
            )


class _Line:
    """One connection through the line."""

    def __init__(self, owner: SlowLine, opened: float) -> None:
        self._owner, self._opened = owner, opened
        self._has_server_spoken = True

    async def carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, is_up: bool) -> None:
        """Carry one direction until it ends."""
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(IN_FLIGHT)
        arriving = asyncio.create_task(self._deliver(under_way, target, 0.0 if is_up else self._owner._rate))
        octets = b"."
        while octets:
            try:
                octets = await source.read(CHUNK)
            except OSError:
                octets = b""
            self._note(len(octets), is_up=is_up)
            await under_way.put((max(self._opened, time.monotonic() + self._owner._half), octets))
        await arriving

    def _note(self, octets: int, *, is_up: bool) -> None:
        count = self._owner.count
        if octets and is_up:
            count.up += octets
            count.turns += self._has_server_spoken
            self._has_server_spoken = False
        elif octets:
            count.down += octets
            self._has_server_spoken = True

    async def _deliver(
        self, under_way: asyncio.Queue[tuple[float, bytes]], target: asyncio.StreamWriter, rate: float
    ) -> None:
        free = 0.0
        octets = b"."
        while octets:
            due, octets = await under_way.get()
            free = due = max(due, free) + (len(octets) / rate if rate else 0.0)
            if (wait := due - time.monotonic()) > 0.0002:
                await asyncio.sleep(wait)
            try:
                target.write(octets)
                await target.drain()
            except OSError:
                break
        target.close()
