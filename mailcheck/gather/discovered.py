"""What a search for a mail server comes to."""

from enum import StrEnum

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.imap.meeting import Met
from mailcheck.model import Provider, Security


class Source(StrEnum):
    """How a server was found, as the member reads it after "found"."""

    ADDRESS = "by your address"
    EXCHANGER = "by the mail exchangers of your domain"
    AUTOCONFIG = "by what your domain says of itself"
    SRV = "by the name system"
    NAME = "by its usual name"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that may be the right one."""

    host: str
    port: int
    security: Security
    source: Source
    is_trusted: bool
    """Whether something vouches for it: our own list, or that it lies in the address's own domain."""
    username: str = ""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found for an address."""

    provider: Provider | None = None
    server: Server | None = None
    met: Met | None = None
    """None: it could not be met, and `problem` says why."""
    problem: AccountProblem | None = None
