"""Whether two addresses are the same mailbox by the way they are written.

Only what the provider is known to ignore is left out. An answer of "different" speaks of the names alone: two names
can still lead to one mailbox.
"""

import re
import unicodedata
from enum import StrEnum

from mailcheck.dataclass import dataclass
from mailcheck.model import Account, Plus, Provider
from mailcheck.parse.domains import ascii_domain
from mailcheck.parse.providers import owns, tagged_domain

# Exchange lets an administrator make a mailbox whose own name holds a "+", and tries the whole name first.
_EXCHANGE = "outlook.office365.com"
# Proton keeps jane.doe, jane-doe and jane_doe, at each of its domains, for the person who has janedoe@proton.me:
# one person, but not for certain one mailbox.
_RESERVES_NAMES = "proton"
_LOOKALIKE_MARKS = str.maketrans("", "", ".-_")

BY_NAME_ONLY = "The names are different. Two names can still lead to one mailbox, so this alone does not part them."


class Sameness(StrEnum):
    """What comparing two addresses as text can say."""

    SAME = "same"
    """One mailbox, by a rule that is certain (evidence D1)."""
    POSSIBLY = "possibly the same"
    """One mailbox, if a likely rule holds here (evidence D2): a question."""
    DIFFERENT = "different by name"
    """Says nothing about the mailboxes."""


_ORDINARY = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*(?:\+[A-Za-z0-9_-]+)?")
"""A local part that email-validator takes as it stands; it is loaded for the others."""
LONGEST_LOCAL = 64


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer for two addresses, with its reason in plain words. Quotes neither address."""

    sameness: Sameness
    reason: str


@dataclass(frozen=True, slots=True)
class _Form:
    """An address on its way to a form that can be compared."""

    local: str
    domain: str
    reasons: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str]:
        return self.local, self.domain

    def folded(self, *, local: str | None = None, domain: str | None = None, reason: str) -> "_Form":
        """Return the form with a part replaced; the reason is noted only if something changes."""
        changed = _Form(local or self.local, domain or self.domain, self.reasons | {reason})
        return self if changed.key == self.key else changed


def canonical(address: str) -> str:
    """Return an address in the one spelling that every provider treats alike.

    NFC, the domain as A-labels in lower case (UTS 46), the local part in lower case. Applying it again changes
    nothing. Raises ValueError, without quoting the address, if it is not one.
    """
    form = _plain(address)
    return f"{form.local}@{form.domain}"


def compare(first: Account, second: Account) -> Comparison:
    """Say whether the addresses of two accounts are one mailbox. Raises ValueError if one is no address."""
    return compare_addresses(
        first.address,
        second.address,
        first.provider,
        second.provider,
        by_domain_first=first.provider_by_domain,
        by_domain_second=second.provider_by_domain,
    )


def compare_addresses(
    first: str,
    second: str,
    provider_first: Provider | None = None,
    provider_second: Provider | None = None,
    *,
    by_domain_first: bool = False,
    by_domain_second: bool = False,
) -> Comparison:
    """Say whether two addresses are one mailbox, by what their providers ignore.

    `by_domain_…` tells that the provider was recognised by the address's own domain; otherwise its rules are only
    likely. The answer does not depend on the order. Raises ValueError if one is no address.
    """
    ours, theirs = _plain(first), _plain(second)
    if ours.key == theirs.key:
        return Comparison(Sameness.SAME, "They are the same address; capital letters make no difference.")
    ours = _fold_certain(ours, provider_first if by_domain_first else None)
    theirs = _fold_certain(theirs, provider_second if by_domain_second else None)
    if ours.key == theirs.key:
        return Comparison(Sameness.SAME, _because(ours, theirs))
    ours, theirs = _fold_likely(ours, provider_first), _fold_likely(theirs, provider_second)
    if ours.key == theirs.key:
        return Comparison(Sameness.POSSIBLY, _because(ours, theirs))
    return Comparison(Sameness.DIFFERENT, BY_NAME_ONLY)


def _plain(address: str) -> _Form:
    """Return an address without any provider's rule. Raises ValueError if it is not an address."""
    local, _, domain = address.strip().rpartition("@")
    if len(local) <= LONGEST_LOCAL and _ORDINARY.fullmatch(local):
        return _Form(local.lower(), ascii_domain(domain))
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - slow to load

    try:
        # The domain is checked apart: email-validator refuses reserved ones (.test, .local), which are real on a
        # practice's own network.
        parsed = validate_email(f"{local}@example.org", check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("it is not an email address") from None
    return _Form(_lower(parsed.local_part), ascii_domain(domain))


def _lower(local: str) -> str:
    """Return the local part in lower case and NFC (a lower-cased letter can come apart, such as U+0130)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", local).lower())


def _fold_certain(form: _Form, provider: Provider | None) -> _Form:
    """Apply the rules that are certain: verified, and the provider recognised by the address's own domain."""
    if provider is None or not owns(provider, f"{form.local}@{form.domain}"):
        return form
    verified = {"plus", "dots", "same_mailbox"} - set(provider.unverified)
    alias = provider.alias
    if "same_mailbox" in verified and provider.id != _RESERVES_NAMES:
        form = _one_domain(form, provider)
    if "plus" in verified and alias.plus is Plus.SAME and provider.imap_host != _EXCHANGE:
        form = _without_tag(form, f"At {provider.name}, what follows a + in the name is only a label.")
    if "dots" in verified and alias.dots == "ignored":
        form = _without_dots(form, provider)
    return form


def _fold_likely(form: _Form, provider: Provider | None) -> _Form:
    """Apply the rules that hold as a rule; a match is a question, never a verdict."""
    if provider is None:
        return _without_tag(form, "At most providers, what follows a + in the name is only a label.")
    if parent := tagged_domain(provider, form.domain):
        name = form.domain.removesuffix("." + parent)
        form = form.folded(local=name, domain=parent, reason=f"{provider.name} delivers tag@name.{parent} to one name.")
    if provider.alias.plus in {Plus.SAME, Plus.LIKELY}:
        form = _without_tag(form, f"At {provider.name}, what follows a + in the name is usually only a label.")
    if form.domain not in provider.domains:
        return form
    form = _one_domain(form, provider)
    if provider.alias.dots == "ignored":
        form = _without_dots(form, provider)
    if provider.id == _RESERVES_NAMES:
        bare = form.local.translate(_LOOKALIKE_MARKS)
        form = form.folded(local=bare, reason=f"{provider.name} keeps names that differ only in . - _ for one person.")
    return form


def _without_tag(form: _Form, reason: str) -> _Form:
    return form.folded(local=form.local.partition("+")[0], reason=reason)


def _without_dots(form: _Form, provider: Provider) -> _Form:
    return form.folded(local=form.local.replace(".", ""), reason=f"{provider.name} ignores dots in the name.")


def _one_domain(form: _Form, provider: Provider) -> _Form:
    """Replace the domain by the first of its group, where one name at any of them is one mailbox."""
    for group in provider.alias.same_mailbox:
        if form.domain in group:
            reason = f"At {provider.name}, one name at {' or '.join(group)} is one person's."
            return form.folded(domain=group[0], reason=reason)
    return form


def _because(first: _Form, second: _Form) -> str:
    return " ".join(sorted(first.reasons | second.reasons))
