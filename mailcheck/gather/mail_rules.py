"""Whether it is worth asking a server for its mail rules, and asking it without ever holding up a run."""

import socket
import threading
from datetime import date
from functools import partial

from mailcheck.gather.contained import contained
from mailcheck.gather.secret import Secret
from mailcheck.model import Account, Missing
from mailcheck.model.traces import SieveLook
from mailcheck.parse.hiding import hides_settings
from mailcheck.parse.recognise import Recogniser

PORT = 4190
"""Of ManageSieve (RFC 5804 §1.8)."""
TO_CONNECT = 2.0
"""Seconds: a server that offers its rules answers at once; many drop what comes to a port that they do not use."""
TO_ANSWER = 3.0
IN_ALL = 8.0

NOT_OFFERED = Missing("This server does not show its mail rules.", key="sieve-not-offered", retry="never")
"""Nothing that should have worked: the member is asked to look instead."""
LOST = Missing("The connection to the mail-rules service was lost.", key="sieve-lost")


def look_at_rules(
    account: Account, secret: Secret, recognise: Recogniser, *, today: date, port: int = PORT, seconds: float = IN_ALL
) -> SieveLook | Missing:
    """Return what the rules on an account's server do, within a few seconds, or why they could not be seen.

    Providers that are known to keep them to themselves are not asked. Never raises.
    """
    if hides_settings(account) or not _listens(account.host, port):
        return NOT_OFFERED
    from mailcheck.gather.sieve import look_at_scripts

    found: list[SieveLook | Missing] = []
    look = partial(look_at_scripts, account, secret, recognise, today=today, port=port, timeout=TO_ANSWER)
    # A server can spend its time-out on every single answer: the thread may go on alone, and ends by itself.
    thread = threading.Thread(target=lambda: found.append(contained(look)), daemon=True)
    thread.start()
    thread.join(seconds)
    return found[0] if found else LOST


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), TO_CONNECT):
            return True
    except (OSError, ValueError):  # ValueError: a name that cannot be a host's
        return False
