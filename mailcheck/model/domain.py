"""What the name system says of a domain. Values, not verdicts."""

from datetime import date
from enum import StrEnum

from mailcheck.dataclass import dataclass
from mailcheck.model.evidence import Missing


class Delivery(StrEnum):
    """Whether and where a domain takes mail (N1)."""

    EXCHANGERS = "exchangers"
    HOST = "host"
    """No MX record, but an address record, which counts as one (RFC 5321 §5.1)."""
    REFUSED = "refused"
    """A null MX (RFC 7505)."""
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class MailExchange:
    """Where mail for a domain goes."""

    delivery: Delivery
    hosts: tuple[str, ...] = ()
    """Mail exchangers, best first."""


class SpfState(StrEnum):
    """How many SPF records there are; only one is valid (RFC 7208 §4.5)."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"
    BROKEN = "broken"
    """It leads in a circle, or to a record that does not exist."""


@dataclass(frozen=True, slots=True)
class Spf:
    """Who may send in the domain's name (N3)."""

    state: SpfState
    otherwise: str = ""
    """What holds for all other senders: `-`, `~`, `?` or `+`; empty if it does not say."""
    redirect: str = ""
    """The domain whose record holds instead."""

    @property
    def guards(self) -> bool:
        """Whether mail from elsewhere is marked as not the domain's own."""
        return self.state is SpfState.ONE and self.otherwise in {"-", "~"}


@dataclass(frozen=True, slots=True)
class Dmarc:
    """What receivers do with mail that is not the domain's own (N4)."""

    policy: str = ""
    """`none`, `quarantine` or `reject` as it holds for this domain; empty if there is no valid record."""
    at: str = ""
    """The domain that publishes it: the domain itself or one above it."""
    is_test: bool = False
    """True: the domain asks that the policy is not carried out (`t=y` or `pct=0`)."""

    @property
    def guards(self) -> bool:
        """Whether forged mail is put aside or refused."""
        return self.policy in {"quarantine", "reject"} and not self.is_test


class MtaStsMode(StrEnum):
    """What a sending server does if encryption fails (RFC 8461 §3.2)."""

    NONE = "none"
    TESTING = "testing"
    ENFORCE = "enforce"


@dataclass(frozen=True, slots=True)
class MtaSts:
    """A policy that demands encryption on the way in (N2)."""

    mode: MtaStsMode
    covers_exchangers: bool = True
    """False: the policy does not name every mail exchanger of the domain."""
    max_age: int = 0
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Tlsa:
    """Certificates of the mail exchangers published in the name system (N2, RFC 7672)."""

    exchangers: int
    """Mail exchangers with a usable record."""
    of: int
    """Mail exchangers that were asked about."""
    is_authenticated: bool = False
    """True: a validating resolver on this computer vouches for every answer, the list of exchangers included."""


@dataclass(frozen=True, slots=True)
class DomainFacts:
    """What the name system says of an account's domain (N1–N4)."""

    domain: str
    """The member's own."""
    looked: date
    exchange: MailExchange | Missing
    spf: Spf | Missing
    dmarc: Dmarc | Missing
    mta_sts: MtaSts | Missing | None
    """None: the domain has none."""
    tlsa: Tlsa | Missing | None
    """None: there is no mail exchanger to ask about."""
