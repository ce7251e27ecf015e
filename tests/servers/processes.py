"""Starts and stops server processes on loopback."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.servers.running import ServerCannotStart

_handed_out: set[int] = set()


def free_port() -> int:
    """Return a port that is free on loopback at this moment, and that was not handed out before in this process."""
    while True:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            port: int = listening.getsockname()[1]
        if port not in _handed_out:
            _handed_out.add(port)
            return port


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
    """Start a server and wait until it greets on `port`. Raises ServerCannotStart with what it said."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=env)
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


def _wait_until(is_ready: Callable[[], bool], process: subprocess.Popen, log: Path, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        if is_ready():
            return
        time.sleep(0.05)
    raise ServerCannotStart(f"{process.args[0]} did not come up: {log.read_text(errors='replace')[-2000:]}")
