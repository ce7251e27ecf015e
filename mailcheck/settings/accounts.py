"""From an `[[account]]` table to an account: fills in what is known of its provider."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from mailcheck.errors import Problem, SettingsError
from mailcheck.model import Account, Provider, Role, Security
from mailcheck.parse.domains import domain_of
from mailcheck.parse.providers import Providers, is_loopback_name, owns
from mailcheck.settings.providers import load_providers
from mailcheck.settings.settings import (
    AccountSettings,
    FromCommand,
    FromTokenCommand,
    InFile,
    InKeyring,
    InTurn,
    OneSource,
    SecretSource,
)
from mailcheck.settings.text import read_toml

if TYPE_CHECKING:
    from mailcheck.settings.schema import AccountTable

_IMPLICIT_PORT, _STARTTLS_PORT = 993, 143
_ENCRYPT = (
    'Write security = "tls" or "starttls". Only a server on this very computer may go without, '
    "if you also write allow_unencrypted_loopback = true."
)

_UNSAID = {
    **dict.fromkeys(("address", "name", "role", "host", "port", "security", "user", "ca_file")),
    "sent": (),
    "also": (),
    "joint": False,
    "connected": True,
    "allow_unencrypted_loopback": False,
}
"""What an `[[account]]` says that does not say it."""


def resolve(table: "AccountTable", providers: Providers, folder: Path, where: str) -> AccountSettings | list[Problem]:
    """Return the account of a table whose every key is sound, or what is wrong with how they fit together.

    Paths are taken from `folder`, where the settings file lies.
    """
    provider = providers.by_address(table.address)
    wrong = [*_server_problems(table, provider, providers, where), *_secret_problems(table, where)]
    if table.ca_file is not None and not _path(folder, table.ca_file).is_file():
        wrong.append(Problem("there is no such file.", f"{where}: ca_file", "Give the path of a file of certificates."))
    return wrong or AccountSettings(_account(table, provider, providers, folder), _secret(table, folder))


def likely_accounts(path: Path, names: Collection[str] = ()) -> tuple[Account, ...]:
    """Return the accounts that a settings file is going to have, of these names or all, before anything is checked.

    Their servers can be called meanwhile. What is unusual is left out; loading the settings tells what is wrong.
    """
    try:
        tables = read_toml(path).get("account", ())
        likely = [_likely(table, path.parent) for table in tables if not names or table.get("name") in names]
    except (SettingsError, OSError, TypeError, AttributeError):
        return ()
    return tuple(account for account in likely if account is not None)


def _likely(raw: Mapping[str, Any], folder: Path) -> Account | None:
    lists = {key: [raw[key]] for key in ("sent", "also") if isinstance(raw.get(key), str)}
    table: Any = SimpleNamespace(**{**_UNSAID, **raw, **lists})
    providers = load_providers()
    try:
        provider = providers.by_address(table.address)
        is_wrong = not table.connected or any(_server_problems(table, provider, providers, ""))
        account = None if is_wrong else _account(table, provider, providers, folder)
        hash(account)  # of a list where a word belongs there is none
        return account
    except (ValueError, TypeError, AttributeError):
        return None


def _account(table: "AccountTable", provider: Provider | None, providers: Providers, folder: Path) -> Account:
    by_domain = provider is not None and owns(provider, table.address)
    host = table.host or _host_of(provider, table.address)
    port, security = _way_in(table, provider if provider and host == provider.imap_host else None)
    return Account(
        name=table.name,
        role=Role(table.role),
        address=table.address,
        host=host,
        port=port,
        security=security,
        user=table.user or _user(table.address, provider),
        provider=provider or providers.by_host(host),
        provider_by_domain=by_domain,
        joint=table.joint,
        sent_folders=tuple(table.sent),
        ca_file=None if table.ca_file is None else str(_path(folder, table.ca_file)),
        also=tuple(table.also),
    )


def _host_of(provider: Provider | None, address: str) -> str:
    template = (provider and provider.imap_host) or ""
    return template.replace("{domain}", domain_of(address))


def _way_in(table: "AccountTable", provider: Provider | None) -> tuple[int, Security]:
    """Return port and security: as configured, else as the provider has them, else what goes with the other."""
    port, security = table.port, Security(table.security) if table.security else None
    if provider is not None and port is None and security is None:
        return provider.imap_port, Security.TLS if provider.imap_tls == "implicit" else Security.STARTTLS
    if security is None:
        security = Security.STARTTLS if port == _STARTTLS_PORT else Security.TLS
    if port is None:
        port = _IMPLICIT_PORT if security is Security.TLS else _STARTTLS_PORT
    return port, security


def _user(address: str, provider: Provider | None) -> str:
    local, _, _ = address.rpartition("@")
    return local if provider is not None and provider.username == "local-part" else address


def _secret(table: "AccountTable", folder: Path) -> SecretSource:
    match table:
        case _ if table.token_command is not None:
            return FromTokenCommand(tuple(table.token_command))
        case _ if table.command is not None:
            return FromCommand(tuple(table.command))
    match table.secret:
        case InTurn(places):
            return InTurn(tuple(_placed(place, folder) for place in places))
        case None:
            return InKeyring()
    return _placed(table.secret, folder)


def _placed(source: OneSource, folder: Path) -> OneSource:
    """Return a place with its path taken from the folder of the settings."""
    return InFile(_path(folder, str(source.path))) if isinstance(source, InFile) else source


def _path(folder: Path, text: str) -> Path:
    return folder / Path(text).expanduser()


def _server_problems(
    table: "AccountTable", provider: Provider | None, providers: Providers, where: str
) -> Iterator[Problem]:
    host = table.host or _host_of(provider, table.address)
    if not table.connected:
        return
    if not host and provider is not None:
        yield Problem(f"{provider.name} cannot be read over IMAP.", f"{where}: address", " ".join(provider.steps))
    elif not host:
        yield Problem(
            "is missing: mailcheck does not know the mail server of this address.",
            f"{where}: host",
            _find_host(table.address, providers),
        )
    if table.security == "none" and not (table.allow_unencrypted_loopback and is_loopback_name(host)):
        yield Problem("would send the password without encryption.", f"{where}: security", _ENCRYPT)


def _find_host(address: str, providers: Providers) -> str:
    """Say how to find a server's name; or which domain may have been meant, for a slip of the finger."""
    import difflib  # noqa: PLC0415 - only for what is wrong

    known = [domain for provider in providers for domain in provider.domains]
    near = difflib.get_close_matches(domain_of(address), known, n=1, cutoff=0.85)
    hint = f"Did you mean an address at {near[0]}? If not, write" if near else "Write"
    return f'{hint} host = "…": your provider\'s help pages name it as the IMAP or incoming mail server.'


def _secret_problems(table: "AccountTable", where: str) -> Iterator[Problem]:
    given = [key for key in ("secret", "command", "token_command") if getattr(table, key) is not None]
    if len(given) > 1:
        yield Problem(f"{' and '.join(given)} are both there.", where, "Keep one, and take the rest out.")


def together(accounts: Sequence[dict[str, Any]], file: str) -> Iterator[Problem]:
    """Yield what is wrong with the accounts together: two of one name, or none that is professional."""
    names = [account["name"].strip().casefold() for account in accounts if isinstance(account.get("name"), str)]
    for name, count in Counter(names).items():
        if count > 1:
            numbers = [str(at + 1) for at, account in enumerate(accounts) if _is_named(account, name)]
            yield Problem("have the same name.", f"{file}: accounts {' and '.join(numbers)}", "Give each its own.")
    roles = [account.get("role") for account in accounts]
    if all(role == Role.PERSONAL for role in roles):
        remedy = 'Add an [[account]] with role = "professional", or give one of those that are there this role.'
        yield Problem("There is no professional account.", file, remedy)


def _is_named(account: dict[str, Any], name: str) -> bool:
    given = account.get("name")
    return isinstance(given, str) and given.strip().casefold() == name
