"""What is known about mail providers (config/providers.toml)."""

from enum import StrEnum

from mailcheck.dataclass import dataclass


class Plus(StrEnum):
    """What name+tag@ means at a provider."""

    SAME = "same"
    LIKELY = "likely"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AliasRules:
    """Which differently written addresses reach the same mailbox."""

    plus: Plus = Plus.UNKNOWN
    dots: str = "unknown"
    """`ignored`, `significant` or `unknown`."""
    hyphen: str = "no"
    """`possible`: name-tag@ can be a throw-away address; never more than a question."""
    subdomain: bool = False
    """True: tag@name.domain reaches name@domain."""
    same_mailbox: tuple[tuple[str, ...], ...] = ()
    """Groups of domains: the same local part at any of them is one mailbox."""
    hidden: bool = True
    """True: unrelated-looking addresses may share one mailbox, so text alone never proves separation."""
    custom_domains: str = "n/a"
    """`same`, `dots-significant` or `n/a`: do these rules hold for a customer's own domain?"""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider, as compiled in config/providers.toml."""

    id: str
    name: str
    kind: str
    """`mailbox`, `hosting`, `isp` or `no-imap`."""
    domains: tuple[str, ...] = ()
    domain_suffixes: tuple[str, ...] = ()
    domain_globs: tuple[str, ...] = ()
    mx_suffixes: tuple[str, ...] = ()
    imap_host: str | None = None
    imap_port: int = 993
    imap_tls: str = "implicit"
    username: str = "address"
    """`address`, `local-part`, `account` or `bridge`."""
    auth: tuple[str, ...] = ()
    account_password: str = "unknown"  # noqa: S105 - a fact about a provider
    oauth: str | None = None
    certainty: str = "low"
    steps: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    help: str | None = None
    sent: tuple[str, ...] = ()
    alias: AliasRules = AliasRules()
    autodetect: bool = True
    """False: neither the domain nor the mail exchanger alone is enough to choose this provider."""
    unverified: tuple[str, ...] = ()
    """Fields that rest on a single weak source: a suggestion, never a verdict."""
    revoke: tuple[str, ...] = ()
    """Where the member takes back what mailcheck was allowed, one sentence each; empty if it is not known."""
    forwarding_steps: tuple[str, ...] = ()
    """Where the member looks whether mail is passed on, one sentence each; empty if it is not known."""
    access_steps: tuple[str, ...] = ()
    """Where the member looks who else can open the mailbox; as above."""
