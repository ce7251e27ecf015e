"""Fetches an institute's signed policy from an https address: one GET, bounded in octets and seconds, no redirects."""

import ssl

from mailcheck.model import Missing
from mailcheck.parse.institute import LARGEST_POLICY

SECONDS = 15.0
UNREACHABLE = Missing("The institute's policy could not be fetched. The last one is used.", key="policy")


def fetch_signed_policy(
    address: str, *, trusted: ssl.SSLContext | None = None, seconds: float = SECONDS
) -> bytes | Missing:
    """Return what stands at the address. Never raises. It is believed only once its signature was looked at.

    `trusted` are the certificates to trust instead of the usual ones.
    """
    import httpx

    found = bytearray()
    try:
        with (
            httpx.Client(verify=trusted or True, timeout=seconds, follow_redirects=False) as client,
            client.stream("GET", address, headers={"User-Agent": "mailcheck"}) as answer,
        ):
            if not answer.is_success:
                return UNREACHABLE
            for piece in answer.iter_bytes():
                found += piece
                if len(found) > LARGEST_POLICY:
                    return UNREACHABLE
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        return UNREACHABLE
    return bytes(found)
