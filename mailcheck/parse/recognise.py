"""Tells whose an address is, without keeping the address."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import field

from mailcheck.dataclass import dataclass
from mailcheck.model import Account, Provider
from mailcheck.model.traces import Target, Whose
from mailcheck.parse.addresses import Sameness, canonical, compare_addresses
from mailcheck.parse.domains import domain_of
from mailcheck.parse.providers import owns

LONGEST_ADDRESS = 320
Digest = Callable[[str], str]
"""A keyed digest; the same text gives the same digest within one run."""


@dataclass(slots=True)
class Recogniser:
    """Knows one account's own address and the member's other accounts; anybody else becomes a keyed digest.

    An address that is only likely to be another account's (evidence D2) is recognised with `is_certain` False. Answers
    are remembered, because the same few addresses stand in every letter.
    """

    account: Account
    others: tuple[Account, ...]
    digest: Digest
    _known: dict[str, Target] = field(default_factory=dict, repr=False)

    def __call__(self, address: str) -> Target:
        """Return whose `address` is; what is no address is unknown without a key."""
        text = address.strip()
        if not 3 <= len(text) <= LONGEST_ADDRESS or "@" not in text:
            return Target(Whose.UNKNOWN)
        known = text.lower()
        if known not in self._known:
            self._known[known] = self._recognise(known)
        return self._known[known]

    def _recognise(self, text: str) -> Target:
        try:
            plain = canonical(text)
        except ValueError:
            return Target(Whose.UNKNOWN, key=self.digest(text))
        candidates = (self.account, *self.others)
        for account in candidates:
            if plain in _written_alike(account.also):
                return self._mine(account, is_certain=True)
        found = [(account, _sameness(plain, account)) for account in candidates]
        for wanted in (Sameness.SAME, Sameness.POSSIBLY):
            for account, sameness in found:
                if sameness is wanted:
                    return self._mine(account, is_certain=wanted is Sameness.SAME)
        return Target(Whose.UNKNOWN, key=self.digest(plain))

    def _mine(self, account: Account, *, is_certain: bool) -> Target:
        if account is self.account:
            return Target(Whose.OWN, account.name, is_certain=is_certain)
        return Target(Whose.OTHER, account.name, is_certain=is_certain)


def _written_alike(addresses: Iterable[str]) -> Iterator[str]:
    """Yield the member's further addresses as they are compared; what is no address is left out."""
    for address in addresses:
        with suppress(ValueError):
            yield canonical(address)


def _sameness(address: str, account: Account) -> Sameness:
    """Compare an address with an account's, by the rules of the account's provider where they hold for both."""
    provider = account.provider if _shares_provider(address, account) else None
    by_domain = account.provider_by_domain
    try:
        return compare_addresses(
            address,
            account.address,
            provider,
            account.provider,
            by_domain_first=by_domain,
            by_domain_second=by_domain,
        ).sameness
    except ValueError:
        return Sameness.DIFFERENT


def _shares_provider(address: str, account: Account) -> bool:
    provider: Provider | None = account.provider
    return provider is not None and (owns(provider, address) or _same_domain(address, account.address))


def _same_domain(first: str, second: str) -> bool:
    try:
        return domain_of(first) == domain_of(second)
    except ValueError:
        return False


def recognisers(accounts: Iterable[Account], digest: Digest) -> dict[str, Recogniser]:
    """Return a recogniser for each account, by its name; every other account is one of its others."""
    every = tuple(accounts)
    return {
        account.name: Recogniser(account, tuple(other for other in every if other is not account), digest)
        for account in every
    }
