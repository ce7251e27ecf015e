"""Starts and stops server processes on loopback."""

import fcntl
import grp
import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from tests.patience import PATIENCE
from tests.servers.running import ServerCannotStart

PORTS = range(15_000, 30_000)
"""Below those from which systems take the port of an outgoing connection, so that no client ever sits on one."""
_held: dict[int, IO[bytes]] = {}
"""The lock of each port that was handed out, for as long as this process lives."""


def free_port() -> int:
    """Return a port that is free on loopback, and that no other test on this computer is given meanwhile.

    A server binds its port some time after it was chosen. Whoever is told the same one would not only fail to start:
    it would be greeted by the other's server, and take it for its own.
    """
    folder = Path(tempfile.gettempdir()) / f"mailcheck-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    for port in random.sample(PORTS, len(PORTS)):
        if port not in _held and _is_ours(port, folder / str(port)):
            return port
    raise ServerCannotStart("No port is free.")


def _is_ours(port: int, path: Path) -> bool:
    lock = path.open("wb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with socket.socket() as listening:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(("127.0.0.1", port))
    except OSError:
        lock.close()
        return False
    _held[port] = lock
    return True


def mail_user() -> tuple[str, str]:
    """Return user and group for mail processes: ourselves, or `mail` if we are root, which servers refuse."""
    if os.getuid() == 0:
        user = pwd.getpwnam("mail")
        return user.pw_name, grp.getgrgid(user.pw_gid).gr_name
    return pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name


def give_to_mail_user(folder: Path) -> None:
    """Let the mail processes own everything below `folder`."""
    if os.getuid() == 0:
        user, group = mail_user()
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, user, group)


def start(command: list[str | Path], port: int, log: Path, *, env: dict[str, str] | None = None) -> subprocess.Popen:
    """Start a server and wait until it greets on `port`. Raises ServerCannotStart with what it said.

    It has a session of its own: Cyrus ends with a signal to its whole process group, and would take with it whatever
    servers other tests have started as the same user.
    """
    nothing = subprocess.DEVNULL
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, stdin=nothing, env=env, start_new_session=True
        )
    try:
        _wait_until(lambda: _greets(port), process, log)
    except ServerCannotStart:
        stop(process)
        raise
    return process


def stop(process: subprocess.Popen) -> None:
    """Stop a server and its children, which it ends itself."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(5)


def _greets(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connected:
            connected.settimeout(5)
            return bool(connected.recv(4))
    except OSError:
        return False


def _wait_until(is_ready: Callable[[], bool], process: subprocess.Popen, log: Path, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        if is_ready():
            return
        time.sleep(0.05)
    raise ServerCannotStart(f"{process.args[0]} did not come up: {log.read_text(errors='replace')[-2000:]}")
