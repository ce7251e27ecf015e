"""A Dovecot whose users may share their folders with one another (plugins `acl` and `imap_acl`)."""

from pathlib import Path

from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot

ADDED = """
mail_plugins = acl
protocol imap {{
  mail_plugins = acl imap_acl
}}
plugin {{
  acl = vfile{everywhere}
  acl_shared_dict = file:{folder}/mail/shared.db
  acl_anyone = allow
}}
namespace shared {{
  type = shared
  separator = /
  prefix = shared/%%u/
  location = maildir:%%h/Maildir
  subscriptions = no
  list = children
}}
"""


class Sharing(Dovecot):
    """Dovecot on which SETACL works, and `shared/NAME` shows what NAME shared. A context manager."""

    def __init__(self, folder: Path, authority: Authority, users: tuple[str, ...], everywhere: str = "") -> None:
        """Begin; `everywhere` is what an administrator sets for all mailboxes, one line for each right."""
        super().__init__(folder, authority, users)
        self._everywhere = everywhere

    def share(self, owner: str, folder: str, **rights: str) -> None:
        """Set an owner's folder free, for each reader with these rights; none takes them away."""
        client = self.tls.raw(owner)
        for reader, letters in rights.items():
            answer, said = client.setacl(folder, reader, letters) if letters else client.deleteacl(folder, reader)
            if answer != "OK":
                raise AssertionError(f"dovecot did not take the right: {said!r}")
        client.logout()

    def _write(self) -> None:
        super()._write()
        configuration = self.folder / "dovecot.conf"
        # A shared namespace looks other users up without a sign-in, for which no password file is meant.
        text = configuration.read_text().replace("  args = uid=", "  args = allow_all_users=yes uid=")
        (self.folder / "acl").write_text(self._everywhere)
        everywhere = f":{self.folder}/acl" if self._everywhere else ""
        configuration.write_text(text + ADDED.format(folder=self.folder, everywhere=everywhere))
