"""A Dovecot that takes letters over LMTP, and writes its own lines on top of them (Debian: dovecot-lmtpd)."""

import smtplib
from pathlib import Path

from tests.patience import PATIENCE
from tests.servers import processes
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.running import ServerCannotStart

PROGRAM = Path("/usr/lib/dovecot/lmtp")
ADDED = """
protocols = imap lmtp
hostname = {name}
auth_username_chars =
service lmtp {{
  {chroot}
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {port}
  }}
}}
"""


class Delivering(Dovecot):
    """Dovecot with LMTP. It calls itself `name`, as the mail exchanger of a provider does. A context manager."""

    def __init__(self, folder: Path, authority: Authority, users: tuple[str, ...], *, name: str) -> None:
        super().__init__(folder, authority, users)
        self._name, self._port = name, processes.free_port()

    def __enter__(self) -> "Delivering":
        if not PROGRAM.exists():
            raise ServerCannotStart("LMTP is not installed (Debian: apt-get install dovecot-lmtpd).")
        super().__enter__()
        return self

    def take(self, user: str, letter: bytes, *, envelope: str = "bo@elsewhere.example") -> None:
        """Deliver a letter as the mail exchanger hands it on (RFC 2033); the server adds what it always adds."""
        with smtplib.LMTP("127.0.0.1", self._port, timeout=PATIENCE) as client:
            refused = client.sendmail(envelope, [user], letter)
        if refused:
            raise AssertionError(f"dovecot did not take the letter: {refused!r}")

    def _write(self) -> None:
        super()._write()
        configuration = self.folder / "dovecot.conf"
        # Delivery asks for the user without a sign-in, for which no password file is meant.
        text = configuration.read_text().replace("  args = uid=", "  args = allow_all_users=yes uid=")
        passwords = self.folder / "passwd"
        passwords.write_text(passwords.read_text().replace("\\", "\\\\"))  # Dovecot looks names up with it doubled
        chroot = "" if processes.mail_user()[0] == "mail" else "chroot ="
        configuration.write_text(text + ADDED.format(name=self._name, port=self._port, chroot=chroot))
