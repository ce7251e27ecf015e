"""Real programmes that copy letters from one mailbox into another (Debian: fetchmail, getmail6, isync)."""

import shutil
import subprocess
from pathlib import Path

from tests.servers import processes
from tests.servers.dovecot import Dovecot
from tests.servers.managesieve import LIBRARY
from tests.servers.running import PASSWORD, ServerCannotStart

# The certificate is not checked: fetchmail wants a common name in it, which certificates no longer carry.
FETCHMAIL = """\
poll localhost protocol IMAP service {port} auth password
  user "{source}" password "{password}" is root here
  ssl no sslcertck keep fetchall
  mda "{lda} -c {folder}/dovecot.conf -d {target}"
"""
GETMAIL = """\
[retriever]
type = SimpleIMAPSSLRetriever
server = localhost
port = {port}
username = {source}
password = {password}
ca_certs = {ca}
[destination]
type = Maildir
path = {maildir}/
user = {user}
[options]
delete = false
read_all = true
verbose = 0
"""
MBSYNC = """\
IMAPAccount far
Host localhost
Port {port}
User {source}
Pass {password}
SSLType IMAPS
CertificateFile {ca}

IMAPAccount near
Host localhost
Port {port}
User {target}
Pass {password}
SSLType IMAPS
CertificateFile {ca}

IMAPStore far
Account far

IMAPStore near
Account near

Channel copy
Far :far:
Near :near:
Patterns INBOX
Sync Pull
SyncState {folder}/mbsync/
"""


def fetchmail(server: Dovecot, source: str, target: str) -> None:
    """Let fetchmail collect the letters of one user and deliver them to another."""
    rules = _written(server, "fetchmailrc", FETCHMAIL, source, target)
    _run("fetchmail", "--fetchmailrc", rules, "--pidfile", server.folder / "fetchmail.pid", "--nosyslog", "--norewrite")


def getmail(server: Dovecot, source: str, target: str) -> None:
    """Let getmail collect the letters of one user and put them into the other's mailbox."""
    folder = server.folder / "getmail"
    folder.mkdir(exist_ok=True)
    for name in ("cur", "new", "tmp"):
        (server.home(target) / "Maildir" / name).mkdir(parents=True, exist_ok=True)
    processes.give_to_mail_user(server.home(target))
    _run("getmail", "--getmaildir", folder, "--rcfile", _written(server, "getmailrc", GETMAIL, source, target))


def mbsync(server: Dovecot, source: str, target: str) -> None:
    """Let mbsync copy the letters of one user into the other's mailbox."""
    (server.folder / "mbsync").mkdir(exist_ok=True)
    _run("mbsync", "--config", _written(server, "mbsyncrc", MBSYNC, source, target), "copy")


def _written(server: Dovecot, name: str, text: str, source: str, target: str) -> Path:
    path = server.folder / name
    path.write_text(
        text.format(
            port=server.tls.port,
            source=source,
            target=target,
            password=PASSWORD,
            ca=server.tls.ca_file,
            folder=server.folder,
            lda=LIBRARY / "dovecot-lda",
            maildir=server.home(target) / "Maildir",
            user=processes.mail_user()[0],
        )
    )
    path.chmod(0o600)
    return path


def _run(program: str, *arguments: str | Path) -> None:
    found = shutil.which(program)
    if not found:
        raise ServerCannotStart(f"{program} is not installed (Debian: apt-get install fetchmail getmail6 isync).")
    done = subprocess.run([found, *arguments], capture_output=True, text=True, timeout=60, check=False)
    # fetchmail says 1 for "no mail", and everything else that is not 0 for a failure.
    assert done.returncode == 0, f"{program}: {done.stdout}\n{done.stderr}"
