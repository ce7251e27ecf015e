"""Letters with up to 2 GB attached, on a real server: a few octets are read, and the verdict is right or honest.

Their files are sparse: the lines of base64 that hold the two ends are there, and the middle is a hole of as many
octets as its lines would have. The server reads all of it to tell what the letter is made of, and takes no disk.
"""

import base64
import json
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.slow_line import SlowLine
from tests.servers import processes
from tests.whole.mailboxes import settings

pytestmark = pytest.mark.server

LINE, STRIDE = 57, 78
"""Octets in a line of base64, and what it takes with its end."""
LINES = 2 * 1024**3 // LINE
"""Of 2 GB. Encoded it takes 2.9 GB, more than 31 bits can count."""
LESS = 200 * 1024**2 // LINE
"""Of 200 MB, still more than is ever fetched whole: the server takes seconds for each GB."""
END = 100
"""Lines that are there at either end."""
DOWN = 40_000
"""Octets at most for all of them: signing in, folders, listings and every other look at the account included."""
MEMORY = 96 * 1024
"""Kilobytes at the peak."""


@dataclass(frozen=True)
class Ends:
    """The two ends of a document, and its length in lines; what is between them is never looked at."""

    head: bytes
    tail: bytes
    lines: int = LESS


def zipped(lines: int, *, is_locked: bool) -> Ends:
    """Return a ZIP with one stored file, plain or with AES-256 ([APPNOTE] 4.3.7, 4.3.12, 4.3.16; WinZip's AE-2)."""
    name, extra = b"film.mp4", struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 0) if is_locked else b""
    length = lines * LINE - 30 - 46 - 22 - 2 * len(name + extra)
    method, flags = (99, 1) if is_locked else (0, 0)
    facts = struct.pack("<HHHHHIIIHH", 51, flags, method, 0, 33, 0, length, length, len(name), len(extra))
    local = b"PK\3\4" + facts + name + extra
    entry = b"PK\1\2" + struct.pack("<H", 51) + facts + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name + extra
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local) + length, 0)
    return Ends(local, entry + end, lines)


DOCUMENTS = {
    "protected": zipped(LINES, is_locked=True),
    "open": zipped(LESS, is_locked=False),
    "unreadable": Ends(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"trailer << /Root 1 0 R >>\nstartxref\n99\n%%EOF\n"),
}


def encoded(octets: bytes) -> bytes:
    """Return base64 in lines that end as on the wire, so that the server adds nothing."""
    return base64.encodebytes(octets).replace(b"\n", b"\r\n")


def write(path: Path, name: str, ends: Ends) -> None:
    """Write a letter of which the middle is a hole."""
    head = (
        f"From: anna@practice.example\r\nTo: client@elsewhere.example\r\nMessage-ID: <{path.name}@practice.example>\r\n"
        "Date: Tue, 3 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nA film.\r\n--b\r\n'
        f'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="{name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode()
    with path.open("wb") as file:
        file.write(head + encoded(ends.head.ljust(END * LINE, b"\0")))
        file.seek((ends.lines - 2 * END) * STRIDE, 1)
        file.write(encoded(ends.tail.rjust(END * LINE, b"\0")) + b"--b--\r\n")


@pytest.fixture
def enormous(many_users, tmp_path):
    """A sent folder with a letter for each document."""
    current = many_users.home("work") / "Maildir" / ".Sent" / "cur"
    for folder in (current, current.parent / "new", current.parent / "tmp"):
        folder.mkdir(parents=True)
    (current.parent / "maildirfolder").touch()
    for number, (name, ends) in enumerate(DOCUMENTS.items()):
        write(current / f"{1790000000 + number}.M{number}P1.host:2,S", f"{name}.bin", ends)
    processes.give_to_mail_user(many_users.home("work"))
    return settings(tmp_path, many_users, "work", None)


def test_two_gigabytes_cost_a_few_octets(many_users, enormous):
    """Locked (2 GB), open and damaged; memory stays flat, and what cannot be told is said to be unread."""
    assert 2**31 < (LINES * STRIDE) < 2**32
    code = (
        "import sys; from mailcheck.app.cli import main; main(sys.argv[1:]);"
        "print([l for l in open('/proc/self/status') if l.startswith('VmHWM')][0].split()[1], file=sys.stderr)"
    )
    with SlowLine(many_users.tls.port) as line:
        enormous.write_text(enormous.read_text().replace(f"port = {many_users.tls.port}", f"port = {line.port}"))
        done = subprocess.run(
            [sys.executable, "-c", code, "check", "--config", str(enormous), "--format", "json"],
            check=False,
            capture_output=True,
            text=True,
        )
        cost = line.take()
    report = json.loads(done.stdout)
    coverage = report["accounts"][0]["coverage"]
    found = [each for each in report["findings"] if each["rule"] == "protected-attachments"]
    assert (coverage["messages"], coverage["documents"], coverage["protected"]) == (3, 3, 1)
    assert (coverage["unreadable"], coverage["fetched_whole"]) == (1, 0)
    assert {item["uid"]: (item["protection"], item["size"]) for each in found for item in each["items"]} == {
        2: ("open", LESS * LINE),
        3: ("unreadable", LESS * STRIDE - 2),  # as transferred; its last end of line is the border's
    }
    assert (cost.down < DOWN, int(done.stderr.split()[-1]) < MEMORY) == (True, True), (cost, done.stderr)
