"""Courier's real imapd on loopback, unpacked from Debian packages, behind a small front door of ours.

Courier's authdaemon has its paths compiled in and its packages exclude Dovecot's, so greeting, TLS and LOGIN are done
here; then `imapd` continues in PREAUTH mode. Every answer after the sign-in is Courier's own.
"""

import asyncio
import contextlib
import re
import socket
import subprocess
import threading
import time
from pathlib import Path

from mailcheck.gather.imap import Session
from tests.patience import PATIENCE
from tests.servers.certificates import Authority
from tests.servers.dovecot import fill_maildir
from tests.servers.packages import unpacked
from tests.servers.running import PASSWORD, USER, Address, ServerCannotStart, files_below

PACKAGES = (
    *("courier-imap", "courier-base", "courier-authlib", "courier-authlib-userdb", "libcourier-unicode4"),
    *("libgamin0", "libidn12", "libltdl7", "libgdbm6"),
)
OFFERS = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE ACL ACL2=UNION"


def unpack() -> Path:
    """Return the folder in which Courier lies unpacked."""
    return unpacked("courier", PACKAGES, "usr/bin/imapd")


class Courier:
    """Courier with `user0`, who holds the letters, and other log-ins to the same mailbox. A context manager."""

    sent = "INBOX.Sent"

    def __init__(self, folder: Path, authority: Authority, *, aliases: tuple[str, ...] = ()) -> None:
        self.folder, self._context, self._log_ins = folder, authority.context(), (USER, *aliases)
        self._ca_file = authority.ca_file

    def __enter__(self) -> "Courier":
        self._root = unpack()
        fill_maildir(self.folder / USER / "Maildir", ".Sent")
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._loop = asyncio.new_event_loop()  # one thread: two must not use one TLS connection at a time
        self.tls = Address(self._listening.getsockname()[1], self._ca_file)
        is_up = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(is_up,), daemon=True)
        self._thread.start()
        if not is_up.wait(PATIENCE):
            raise ServerCannotStart("Courier's front door did not open.")
        self.open_as_a_mail_program_does()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._listening.close()

    def open(self) -> Session:
        """Sign in to the first user's mailbox."""
        return self.tls.open()

    def snapshot(self) -> object:
        """Return every message and every message file (in `cur`; Courier empties `new` by itself)."""
        disk = files_below(self.folder / USER / "Maildir", only="*.host*")
        return disk, self.tls.messages(("INBOX", self.sent))

    def deliver(self, name: str, octets: bytes) -> None:
        """Deliver a letter, and let the member's mail program see it."""
        new = self.folder / USER / "Maildir/new"
        new.mkdir(exist_ok=True)
        (new / f"{name}.host").write_bytes(octets)
        self.open_as_a_mail_program_does()

    def number_anew(self) -> None:
        """Lose the file in which Courier keeps the numbers of letters: UIDVALIDITY changes.

        Courier's UIDVALIDITY is the second in which it numbered them, less a milliard: not before that one is over.
        """
        numbers = self.folder / USER / "Maildir/courierimapuiddb"
        numbered = int(numbers.read_text().split()[1])
        time.sleep(max(0.0, numbered + 1.1 - time.time() % 1_000_000_000))
        numbers.unlink()
        self.open_as_a_mail_program_does()

    def open_as_a_mail_program_does(self) -> None:
        """SELECT each folder once: Courier stores UIDs only then; to EXAMINE alone it gives new ones every time."""
        client = self.tls.raw()
        for folder in ("INBOX", self.sent):
            client.select(folder)
        client.logout()

    def _serve(self, is_up: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._connected, sock=self._listening, ssl=self._context))
        is_up.set()
        self._loop.run_forever()
        for task in (open_ones := asyncio.all_tasks(self._loop)):
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*open_ones, return_exceptions=True))
        self._loop.close()

    async def _connected(self, lines: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.CancelledError), contextlib.closing(client):
            tag = await self._sign_in(lines, client)
            if tag:
                await self._hand_over(lines, client, tag)

    async def _sign_in(self, lines: asyncio.StreamReader, client: asyncio.StreamWriter) -> bytes:
        """Greet and answer until somebody signs in; return the tag of the LOGIN that is to be answered."""
        client.write(f"* OK [CAPABILITY {OFFERS}] ready\r\n".encode())
        while line := (await lines.readline()).rstrip():
            tag, _, command = line.partition(b" ")
            if command.upper() == b"CAPABILITY":
                client.write(f"* CAPABILITY {OFFERS}\r\n".encode() + tag + b" OK done\r\n")
            elif command.upper() == b"LOGOUT":
                client.write(b"* BYE\r\n" + tag + b" OK bye\r\n")
                return b""
            elif re.fullmatch(rf'LOGIN "?({"|".join(self._log_ins)})"? "{PASSWORD}"'.encode(), command):
                return tag
            else:
                client.write(tag + b" NO no\r\n")
        return b""

    async def _hand_over(self, lines: asyncio.StreamReader, client: asyncio.StreamWriter, tag: bytes) -> None:
        """Run imapd and pass octets both ways; its `* PREAUTH` becomes our OK."""
        home = self.folder / USER
        libraries = ":".join(str(self._root / part) for part in ("usr/lib", "usr/lib/x86_64-linux-gnu"))
        env = {"LD_LIBRARY_PATH": libraries, "PATH": "/usr/bin:/bin", "IMAP_CAPABILITY": OFFERS, "IMAP_ACL": "1"}
        env |= {"IMAP_EMPTYTRASH": "", "IMAP_TRASHFOLDERNAME": "Trash", "IMAP_USELOCKS": "0", "IMAP_UMASK": "022"}
        env |= {"IMAP_CHECK_ALL_FOLDERS": "0", "IMAP_ENHANCEDIDLE": "0", "IMAP_DISABLETHREADSORT": "0"}
        env |= {"AUTHENTICATED": USER, "AUTHADDR": USER, "AUTHACCOUNT": USER, "HOME": str(home), "MAILDIR": "Maildir"}
        ours, theirs = socket.socketpair()
        program = [self._root / "usr/bin/imapd", "Maildir"]
        with theirs:
            process = subprocess.Popen(
                program, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=env, cwd=home
            )
        answers, commands = await asyncio.open_connection(sock=ours)
        with contextlib.closing(commands):
            while not (line := await answers.readline()).startswith(b"* PREAUTH"):
                if not line:  # it has ended
                    return
            client.write(tag + b" OK LOGIN done\r\n")
            passing = asyncio.create_task(_copy(lines, commands))
            await _copy(answers, client)
            passing.cancel()
        await asyncio.to_thread(process.wait)


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):  # one of the two has hung up
        while octets := await source.read(65536):
            target.write(octets)
            await target.drain()
        if target.can_write_eof():
            target.write_eof()
