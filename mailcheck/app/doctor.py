"""What works and what does not, step by step, each with its remedy. Prints nothing; `doctoring` shows it."""

import socket
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial

from mailcheck.app.doctor_clock import Past, clock
from mailcheck.app.doctor_step import COMPUTER, Step, ill, well
from mailcheck.app.four_lines import four_lines
from mailcheck.errors import AccountProblem, SecretError, UserError
from mailcheck.gather.certificate import certificate_of
from mailcheck.gather.credentials import Secrets
from mailcheck.gather.imap.meeting import Met, meet_server
from mailcheck.gather.keyring_store import Keyring, StoreRefused, ask_keyring, system_keyring
from mailcheck.gather.trial import try_account
from mailcheck.model import Account, Security
from mailcheck.settings import AccountSettings, Settings

SECONDS = 10.0
REVIEWED_MONTHS = 18


def _local_time() -> datetime:
    return datetime.now().astimezone()


def examine(settings: Settings, keeper: Secrets, *, now: Callable[[], datetime] = _local_time) -> Iterator[Step]:
    """Yield every step, account by account and then of the computer; a chain ends where it breaks."""
    past: list[Past] = []
    for each in settings.accounts:
        yield from _account(each, keeper, past)
    for account in settings.declared:
        yield Step(account.name, "Declared instead of connected; there is nothing to try.", is_well=True)
    yield from _computer(settings, now(), past)


def _account(each: AccountSettings, keeper: Secrets, past: list[Past]) -> Iterator[Step]:
    account = each.account
    for look in (_name, _port, partial(_certificate, past=past)):
        steps = list(look(account))
        yield from steps
        if not all(step.is_well for step in steps):
            return
    met = yield from _greeting(account)
    if met is not None:
        yield from _sign_in(each, met, keeper, past)


def _name(account: Account) -> Iterator[Step]:
    private = f"DNS: {_host(account)}"
    try:
        socket.getaddrinfo(account.host, account.port, type=socket.SOCK_STREAM)
    except OSError:
        remedy = "Check the spelling of `host` in the settings, and that you are online."
        yield ill(account.name, f"DNS: {account.host} is not found.", remedy, f"{private} is not found.")
    else:
        yield well(account.name, f"DNS: {account.host} is found.", f"{private} is found.")


def _port(account: Account) -> Iterator[Step]:
    try:
        socket.create_connection((account.host, account.port), SECONDS).close()
    except OSError:
        remedy = "Check `port` (993 is usual). A firewall, antivirus or VPN may be in the way."
        yield ill(account.name, f"TCP: port {account.port} does not answer.", remedy)
    else:
        yield well(account.name, f"TCP: port {account.port} answers.")


def _certificate(account: Account, past: list[Past]) -> Iterator[Step]:
    """Look at the certificate by itself, so that a wrong name can be told with the right ones."""
    if account.security is not Security.TLS:
        return
    found = certificate_of(account, timeout=SECONDS)
    if found is None:
        remedy = 'That port does not speak TLS at once. 993 does; for 143 write security = "starttls".'
        yield ill(account.name, "TLS: no encryption could be begun.", remedy)
        return
    past.append(Past(f"The certificate of {account.host} began", found.since, "A mail server's certificate began"))
    names = ", ".join(found.names[:5]) or "no name"
    until = f"{found.until:%d %B %Y}"
    if found.until < datetime.now(UTC):
        remedy = "Tell your provider. If your computer's clock is wrong, put it right first."
        yield ill(account.name, f"TLS: the certificate ended on {until}.", remedy)
    elif not account.ca_file and not _is_for(account.host, found.names):
        remedy = f"If your provider names one of these as its mail server, write it as `host`: {names}."
        what = f"TLS: the certificate is for {names}, not for {account.host}."
        yield ill(account.name, what, remedy, "TLS: the certificate is for another name.")
    else:
        what = f"TLS: a certificate for {names}, valid until {until}."
        yield well(account.name, what, f"TLS: a certificate for the right name, valid until {until}.")


def _is_for(host: str, names: tuple[str, ...]) -> bool:
    """Whether a certificate is for a host; of a wild card, one label is taken (RFC 6125 section 6.4.3)."""
    _, _, parent = host.lower().partition(".")
    return any(name.lower() in {host.lower(), f"*.{parent}"} for name in names) or not names


def _greeting(account: Account) -> Generator[Step, None, Met | None]:
    try:
        met = meet_server(account, timeout=SECONDS)
    except AccountProblem as problem:
        yield _trouble(account.name, "Greeting", problem)
        return None
    offers = ", ".join(sorted(word for word in met.offers if word.startswith("AUTH=") or word == "LOGINDISABLED"))
    version = met.tls_version or "no encryption"
    yield well(account.name, f"Greeting: an IMAP server, {version}; it offers {offers or 'LOGIN'}.")
    return met


def _sign_in(each: AccountSettings, met: Met, keeper: Secrets, past: list[Past]) -> Iterator[Step]:
    name = each.account.name
    try:
        secret = keeper.secret_for(each)
        trial = try_account(each.account, secret, timeout=30.0, with_newest=True)
    except SecretError as problem:
        yield _trouble(name, "Secret", problem)
        return
    except AccountProblem as problem:
        yield _trouble(name, "Sign-in", problem)
        return
    yield well(name, f"Sign-in: accepted, by {trial.connection.mechanism}. Read-only.")
    if trial.newest is not None:
        past.append(Past(f"The newest letter of {name} arrived", trial.newest, "The newest letter arrived"))
    if trial.messages is None:
        return
    folders = ", ".join(trial.folders)
    if folders:
        yield well(name, f"Sent folders: {folders}, with {trial.messages} messages.")
    else:
        yield ill(name, "Sent folders: none was found.", 'Name it in the settings: sent = ["…"]')


def _trouble(name: str, what: str, problem: AccountProblem | SecretError) -> Step:
    _, why, todo, said = four_lines(problem, name)
    private = f"{what}: failed. {said}"
    return ill(name, f"{what}: {why.removeprefix('Why: ')} {said}", todo.removeprefix("What to do: "), private)


def _computer(settings: Settings, now: datetime, past: Iterable[Past]) -> Iterator[Step]:
    if settings.accounts:  # where nothing is connected, no password has to be kept
        yield _store(system_keyring())
    yield from _night(settings)
    yield clock(now, past)
    yield _policy(settings, now.date())


def _store(store: Keyring) -> Step:
    try:
        ask_keyring(store, "doctor")
    except StoreRefused as refused:
        what, _, remedy = refused.text.partition(". ")
        remedy = remedy or "`mailcheck setup` offers other ways to keep a password."
        return ill(COMPUTER, f"Password store: {what}.", remedy, f"Password store: [{refused.key}]")
    return well(COMPUTER, "Password store: it can be asked.")


def _night(settings: Settings) -> Iterator[Step]:
    from mailcheck.app import schedule

    with suppress(UserError, OSError):
        found = schedule.status(settings.path)
        sentences = list(found.sentences())
        if found.kind is None or found.is_well:
            yield well(COMPUTER, f"Nightly run: {' '.join(sentences)}", f"Nightly run: {sentences[0]}")
        else:
            remedy = "Bring it up to date: `mailcheck schedule install`"
            yield ill(COMPUTER, f"Nightly run: {' '.join(sentences)}", remedy, f"Nightly run: {sentences[0]}")


def _policy(settings: Settings, today: date) -> Step:
    reviewed = settings.policy.reviewed
    months = (today.year - reviewed.year) * 12 + today.month - reviewed.month
    if months >= REVIEWED_MONTHS:
        remedy = "Ask your institute for its newest policy file."
        return ill(COMPUTER, f"Policy: last read against the institute's own {months} months ago.", remedy)
    return well(COMPUTER, f"Policy: {settings.policy.id} {settings.policy.version}, read {reviewed:%d %B %Y}.")


def _host(account: Account) -> str:
    """Return a host as it may be sent to somebody: a provider's by name, one's own not at all."""
    return account.host if account.provider is not None and account.provider_by_domain else "the mail server"
