"""Whom an access control list names (evidence J1–J3): everybody, a group, the server itself, or a person.

RFC 4314 §3 defines `anyone` and the minus sign of a negative entry; the rest is each server's own: Dovecot writes
`$group`, and `#` before what an administrator set for all mailboxes; Cyrus `group:name`; Courier `group=name`, `owner`
and `administrators`.
"""

import re
from dataclasses import field
from enum import Enum, auto

from mailcheck.dataclass import dataclass
from mailcheck.model import Account
from mailcheck.parse.domains import domain_of

READ = "r"
_EVERYONE = frozenset({"anyone", "anonymous", "authenticated"})
_SERVICES = frozenset({"owner", "administrators", "cyrus", "postmaster", "backup"})
_ADMIN = re.compile(r"admin.*")
_GROUP = re.compile(r"(?:!?\$|(?:group|group-override)[=:])(?P<name>.*)", re.DOTALL)


class Named(Enum):
    """What kind of name it is."""

    EVERYONE = auto()
    GROUP = auto()
    PERSON = auto()
    NOBODY = auto()
    """The owner, the server's own users, or a negative entry: no reason to ask."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """One name in an access control list."""

    named: Named
    name: str = field(repr=False)
    """Lower case, without what marks its kind."""


def read_identifier(written: str) -> Identifier:
    """Return what an identifier names."""
    text = written.strip().strip('"').casefold().removeprefix("#").strip()
    if not text or text.startswith("-"):
        return Identifier(Named.NOBODY, text)
    if text in _EVERYONE:
        return Identifier(Named.EVERYONE, text)
    if group := _GROUP.fullmatch(text):
        return Identifier(Named.NOBODY if _is_service(group["name"]) else Named.GROUP, group["name"])
    name = text.removeprefix("user=").removeprefix("user:")
    return Identifier(Named.NOBODY if _is_service(name) else Named.PERSON, name)


def _is_service(name: str) -> bool:
    local = name.partition("@")[0]
    return local in _SERVICES or bool(_ADMIN.fullmatch(local))


def may_read(rights: str) -> bool:
    """Whether rights let somebody read letters; `l` alone only shows that the folder is there."""
    return READ in rights


def is_log_in_of(name: str, account: Account, *, same_server: bool) -> bool:
    """Whether a person's name in a list is an account's own log-in, in any of the ways that servers write it.

    A bare name, and one with a domain that only the server adds (`jane@localhost`), say something on the account's
    own server alone.
    """
    name, user, address = (text.strip().casefold() for text in (name, account.user, account.address))
    if name in {user, address}:
        return "@" in name or same_server
    if not same_server:
        return False
    local, at, domain = name.partition("@")
    if not at:
        return local in {_local(user), _local(address)}
    return "@" not in user and local == user and domain in _own_domains(account)


def _local(text: str) -> str:
    r"""Return the part before the @, also of a log-in of the form `DOMAIN\user`."""
    return text.partition("@")[0].rpartition("\\")[2]


def _own_domains(account: Account) -> frozenset[str]:
    host = account.host.rstrip(".").casefold()
    try:
        own = domain_of(account.address)
    except ValueError:
        own = ""
    return frozenset({"localhost", host, host.partition(".")[2], own}) - {""}
