"""Exceptions that an institute signed: what is written in said.toml counts only as far as the signature says so."""

from collections.abc import Iterable, Iterator

from mailcheck.model.said import Granted
from mailcheck.parse.institute import SignedException, read_signed_exception
from mailcheck.parse.sealed import NotSealed


def verified(granted: Iterable[Granted], key: str) -> Iterator[Granted]:
    """Yield the exceptions whose signature fits the institute's key, each as it was signed; the others are left out."""
    for each in granted:
        try:
            yield granted_of(read_signed_exception(each.seal.encode(), key), each.seal)
        except NotSealed:
            continue


def granted_of(signed: SignedException, seal: str) -> Granted:
    """Return a signed exception as it is written down."""
    return Granted(seal, signed.rule, signed.findings, signed.reason, signed.until)
