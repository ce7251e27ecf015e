"""Signing in with a code that is typed in on another page, or another device (RFC 8628)."""

import time
from collections.abc import Callable

from mailcheck.errors import SecretError
from mailcheck.gather.oauth.service import DeviceCode, Granted, Service, refused
from mailcheck.gather.refusals import row

SLOWER = 5.0
"""Seconds by which we wait longer when we are asked to slow down (RFC 8628 §3.5)."""


def by_code(
    service: Service,
    show: Callable[[DeviceCode], object],
    *,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Granted:
    """Let the member sign in with a code. Raises SecretError if it is refused, or not done in time."""
    device = service.begin_code()
    show(device)
    interval, end = device.interval, clock() + device.seconds
    while clock() < end:
        sleep(interval)
        try:
            return service.take_code(device)
        except SecretError as answer:
            if answer.retry != "wait":
                raise
            interval += SLOWER if answer.key == "oauth-slow" else 0.0
    raise refused(service.issuer, "", row("oauth-too-late"))
