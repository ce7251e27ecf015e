"""The places where a password can be: a file, a systemd credential, a command. Nothing of it is ever in an error."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from mailcheck.errors import Problem, SecretError
from mailcheck.gather.refusals import cleaned

_LARGEST = 64 * 1024
_OTHERS = 0o077


def present(value: str | None, source: str) -> str:
    """Return a secret that is there. Raises SecretError."""
    if not value:
        remedy = "Put the password there, or change where `secret` in the settings says it is."
        raise SecretError(Problem(f"There is no password in {source}.", remedy=remedy), key="secret-missing")
    return value


def from_file(path: Path) -> str:
    """Return the first line of a file that nobody else can read (POSIX; elsewhere the folder's own rights hold)."""
    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & _OTHERS:
                remedy = "Make it yours alone: chmod 600, and the file that `secret` in the settings names."
                raise SecretError(
                    Problem("Others on this computer can read the file with this account's password.", remedy=remedy),
                    key="secret-file-open",
                )
            return present(_first_line(file.read(_LARGEST + 1)), "the file that `secret` in the settings names")
    except OSError as error:
        what = f"The file with this account's password could not be read ({error.strerror or 'no reason given'})."
        raise SecretError(Problem(what, remedy="Look at `secret` in the settings."), key="secret-missing") from None


def from_credential(name: str, environ: Mapping[str, str]) -> str:
    """Return a systemd credential (systemd.exec(5)): a file in a folder that only the service can read."""
    try:
        octets = (Path(environ["CREDENTIALS_DIRECTORY"]) / name).read_bytes()
    except (KeyError, OSError):
        remedy = f"Write LoadCredential={name}:PATH into the service that runs mailcheck."
        what = f"The system did not hand over the credential {name}."
        raise SecretError(Problem(what, remedy=remedy), key="secret-missing") from None
    return present(_first_line(octets), f"the credential {name}")


def from_command(command: tuple[str, ...], seconds: float) -> str:
    """Return the first line that a command prints. It runs without a shell and with nothing to read from."""
    try:
        done = subprocess.run(  # noqa: S603 - the member's own command, from the member's own settings
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise _failed(f"it took longer than {seconds:g} seconds") from None
    except OSError as error:
        raise _failed(f"it could not be started ({error.strerror or 'no reason given'})") from None
    printed = _first_line(done.stdout)
    if done.returncode != 0:
        raise _failed(_last_words(done.stderr, printed) or f"it ended with code {done.returncode}")
    if not printed:
        raise _failed("it printed nothing that can be a password")
    return printed


def _failed(why: str) -> SecretError:
    what = f"The command that should print the password did not: {why}."
    return SecretError(Problem(what, remedy="Run it by hand, and look at what it says."), key="command-failed")


def _last_words(stderr: bytes, printed: str) -> str:
    """Return the last line of what a command complained about, without addresses, tokens or what it had printed."""
    lines = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return cleaned(lines[-1], hidden=(printed,)).rstrip(".") if lines else ""


def _first_line(octets: bytes) -> str:
    """Return the first line, with its spaces: they can be part of a password. Empty if it is too long or no text."""
    try:
        line = octets.decode("utf-8-sig").split("\n", 1)[0].removesuffix("\r")
    except UnicodeDecodeError:
        return ""
    return line if len(octets) <= _LARGEST else ""
