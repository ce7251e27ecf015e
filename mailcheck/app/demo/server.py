"""The demo's mail server: pymap, embedded, over TLS on this computer alone."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from argparse import Namespace
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakSet

from mailcheck.dataclass import dataclass

if TYPE_CHECKING:
    from pymap.backend.dict import Config
    from pymap.backend.dict.mailbox import MailboxSet

ADDRESS = "127.0.0.1"
SECONDS_TO_START = 30.0
SECONDS_TO_STOP = 10.0

Connected = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A message as it lies in a folder."""

    octets: bytes
    stored: datetime
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class DemoMailbox:
    """One account of the demo's server."""

    user: str
    password: str
    folders: Mapping[str, Sequence[StoredLetter]]
    """By folder name; `INBOX` exists even if it is not named."""


class DemoServer:
    """A real IMAP server in a thread of its own, on a free port of the loopback address; a context manager.

    It holds everything in memory and opens nothing but its one port.
    """

    def __init__(self, mailboxes: Sequence[DemoMailbox], tls: ssl.SSLContext) -> None:
        self._mailboxes = tuple(mailboxes)
        self._tls = tls
        self._listening: socket.socket
        self._started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()
        self._thread = threading.Thread(target=self._run, name="mailcheck-demo-server", daemon=True)

    @property
    def port(self) -> int:
        """The port that the server listens on."""
        port: int = self._listening.getsockname()[1]
        return port

    def __enter__(self) -> Self:
        self._listening = socket.create_server((ADDRESS, 0))
        self._thread.start()
        try:
            self._started.result(SECONDS_TO_START)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        """Hang up on every client, close the port and wait for the thread."""
        self._started.add_done_callback(_ask_to_stop)
        self._thread.join(SECONDS_TO_STOP)
        self._listening.close()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # noqa: BLE001 - containment: handed to the thread that waits for the start
            if not self._started.done():
                self._started.set_exception(error)

    async def _serve(self) -> None:
        loop, stopping = asyncio.get_running_loop(), asyncio.Event()
        loop.set_exception_handler(_say_nothing)
        answer = await _imap(self._mailboxes)
        clients: WeakSet[asyncio.StreamWriter] = WeakSet()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            clients.add(writer)
            await answer(reader, writer)

        server = await asyncio.start_server(connected, sock=self._listening, ssl=self._tls)
        self._started.set_result((loop, stopping))
        await stopping.wait()
        server.close()
        for client in clients:
            client.transport.abort()
        await asyncio.sleep(0)  # the turn in which the connections close


def _ask_to_stop(started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]]) -> None:
    if started.exception() is None:
        loop, stopping = started.result()
        loop.call_soon_threadsafe(stopping.set)


def _say_nothing(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Keep asyncio from writing to the screen when a client hangs up in the middle of something."""


async def _imap(mailboxes: Sequence[DemoMailbox]) -> Connected:
    """Return what answers a client that has connected."""
    from proxyprotocol.reader import ProxyProtocolReader
    from pymap.backend.dict import Login
    from pymap.backend.dict.filter import FilterSet
    from pymap.imap import IMAPServer
    from pymap.user import UserMetadata

    config = _config()
    config.apply_context()
    login = Login(config)
    for mailbox in mailboxes:
        login.users_dict[mailbox.user] = UserMetadata(config, mailbox.user, password=mailbox.password)
        config.set_cache[mailbox.user] = (await _filled(mailbox.folders), FilterSet())
    return ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(login, config))


def _config() -> Config:
    """Return pymap's settings for a server that asks nobody: no name look-up, no threads, no key from outside."""
    from pymap.backend.dict import Config
    from pymap.concurrent import Subsystem
    from pysasl.hashing import Cleartext

    class DemoConfig(Config):
        @property
        def greeting(self) -> bytes:
            return b"mailcheck demo"  # pymap's own greeting looks up this computer's name in the DNS

    return DemoConfig(
        Namespace(passlib_cfg=None, proxy_protocol=None),
        host=None,
        port=0,
        demo_data=False,
        demo_user="",
        demo_password="",
        tls_enabled=False,  # means: no STARTTLS; the connection is encrypted from its first octet
        ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),  # else pymap loads a key that CERT_FILE names
        hash_context=Cleartext(),  # the passwords are random, in memory, and gone in a minute
        cpu_subsystem=Subsystem.for_asyncio(),
    )


async def _filled(folders: Mapping[str, Sequence[StoredLetter]]) -> MailboxSet:
    from pymap.backend.dict.mailbox import MailboxSet
    from pymap.parsing.message import AppendMessage
    from pymap.parsing.specials.flag import Seen

    mailboxes = MailboxSet()
    for name, letters in folders.items():
        if name != "INBOX":
            await mailboxes.add_mailbox(name)
        mailbox = await mailboxes.get_mailbox(name)
        for letter in letters:
            flags = frozenset({Seen}) if letter.is_read else frozenset()
            await mailbox.append(AppendMessage(letter.octets, letter.stored, flags))
    return mailboxes
