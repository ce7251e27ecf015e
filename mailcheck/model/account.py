"""The accounts of a member."""

from enum import StrEnum

from mailcheck.dataclass import dataclass
from mailcheck.model.provider import Provider


class Role(StrEnum):
    """What an account is for."""

    PROFESSIONAL = "professional"
    PERSONAL = "personal"
    ENQUIRIES = "enquiries"
    """info@ and the like: judged as professional, but colleagues or staff may read it without a question."""

    @property
    def is_professional(self) -> bool:
        """Whether an account of this role is judged as a professional one."""
        return self is not Role.PERSONAL


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    """TLS from the first byte (port 993)."""
    STARTTLS = "starttls"
    """Plain until STARTTLS, then TLS (port 143). Nothing secret is sent before."""
    NONE = "none"
    """No encryption: accepted for loopback addresses only, and only when the settings say so."""


@dataclass(frozen=True, slots=True)
class Account:
    """One mail account, with everything needed to reach it but its secret."""

    name: str
    """The member's own label; the only thing by which reports name the account."""
    role: Role
    address: str
    host: str
    port: int
    security: Security
    user: str
    """The log-in name."""
    provider: Provider | None = None
    provider_by_domain: bool = False
    """True if the provider was recognised by the address's own domain; by MX or host, its rules are only likely."""
    joint: bool = False
    """A home address used together with others: allowed, and then hardly looked at."""
    sent_folders: tuple[str, ...] = ()
    """The sent folders that the settings name; empty: found on the server."""
    ca_file: str | None = None
    """A file of certificates to trust for this account beside the system's."""
    also: tuple[str, ...] = ()
    """The member's further addresses that lead to this mailbox."""
