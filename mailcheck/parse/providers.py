"""Finds the provider of an address, a mail exchanger or an IMAP server."""

from collections.abc import Iterable, Iterator
from operator import itemgetter

from mailcheck.dataclass import dataclass
from mailcheck.model import Provider
from mailcheck.parse.domains import domain_of, is_at_or_below, is_below

# Second labels below which country registries sell names: yahoo.co.uk, live.com.au.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "or", "org"})
# Below other top-level domains a name such as live.* is likely to be somebody else's.
_TOP_LEVEL = frozenset({"com", "net", "org"})
_LOOPBACK = frozenset({"localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Providers:
    """Every provider that mailcheck knows, in the order of the file."""

    every: tuple[Provider, ...]

    def __iter__(self) -> Iterator[Provider]:
        return iter(self.every)

    def by_address(self, address: str) -> Provider | None:
        """Return the provider that an address's own domain names; None if none does, or if it is no address.

        An exact domain comes first, then a suffix, then a sub-domain address (`tag@name.domain`), then a pattern.
        """
        try:
            domain = domain_of(address)
        except ValueError:
            return None
        for fits in (_is_listed, _is_under_suffix, _is_tagged, _fits_pattern):
            for provider in self._detectable():
                if fits(provider, domain):
                    return provider
        return None

    def by_mx(self, hosts: Iterable[str]) -> Provider | None:
        """Return the provider of the first mail exchanger that is known; give `hosts` in order of preference.

        Names are compared label by label, and the longest suffix wins.
        """
        for host in hosts:
            name = host.lower().removesuffix(".")
            fits = [
                (len(suffix), provider)
                for provider in self._detectable()
                for suffix in provider.mx_suffixes
                if is_at_or_below(name, suffix)
            ]
            if fits:
                return max(fits, key=itemgetter(0))[1]
        return None

    def by_host(self, host: str) -> Provider | None:
        """Return the provider whose IMAP server this is.

        Ask for an address on a domain that no provider calls its own: where a server serves both, the provider
        for customers' own domains is meant. A loopback address tells nothing.
        """
        name = host.lower().removesuffix(".")
        if is_loopback_name(name):
            return None
        fits = [provider for provider in self._detectable() if provider.imap_host == name and "{" not in name]
        return next((provider for provider in fits if provider.kind == "hosting"), fits[0] if fits else None)

    def _detectable(self) -> Iterator[Provider]:
        return (provider for provider in self.every if provider.autodetect)


def is_loopback_name(host: str) -> bool:
    """Whether a host name or address is this computer's own, by its spelling alone."""
    name = host.lower().removesuffix(".").strip("[]")
    octets = name.split(".")
    is_ipv4 = len(octets) == 4 and all(octet.isdecimal() and int(octet) < 256 for octet in octets)
    return name in _LOOPBACK or (is_ipv4 and octets[0] == "127")


def owns(provider: Provider, address: str) -> bool:
    """Whether an address is on one of the provider's own domains, as its list names them.

    A pattern (`yahoo.*`) is not enough: anybody may own a domain that fits it.
    Raises ValueError if the address has no domain.
    """
    domain = domain_of(address)
    return _is_listed(provider, domain) or _is_under_suffix(provider, domain)


def tagged_domain(provider: Provider, domain: str) -> str | None:
    """Return the provider's domain that `domain` lies one label below, where tag@name.domain reaches name@domain."""
    _, _, parent = domain.partition(".")
    return parent if provider.alias.subdomain and parent in provider.domains else None


def _is_listed(provider: Provider, domain: str) -> bool:
    return domain in provider.domains


def _is_under_suffix(provider: Provider, domain: str) -> bool:
    return any(is_below(domain, suffix) for suffix in provider.domain_suffixes)


def _is_tagged(provider: Provider, domain: str) -> bool:
    return tagged_domain(provider, domain) is not None


def _fits_pattern(provider: Provider, domain: str) -> bool:
    first, _, rest = domain.partition(".")
    return f"{first}.*" in provider.domain_globs and _is_public_suffix(rest)


def _is_public_suffix(text: str) -> bool:
    """Whether names are sold directly below `text`, as far as can be said without the public list of suffixes."""
    labels = text.split(".")
    match labels:
        case [top]:
            return len(top) == 2 or top in _TOP_LEVEL
        case [second, country]:
            return second in _SECOND_LEVEL and len(country) == 2
    return False
