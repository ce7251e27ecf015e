"""A private Cyrus IMAP 3.6 on loopback, unpacked from Debian packages: they cannot be installed beside Dovecot."""

import os
import subprocess
import time
from pathlib import Path

from mailcheck.gather.imap import Session
from tests.servers import letters, processes
from tests.servers.certificates import Authority
from tests.servers.packages import unpacked, within_reach
from tests.servers.running import PASSWORD, USER, Address, files_below

PACKAGES = (
    *("cyrus-common", "cyrus-imapd", "cyrus-clients", "libical3", "libpcre3", "libxapian30", "libzephyr4"),
    *("libhesiod0", "libjansson4", "libpq5", "libwrap0", "libicu72", "libdb5.3", "libsasl2-2", "libsasl2-modules"),
    *("libsasl2-modules-db", "sasl2-bin", "libclamav12"),
)
FOLDERS = ("db", "socket", "proc", "log", "msg", "lock", "ptclient", "backup", "user", "quota")

CONFIGURATION = """\
configdirectory: {folder}/conf
partition-default: {folder}/spool
defaultpartition: default
admins: cyrus
cyrus_user: {user}
servername: localhost
defaultdomain: localhost
virtdomains: off
altnamespace: yes
unixhierarchysep: yes
autocreate_quota: 0
autocreate_inbox_folders: Sent
autocreate_subscribe_folders: Sent
xlist-sent: Sent
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/conf/sasldb2
sasl_mech_list: PLAIN LOGIN
plugin_path: {libraries}/sasl2
sasl_plugin_path: {libraries}/sasl2
allowplaintext: no
munge8bit: no
tls_server_cert: {chain}
tls_server_key: {key}
syslog_prefix: mailcheck-test-cyrus
sievedir: {folder}/sieve
tls_sessions_db_path: {folder}/conf/tls_sessions.db
"""
PROCESSES = """\
START {{
  recover cmd="{bin}/ctl_cyrusdb -C {folder}/imapd.conf -r"
}}
SERVICES {{
  imap  cmd="{bin}/imapd -C {folder}/imapd.conf -U 50" listen="127.0.0.1:{plain}" prefork=0 maxchild=20 proto="tcp4"
  imaps cmd="{bin}/imapd -C {folder}/imapd.conf -s -U 50" listen="127.0.0.1:{tls}" prefork=0 maxchild=20 proto="tcp4"
}}
EVENTS {{
}}
"""


def unpack() -> Path:
    """Return the folder in which Cyrus lies unpacked."""
    return unpacked("cyrus", PACKAGES, "usr/lib/cyrus/bin/imapd")


class Cyrus:
    """Cyrus with `user0`, who holds the letters. A context manager."""

    sent = "Sent"

    def __init__(self, folder: Path, authority: Authority, users: tuple[str, ...] = (USER,)) -> None:
        self.folder, self._users = folder, users
        self._chain, self._key = authority.files()
        self.tls = Address(processes.free_port(), authority.ca_file)
        self._plain = processes.free_port()

    def __enter__(self) -> "Cyrus":
        root = within_reach(unpack(), self.folder)
        libraries = root / "usr/lib/x86_64-linux-gnu"
        search = ":".join(map(str, (libraries, root / "lib/x86_64-linux-gnu", root / "usr/lib")))
        env = {**os.environ, "LD_LIBRARY_PATH": search, "CYRUS_USER": processes.mail_user()[0]}
        self._write(root, libraries, env)
        command = [
            root / "usr/lib/cyrus/bin/master",
            "-C",
            self.folder / "imapd.conf",
            "-M",
            self.folder / "cyrus.conf",
        ]
        command += ["-p", self.folder / "run/master.pid", "-L", self.folder / "master.log"]
        self._process = processes.start(command, self._plain, self.folder / "output.log", env=env)
        self._fill()
        return self

    def __exit__(self, *_: object) -> None:
        processes.stop(self._process)

    def open(self) -> Session:
        """Sign in to the first user's mailbox."""
        return self.tls.open()

    def snapshot(self) -> object:
        """Return every message and every message file (`1.`, `2.` …)."""
        return files_below(self.folder / "spool", only="[0-9]*."), self.tls.messages(("INBOX", self.sent))

    def _write(self, root: Path, libraries: Path, env: dict[str, str]) -> None:
        self.folder.chmod(0o755)
        for name in (*(f"conf/{part}" for part in FOLDERS), "spool", "run", "sieve", "tls"):
            (self.folder / name).mkdir(parents=True)
        chain, key = self.folder / "tls/server.pem", self.folder / "tls/server.key"
        chain.write_bytes(self._chain.read_bytes())
        key.write_bytes(self._key.read_bytes())
        key.chmod(0o600)
        for user in (*self._users, "cyrus"):
            command = [root / "usr/sbin/saslpasswd2", "-p", "-c", "-f", self.folder / "conf/sasldb2", "-u", "localhost"]
            subprocess.run([*command, user], input=PASSWORD.encode(), env=env, check=True, capture_output=True)
        values = {"folder": self.folder, "user": env["CYRUS_USER"], "libraries": libraries, "chain": chain, "key": key}
        (self.folder / "imapd.conf").write_text(CONFIGURATION.format(**values))
        binaries = root / "usr/lib/cyrus/bin"
        ports = {"plain": self._plain, "tls": self.tls.port}
        (self.folder / "cyrus.conf").write_text(PROCESSES.format(folder=self.folder, bin=binaries, **ports))
        processes.give_to_mail_user(self.folder)

    def _fill(self) -> None:
        client = self.tls.raw()
        for folder, stored in (("INBOX", letters.INBOX), (self.sent, letters.LETTERS)):
            for position, letter in enumerate(stored):
                flags = r"(\Seen)" if position in letters.SEEN else None
                answer, said = client.append(folder, flags, time.time(), letter)
                if answer != "OK":
                    raise AssertionError(f"cyrus did not take letter {position}: {said!r}")
        client.logout()
