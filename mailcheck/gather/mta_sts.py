"""Fetches a domain's MTA-STS policy (RFC 8461 §3.3): one small text over HTTPS.

By the standard library: one GET to one address, without redirects, cookies or proxies, bounded in octets and seconds,
is all there is to do, and a client library would have to be told not to do the rest.
"""

import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPException, HTTPResponse

from mailcheck.model import Missing
from mailcheck.parse.dns_records import LARGEST_POLICY

SECONDS = 10.0
"""For everything, from the connection to the last octet."""

UNREACHABLE = Missing("The policy that the domain announces could not be fetched.", key="mta-sts")


def fetch_policy(
    domain: str,
    *,
    context: ssl.SSLContext | None = None,
    address: tuple[str, int] | None = None,
    seconds: float = SECONDS,
) -> str | Missing:
    """Return the text of a domain's policy. Never raises.

    The certificate must be for `mta-sts.<domain>`. `address` is where to connect instead, and `context` what to trust
    instead of the system's certificates.
    """
    host = f"mta-sts.{domain}"
    trusted = context or ssl.create_default_context()
    try:
        with (
            socket.create_connection(address or (host, 443), seconds) as connected,
            trusted.wrap_socket(connected, server_hostname=host, do_handshake_on_connect=False) as private,
        ):
            # A server that sends an octet now and then would outlast every single time-out.
            end = threading.Timer(seconds, _hang_up, (private,))
            end.daemon = True
            end.start()
            try:
                return _get(private, host)
            finally:
                end.cancel()
    except (OSError, HTTPException, ValueError):
        return UNREACHABLE


def _hang_up(connected: ssl.SSLSocket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)  # its own would wait for the other side's good-bye


def _get(connected: ssl.SSLSocket, host: str) -> str | Missing:
    connected.do_handshake()
    request = ("GET /.well-known/mta-sts.txt HTTP/1.1", f"Host: {host}", "User-Agent: mailcheck", "Connection: close")
    connected.sendall("\r\n".join((*request, "", "")).encode("ascii"))
    with HTTPResponse(connected, method="GET") as response:
        response.begin()
        kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
        if response.status != 200 or kind != "text/plain":  # also a redirect, which is not to be followed
            return UNREACHABLE
        octets = response.read(LARGEST_POLICY + 1)
    return octets.decode("utf-8", "replace") if len(octets) <= LARGEST_POLICY else UNREACHABLE
