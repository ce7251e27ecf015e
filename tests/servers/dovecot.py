"""A private Dovecot on loopback (Debian: dovecot-imapd, dovecot-managesieved)."""

import base64
import hashlib
import hmac
import json
import shutil
import time
from pathlib import Path

from mailcheck.gather.imap import Session
from mailcheck.model import Security
from tests.servers import letters, processes
from tests.servers.certificates import Authority
from tests.servers.running import PASSWORD, USER, Address, ServerCannotStart, files_below

ODD_PASSWORDS = ("pa ss", 'quo"te', "back\\slash", "pässwörd ∑", "{5}", "%(x)s *", '"', "\\", "a]b[c", "100% $HOME")
"""Of the users `odd0`, `odd1` …"""
TOKEN_KEY = b"loopback-test-key-0123456789abcdef"

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{chain}
ssl_key = <{key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
{own_user}
mail_home = {folder}/mail/%u
mail_location = maildir:~/Maildir
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {folder}/passwd
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf.ext
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    address = 127.0.0.1
    port = {plain_port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  {chroot}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  {chroot}
}}
protocol imap {{
  rawlog_dir = {folder}/rawlog
}}
"""


class Dovecot:
    """Dovecot with `user0` and `user1`; `user0` holds the letters. A context manager."""

    sent = "Sent"

    def __init__(
        self,
        folder: Path,
        authority: Authority,
        users: tuple[str, ...] = (USER, "user1"),
        *,
        mechanisms: str = "plain login xoauth2 oauthbearer",
    ) -> None:
        self.folder, self._users, self._mechanisms = folder, users, mechanisms
        self._chain, self._key = authority.files()
        self.tls = Address(processes.free_port(), authority.ca_file)
        self.starttls = Address(processes.free_port(), authority.ca_file, Security.STARTTLS)

    def __enter__(self) -> "Dovecot":
        program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
        if not program:
            raise ServerCannotStart("dovecot is not installed (Debian: apt-get install dovecot-imapd).")
        self._write()
        command = [program, "-F", "-c", self.folder / "dovecot.conf"]
        self._process = processes.start(command, self.starttls.port, self.folder / "output.log")
        return self

    def __exit__(self, *_: object) -> None:
        processes.stop(self._process)

    def open(self) -> Session:
        """Sign in to the first user's mailbox."""
        return self.tls.open()

    def home(self, user: str) -> Path:
        """Return the folder in which a user's mail lies."""
        return self.folder / "mail" / user

    def snapshot(self) -> object:
        """Return every message and every mail file."""
        disk = {
            path: digest
            for path, digest in files_below(self.home(USER) / "Maildir").items()
            if Path(path).parent.name in {"cur", "new"}
        }
        return disk, self.tls.messages(("INBOX", self.sent))

    def raw_log(self) -> dict[Path, bytes]:
        """Return what clients sent after sign-in, octet by octet, one entry for each session."""
        return {path: path.read_bytes() for path in (self.folder / "rawlog").glob("*.in")}

    def token(self, user: str, *, key: bytes = TOKEN_KEY, seconds: int = 3600) -> str:
        """Return a bearer token that this server accepts."""
        now = int(time.time())
        head = {"typ": "JWT", "alg": "HS256", "kid": "default"}
        claims = {"sub": user, "email": user, "iat": now, "nbf": now - 5, "exp": now + seconds}
        body = b".".join(map(_coded, (head, claims | {"iss": "loopback", "aud": "loopback"})))
        return (body + b"." + _stripped(hmac.new(key, body, hashlib.sha256).digest())).decode()

    def _write(self) -> None:
        user, group = processes.mail_user()
        is_root = user == "mail"
        self.folder.chmod(0o755)
        for name in ("run", "state", "mail", "keys/default/HS256", "rawlog"):
            (self.folder / name).mkdir(parents=True)
        passwords = dict.fromkeys(self._users, PASSWORD) | {f"odd{n}": odd for n, odd in enumerate(ODD_PASSWORDS)}
        lines = [f"{name}:{{PLAIN.b64}}{_base64(password)}::::::\n" for name, password in passwords.items()]
        (self.folder / "passwd").write_text("".join(lines))
        (self.folder / "keys/default/HS256/default").write_bytes(base64.b64encode(TOKEN_KEY))
        (self.folder / "oauth2.conf.ext").write_text(
            f"introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={self.folder}/keys/\n"
            "username_attribute = email\nusername_format = %u\nissuers = loopback\n"
        )
        own = f"default_internal_user = {user}\ndefault_login_user = {user}\ndefault_internal_group = {group}\n"
        (self.folder / "dovecot.conf").write_text(
            CONFIGURATION.format(
                folder=self.folder,
                mechanisms=self._mechanisms,
                chain=self._chain,
                key=self._key,
                user=user,
                group=group,
                own_user="" if is_root else own,
                chroot="" if is_root else "chroot =",
                plain_port=self.starttls.port,
                tls_port=self.tls.port,
            )
        )
        for name in self._users:
            fill_maildir(self.home(name) / "Maildir", ".Sent" if name == USER else None)
        processes.give_to_mail_user(self.folder / "mail")
        processes.give_to_mail_user(self.folder / "rawlog")


def fill_maildir(maildir: Path, sent: str | None) -> None:
    """Make a Maildir (INBOX and, if named, a sent folder) that holds the letters in `cur`.

    Lines end as on disk, with LF: the server puts CRLF on the wire.
    """
    for folder, stored in ((maildir, letters.INBOX), (maildir / (sent or ""), letters.LETTERS)):
        for name in ("cur", "new", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        if sent is None:
            return
        if folder != maildir:
            (folder / "maildirfolder").touch()
        for position, letter in enumerate(stored):
            flags = "S" if position in letters.SEEN else ""
            (folder / "cur" / f"{1780000000 + position}.M{position}P1.host:2,{flags}").write_bytes(
                letter.replace(b"\r\n", b"\n")
            )


def _base64(password: str) -> str:
    return base64.b64encode(password.encode()).decode()


def _coded(value: dict[str, object]) -> bytes:
    return _stripped(json.dumps(value).encode())


def _stripped(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")
