"""The other programs of the benchmark, each as a process of its own: `python -m tests.bench.peers NAME …`.

`bare` downloads every letter and throws it away; `imap-tools` reads as its documentation says; `ends` asks for the
two ends of every document, all at once, and judges nothing; `status` signs in with imapclient and asks for STATUS.
"""

import json
import re
import socket
import ssl
import sys
import threading
from pathlib import Path

PASSWORD = "secret"
HEAD, TAIL = 2048, 4096
SHORT = 8192
"""Octets that are sent before anything is read: a TLS connection is not safe in two threads at once."""
DONE = re.compile(rb"\n[a-e]\d* OK ")


class Line:
    """A signed-in IMAP connection without any library."""

    def __init__(self, port: int, authority: str, user: str) -> None:
        context = ssl.create_default_context(cafile=authority)
        plain = socket.create_connection(("localhost", port))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = context.wrap_socket(plain, server_hostname="localhost")
        self.socket.recv(4096)
        self.ask(f"a LOGIN {user} {PASSWORD}")

    def ask(self, *commands: str) -> int:
        """Send commands at once, each with a tag of its own, and return the octets received until the last is done."""
        text = "".join(f"{command}\r\n" for command in commands).encode()
        if len(text) < SHORT:
            self.socket.sendall(text)
        else:
            threading.Thread(target=self.socket.sendall, args=(text,), daemon=True).start()
        received, rest, done = 0, b"\r\n", 0
        while done < len(commands):
            chunk = self.socket.recv(262_144)
            if not chunk:
                raise ConnectionResetError("the server hung up")
            received += len(chunk)
            seen = rest + chunk
            ends = [found.end() for found in DONE.finditer(seen)]
            done += len(ends)
            rest = seen[ends[-1] if ends else 0 :][-16:]
        return received


def bare(port: int, authority: str, user: str, folder: str) -> int:
    """Download every letter whole and throw it away."""
    line = Line(port, authority, user)
    line.ask(f'b EXAMINE "{folder}"')
    return line.ask("c UID FETCH 1:* (BODY.PEEK[])")


def ends(port: int, authority: str, user: str, folder: str) -> int:
    """Fetch structures and the two ends of every document, as the plan beside the authority's file lists them."""
    line = Line(port, authority, user)
    line.ask(f'b EXAMINE "{folder}"')
    received = line.ask("c UID FETCH 1:* (RFC822.SIZE INTERNALDATE BODYSTRUCTURE)")
    commands = []
    for number, (uid, parts) in enumerate(json.loads((Path.cwd() / "plan.json").read_text()).items()):
        items = " ".join(
            f"BODY.PEEK[{section}]<0.{HEAD}> BODY.PEEK[{section}]<{max(0, size - TAIL)}.{TAIL}>"
            for section, size in parts
        )
        commands.append(f"d{number} UID FETCH {uid} ({items})")
    return received + line.ask(*commands)


def imap_tools(port: int, authority: str, user: str, folder: str) -> int:
    """Read every letter with its attachments, 50 at a time."""
    from imap_tools import MailBox

    context = ssl.create_default_context(cafile=authority)
    octets = 0
    with MailBox("localhost", port, ssl_context=context).login(user, PASSWORD, folder) as mailbox:
        for letter in mailbox.fetch(mark_seen=False, bulk=50):
            octets += sum(len(each.payload) for each in letter.attachments)
    return octets


def imapclient(port: int, authority: str, user: str, folder: str) -> int:
    """Download every letter whole with imapclient, 50 at a time."""
    from imapclient import IMAPClient

    context = ssl.create_default_context(cafile=authority)
    client = IMAPClient("localhost", port=port, ssl_context=context)
    client.login(user, PASSWORD)
    client.select_folder(folder, readonly=True)
    uids, octets = client.search(), 0
    for start in range(0, len(uids), 50):
        octets += sum(len(each[b"BODY[]"]) for each in client.fetch(uids[start : start + 50], ["BODY.PEEK[]"]).values())
    client.logout()
    return octets


def status(port: int, authority: str, user: str, folder: str) -> int:
    """Sign in and ask for STATUS."""
    from imapclient import IMAPClient

    context = ssl.create_default_context(cafile=authority)
    client = IMAPClient("localhost", port=port, ssl_context=context)
    client.login(user, PASSWORD)
    client.folder_status(folder, ["UIDNEXT", "UIDVALIDITY"])
    client.logout()
    return 0


MBSYNC = """\
IMAPAccount there
Host localhost
Port {port}
User {user}
Pass {password}
{tls}
CertificateFile {authority}
AuthMechs LOGIN PLAIN

IMAPStore remote
Account there

MaildirStore local
Path {folder}/
Inbox {folder}/INBOX
SubFolders Verbatim

Channel all
Far :remote:
Near :local:
Patterns "{sent}"
Create Near
Sync Pull
SyncState *
"""


def mbsync_configuration(port: int, authority: str, user: str, sent: str, folder: Path, tls: str) -> str:
    """Return a configuration that fetches one folder into `folder`."""
    return MBSYNC.format(
        port=port, authority=authority, user=user, password=PASSWORD, sent=sent, folder=folder, tls=tls
    )


PEERS = {"bare": bare, "ends": ends, "imap-tools": imap_tools, "imapclient": imapclient, "status": status}

if __name__ == "__main__":
    name, given_port, *others = sys.argv[1:]
    print(PEERS[name](int(given_port), *others))
