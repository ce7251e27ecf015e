"""Looks at the mail rules that a server runs (evidence F1–F5), over ManageSieve with encryption only."""

import socket
import ssl
from contextlib import suppress
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.gather.mail_rules import LOST, NOT_OFFERED, PORT
from mailcheck.gather.reaching import NotReached, tls_context
from mailcheck.gather.refusals import cleaned, problem, row
from mailcheck.gather.secret import Secret
from mailcheck.gather.sieve_guard import SieveGuard
from mailcheck.gather.sieve_session import NotUnderstood, Refused, Script, SieveSession
from mailcheck.gather.wire import Wire
from mailcheck.model import Account, Missing
from mailcheck.model.traces import SieveLook, SieveScript, SieveTrouble
from mailcheck.parse.recognise import Recogniser
from mailcheck.parse.sieve import LARGEST_SCRIPT, read_scripts

MOST_SCRIPTS = 50

NOT_PRIVATE = Missing(
    "This server shows its mail rules only without encryption, so mailcheck did not sign in.", key="sieve-not-private"
)
NOT_TRUSTED = Missing("The mail-rules service could not prove that it belongs to this server.", key="sieve-certificate")
NO_WAY_IN = Missing("The mail-rules service does not take this kind of sign-in.", key="sieve-mechanism")


@dataclass(frozen=True, slots=True)
class _Stored:
    """A script as it came from the server."""

    script: Script
    octets: bytes | None


def look_at_scripts(
    account: Account, secret: Secret, recognise: Recogniser, *, today: date, port: int = PORT, timeout: float = 10.0
) -> SieveLook | Missing:
    """Return what an account's scripts do, or why they could not be seen.

    Nothing of a script outlives this function but its actions. Raises ProtocolViolation only.
    """
    wire = _reach(account, port, timeout)
    if wire is None:
        return NOT_OFFERED
    session = SieveSession(wire)
    try:
        return _signed_in(session, account, secret, recognise, today)
    except ssl.SSLError:  # also a certificate for another name
        return NOT_TRUSTED
    except (OSError, NotUnderstood):
        return LOST if session.offers else NOT_OFFERED
    except Refused as refusal:
        names = (account.user, account.address, account.address.partition("@")[0])
        said = cleaned(refusal.said, hidden=(secret.value,), names=names)
        return Missing(
            "The mail-rules service did not let mailcheck look.", key="sieve-refused", retry="never", said=said
        )
    except NotReached as refused:
        return Missing.of(problem(row(refused.key), account))
    finally:
        session.log_out()


def _reach(account: Account, port: int, timeout: float) -> Wire | None:
    # ValueError: a host name that cannot be one
    with suppress(OSError, ValueError):
        return Wire(socket.create_connection((account.host, port), timeout), timeout=timeout, guard=SieveGuard())
    return None


def _signed_in(
    session: SieveSession, account: Account, secret: Secret, recognise: Recogniser, today: date
) -> SieveLook | Missing:
    session.greet()
    if "STARTTLS" not in session.offers:
        return NOT_PRIVATE if "SIEVE" in session.offers else NOT_OFFERED
    session.start_tls(tls_context(account), account.host)
    if not session.sign_in(account.user, secret):
        return NO_WAY_IN
    return _look(tuple(_fetched(session)), recognise, today)


def _fetched(session: SieveSession) -> list[_Stored]:
    """Fetch every script, the active one first."""
    listed = sorted(session.scripts(), key=lambda script: not script.is_active)
    return [
        _Stored(script, session.script(script.name, LARGEST_SCRIPT) if position < MOST_SCRIPTS else None)
        for position, script in enumerate(listed)
    ]


def _look(stored: tuple[_Stored, ...], recognise: Recogniser, today: date) -> SieveLook:
    """Return what the scripts do; one that could not be fetched is told as too long."""
    texts = {each.script.name: each.octets for each in stored if each.octets is not None}
    active = next((each.script.name for each in stored if each.script.is_active), None)
    unseen = tuple(
        SieveScript(each.script.is_active, troubles=(SieveTrouble.TOO_LONG,)) for each in stored if each.octets is None
    )
    return SieveLook((*read_scripts(texts, active, recognise), *unseen), today)
