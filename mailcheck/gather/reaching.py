"""Reaches mail servers: connects, and encrypts where that comes first. Nothing is said to them yet.

`Lines` begins with that while the rest of the program is still loaded: three round trips pass in that time.
"""

import os
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from ipaddress import ip_address
from types import TracebackType

from mailcheck.gather.guard import Guard
from mailcheck.gather.meanwhile import Meanwhile
from mailcheck.gather.wire import Wire
from mailcheck.model import Account, Security

TIMEOUT = 30.0
"""Seconds that one wait may take."""
MOST_IDLE = 10.0
"""Seconds that a connection may lie unused: somebody who has to type a password takes longer than servers wait."""

Reach = Callable[[Account, Security, float], Wire]
"""Connects to an account's server in a way, with a time-out. Raises NotReached, OSError, or ValueError for a host name
that cannot be one."""


class NotReached(Exception):
    """What mailcheck itself found wrong with a way to a server: `key` is that of the refusal."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def reach(account: Account, security: Security, timeout: float) -> Wire:
    """Connect, and encrypt if the connection is encrypted from its first octet; a `Reach`."""
    nearest = _nearest_trust(account) if security is Security.TLS else None
    if nearest is not None:
        with suppress(ssl.SSLCertVerificationError):
            return _reached(account, security, timeout, nearest)
    return _reached(account, security, timeout, partial(tls_context, account))


def _reached(account: Account, security: Security, timeout: float, trusting: Callable[[], ssl.SSLContext]) -> Wire:
    context = Meanwhile(trusting) if security is Security.TLS else None
    connected = socket.create_connection((account.host, account.port), timeout)
    try:
        is_private = security is Security.NONE and is_loopback(str(connected.getpeername()[0]))
        if security is Security.NONE and not is_private:
            raise NotReached("not-private")
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context is not None:
            connected = context.result().wrap_socket(connected, server_hostname=account.host)
            is_private = True
    except BaseException:
        connected.close()
        raise
    return Wire(connected, timeout=timeout, guard=Guard(is_private=is_private))


def tls_context(account: Account) -> ssl.SSLContext:
    """Return a context that verifies certificate and host name, by the system's trust and the account's own file."""
    context = _trusting(account.ca_file)
    if account.ca_file:
        context.load_default_certs()
    return context


def _nearest_trust(account: Account) -> Callable[[], ssl.SSLContext] | None:
    """Return a context that trusts a part of that: the account's file, else the folder in which OpenSSL looks one up.

    A system's file holds more than a hundred certificates, and takes longer to read than a round trip. So a server is
    called once more, by all that is trusted, only if nothing in that part speaks for it.
    """
    if account.ca_file:
        return partial(_trusting, account.ca_file)
    folder = ssl.get_default_verify_paths().capath
    with suppress(OSError):
        if folder and any(name.endswith(".0") for name in os.listdir(folder)):  # noqa: PTH208 - only the names
            return partial(_trusting, folder=folder)
    return None


def _trusting(file: str | None = None, *, folder: str | None = None) -> ssl.SSLContext:
    """Return a context that verifies by a file, by a folder of certificates, or, without either, by the system."""
    try:
        context = ssl.create_default_context(cafile=file, capath=folder)
    except OSError:  # also ssl.SSLError: not a certificate
        raise NotReached("ca-file") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if file:
        # A person who names the file trusts what is in it: a server's own certificate too, and one that a strict
        # reading of RFC 5280 would refuse (Proton Bridge writes such a one).
        context.verify_flags = (context.verify_flags | ssl.VERIFY_X509_PARTIAL_CHAIN) & ~ssl.VERIFY_X509_STRICT
    return context


def is_loopback(address: str) -> bool:
    """Whether an address is on this computer."""
    found = ip_address(address.partition("%")[0])
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


class Lines:
    """Connections that are made ahead of whoever needs them; those that nobody needed are closed in the end."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._begun = {account: _Begun(account) for account in accounts}

    def reach(self, account: Account, security: Security, timeout: float) -> Wire:
        """Return the connection that was made ahead, once, and else a new one; a `Reach`."""
        begun = self._begun.pop(account, None) if security is account.security else None
        wire = begun.taken() if begun else None
        return wire or reach(account, security, timeout)

    def __enter__(self) -> "Lines":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for begun in self._begun.values():
            begun.leave()


class _Begun:
    """One connection being made."""

    def __init__(self, account: Account) -> None:
        self._account, self._began = account, time.monotonic()
        self._wire: Wire | None = None
        self._is_left = False
        self._made = Meanwhile(self._make)

    def _make(self) -> Wire:
        self._wire = reach(self._account, self._account.security, TIMEOUT)
        if self._is_left:
            self.leave()
        return self._wire

    def taken(self) -> Wire | None:
        """Return the connection; None if it is too old to be good. Raises what `reach` raised."""
        wire = self._made.result()
        if time.monotonic() - self._began > MOST_IDLE:
            self.leave()
            return None
        return wire

    def leave(self) -> None:
        """Hang up, now or when there is something to hang up."""
        self._is_left = True
        if self._wire is not None:
            self._wire.close()
