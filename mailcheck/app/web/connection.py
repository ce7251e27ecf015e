"""One connection of a browser, bounded in time: who is slow to ask is hung up on."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS_TO_ASK = 10.0
"""From a request's first octet, or from connecting, to the end of its header. uvicorn itself waits for ever."""


class BoundedConnection(H11Protocol):
    """A connection that is closed if no whole request comes in time."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take some octets; a header that goes on and on does not start the clock anew."""
        super().data_received(data)
        if self._is_answering():
            self._stop_waiting()
        elif self._deadline is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clock."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        # uvicorn has no cycle before the first request, whatever its types say.
        return not getattr(self.cycle, "response_complete", True)

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(SECONDS_TO_ASK, self._hang_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _hang_up(self) -> None:
        self._deadline = None
        if not self._is_answering():
            self.transport.abort()
