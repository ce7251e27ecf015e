"""What `mailcheck answer` and `mailcheck show` tell of who else may open a mailbox: looked at afresh, with names.

For the member's own screen only; nothing here is kept, and no value shows a name if it is printed by accident.
"""

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import datetime
from functools import partial

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem, SecretError
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.salutations import look_at_salutations
from mailcheck.gather.sent_use import look_at_use
from mailcheck.gather.sharing import NamedReader, look_at_sharing, name_readers
from mailcheck.model import Account, AccountEvidence, Evidence, Missing
from mailcheck.parse.recognise import recognisers
from mailcheck.report.words import harmless
from mailcheck.rules.signs import in_words
from mailcheck.settings import Settings

LONGEST_NAME = 120
Opener = Callable[[Account], Mailbox]
Looked = tuple[AccountEvidence, tuple[NamedReader, ...] | Missing]


@dataclass(frozen=True, slots=True)
class Access:
    """Everything that the one question about each account is about."""

    evidence: Evidence
    names: Mapping[str, tuple[NamedReader, ...]] = field(repr=False)
    """The server's own names of readers, by account."""
    troubles: tuple[str, ...]
    """What could not be looked at, each in a sentence."""


def look_at_access(settings: Settings, opener: Opener, keys: Keys) -> Access:
    """Sign in to each account in turn and look at who else may open it. Never raises for a single account's sake."""
    accounts = tuple(each.account for each in settings.accounts)
    now = datetime.now().astimezone()
    look = partial(_look, accounts=accounts, opener=opener, keys=keys, settings=settings)
    looked = [look(account) for account in accounts]
    evidence = Evidence(now, settings.since or now.date(), tuple(seen for seen, _ in looked), said=settings.said)
    names = {seen.account.name: found for seen, found in looked if not isinstance(found, Missing)}
    return Access(evidence, names, tuple(_troubles(looked)))


def _look(account: Account, *, accounts: tuple[Account, ...], opener: Opener, keys: Keys, settings: Settings) -> Looked:
    others = tuple(other for other in accounts if other is not account)
    try:
        mailbox = opener(account)
    except (AccountProblem, SecretError) as problem:
        missing = Missing(str(problem))
        return AccountEvidence(account, missing, sharing=missing), missing
    try:
        sharing = look_at_sharing(mailbox, account, others, keys)
        seen = AccountEvidence(account, mailbox.connection, sharing=sharing)
        if not account.role.is_professional:
            return seen, ()
        recognise = recognisers(accounts, partial(keys.digest, Purpose.ADDRESS))[account.name]
        since = settings.since or datetime.now().astimezone().date()
        use = look_at_use(mailbox, account, recognise, since=since, keys=keys)
        read = look_at_salutations(mailbox, account, recognise) if settings.read_words else None
        return replace(seen, sent_use=use, salutations=read), name_readers(mailbox, account, others, keys)
    finally:
        mailbox.close()


def _troubles(looked: list[Looked]) -> list[str]:
    return [
        f"{seen.account.name} could not be looked at. {harmless(seen.sharing.reason)}"
        for seen, _ in looked
        if isinstance(seen.sharing, Missing)
    ]


def named(readers: tuple[NamedReader, ...]) -> list[str]:
    """Return a line for each reader: the server's own name, and what they may read. For the member's own screen."""
    return [f"{harmless(reader.name)[:LONGEST_NAME]} may read {in_words(reader.folders)}" for reader in readers]
