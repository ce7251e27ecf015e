"""A Dovecot that also lets its mail rules be seen and runs them (Debian: dovecot-managesieved)."""

import os
import shutil
import socket
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

from tests.servers import processes
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.running import ServerCannotStart

LIBRARY = Path("/usr/lib/dovecot")
ADDED = """
protocols = imap sieve
service managesieve-login {{
  {chroot}
  inet_listener sieve {{
    address = 127.0.0.1
    port = {port}
  }}
}}
protocol sieve {{
  rawlog_dir = {folder}/rawlog
}}
protocol lda {{
  mail_plugins = $mail_plugins sieve
}}
submission_host = 127.0.0.1:{sink}
postmaster_address = postmaster@practice.example
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_extensions = +editheader +notify
  sieve_user_email = %u@mx.practice.example
}}
"""


class Sieve(Dovecot):
    """Dovecot with ManageSieve and Pigeonhole; what its rules send on arrives in `sent_on`. A context manager."""

    def __init__(self, folder: Path, authority: Authority) -> None:
        super().__init__(folder, authority)
        self.sieve_port = processes.free_port()
        self._sink = socket.create_server(("127.0.0.1", 0))
        self.sent_on: list[bytes] = []
        """Whole letters as they came over SMTP, headers first."""

    def __enter__(self) -> "Sieve":
        if not (LIBRARY / "managesieve").exists():
            raise ServerCannotStart("ManageSieve is not installed (Debian: apt-get install dovecot-managesieved).")
        super().__enter__()
        threading.Thread(target=self._take_mail, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._sink.close()
        super().__exit__()

    def store(self, user: str, active: str | None, **scripts: str) -> None:
        """Give a user these scripts and no others."""
        folder, link = self.home(user) / "sieve", self.home(user) / ".dovecot.sieve"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        link.unlink(missing_ok=True)
        for name, text in scripts.items():
            (folder / f"{name}.sieve").write_bytes(text.encode())
        if active:
            link.symlink_to(f"sieve/{active}.sieve")
        processes.give_to_mail_user(folder)
        if os.getuid() == 0 and active:
            shutil.chown(link, *processes.mail_user())

    def scripts_on_disk(self, user: str) -> dict[str, object]:
        """Return every script with its content and time of change, and which is active."""
        files = sorted((self.home(user) / "sieve").rglob("*.sieve"))
        link = self.home(user) / ".dovecot.sieve"
        state = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
        return {"files": state, "active": str(link.readlink()) if link.is_symlink() else None}

    def deliver(self, user: str, letter: bytes) -> None:
        """Deliver a letter, by the user's rules."""
        command = [
            LIBRARY / "dovecot-lda",
            "-c",
            self.folder / "dovecot.conf",
            "-d",
            user,
            "-f",
            "bo@elsewhere.example",
        ]
        subprocess.run(command, input=letter, check=True, capture_output=True, timeout=30)

    def try_script(self, user: str, script: str, letter: bytes) -> str:
        """Return what Pigeonhole says it would do with a letter."""
        program = shutil.which("sieve-test")
        if not program:
            raise ServerCannotStart("sieve-test is not installed (Debian: apt-get install dovecot-sieve).")
        paths = self.folder / "tried.sieve", self.folder / "tried.letter"
        for path, octets in zip(paths, (script.encode(), letter), strict=True):
            path.write_bytes(octets)
        command = [program, "-c", self.folder / "dovecot.conf", "-u", user, *paths]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout

    def _write(self) -> None:
        super()._write()
        configuration = self.folder / "dovecot.conf"
        # Delivery asks for the user without a sign-in, for which no password file is meant.
        text = configuration.read_text().replace("  args = uid=", "  args = allow_all_users=yes uid=")
        configuration.write_text(
            text
            + ADDED.format(
                folder=self.folder,
                port=self.sieve_port,
                sink=self._sink.getsockname()[1],
                chroot="" if os.getuid() == 0 else "chroot =",
            )
        )

    def _take_mail(self) -> None:
        """Be an SMTP server that says yes to everything."""
        while True:
            try:
                connected, _ = self._sink.accept()
            except OSError:
                return
            # a mail program may hang up without saying so
            with suppress(ConnectionError), connected, connected.makefile("rwb", buffering=0) as stream:
                stream.write(b"220 ready\r\n")
                while line := stream.readline():
                    verb = line[:4].upper()
                    if verb == b"DATA":
                        stream.write(b"354 go\r\n")
                        self.sent_on.append(b"".join(iter(stream.readline, b".\r\n")))
                    stream.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
