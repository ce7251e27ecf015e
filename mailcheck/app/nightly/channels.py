"""How a message reaches a person: a note on the screen, the member's own command, a ping. None of them ever raises.

The note goes through the program that each system has for it. The library for the purpose, desktop-notifier, was looked
at: it brings a message bus, an event loop and bindings to Windows and macOS for one line of text a week, and on macOS
its notes appear only from a Python that is signed.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from mailcheck.app.nightly.words import Message
from mailcheck.dataclass import dataclass

SECONDS = 60
SCRIPT = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"
TOAST = """\
$null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$null = [Windows.Data.Xml.Dom.XmlDocument, Windows.Data.Xml.Dom.XmlDocument, ContentType = WindowsRuntime]
$title = [Security.SecurityElement]::Escape($env:MAILCHECK_TITLE)
$text = [Security.SecurityElement]::Escape($env:MAILCHECK_TEXT)
$xml = New-Object Windows.Data.Xml.Dom.XmlDocument
$lines = "<text>$title</text><text>$text</text>"
$xml.LoadXml("<toast><visual><binding template='ToastGeneric'>$lines</binding></visual></toast>")
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
$notifier = [Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app)
$notifier.Show((New-Object Windows.UI.Notifications.ToastNotification $xml))
"""
"""Shows a toast; the words come in the environment, so that no quoting of theirs can go wrong."""


@dataclass(frozen=True, slots=True)
class Call:
    """A command to be run, and what is added to its environment."""

    command: tuple[str, ...]
    environment: Mapping[str, str]


def note(message: Message, platform: str = sys.platform) -> Call:
    """Return the call that puts a note on the screen."""
    if platform == "darwin":
        return Call(("osascript", "-e", SCRIPT, message.title, message.text), {})
    if platform == "win32":
        shell = ("powershell", "-NoProfile", "-NonInteractive", "-Command", TOAST)
        return Call(shell, {"MAILCHECK_TITLE": message.title, "MAILCHECK_TEXT": message.text})
    return Call(("notify-send", f"--app-name={message.title}", "--", message.title, message.text), {})


def show_note(message: Message) -> bool:
    """Put a note on the screen; returns whether that worked."""
    call = note(message)
    return run_command(call.command, call.environment)


def run_command(command: Sequence[str], environment: Mapping[str, str], *, hidden: Sequence[str] = ()) -> bool:
    """Run a command without a shell, a terminal or a window; returns whether it ended well. Never raises.

    `hidden` names variables that it is not given: a password may be in them.
    """
    given = {name: value for name, value in os.environ.items() if name not in hidden}
    try:
        done = subprocess.run(  # noqa: S603 - the member's own command, from the member's own settings; or our own
            command,
            env=given | dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def find_session_bus(environ: os._Environ[str] | dict[str, str] = os.environ) -> None:
    """Tell the environment where the user's own message bus is, if it does not say so: cron does not.

    Notes on the screen and the password store of a Linux desktop are reached through it.
    """
    name = "DBUS_SESSION_BUS_ADDRESS"
    if sys.platform == "linux" and name not in environ:
        path = f"/run/user/{os.getuid()}/bus"
        if os.path.exists(path):  # noqa: PTH110 - pathlib is imported by the rest anyway, but not here
            environ[name] = f"unix:path={path}"
