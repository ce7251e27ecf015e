"""One account while it is being looked at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache, partial

from mailcheck.dataclass import dataclass
from mailcheck.gather.contained import contained
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.meanwhile import Meanwhile
from mailcheck.gather.memory import (
    INBOX,
    Known,
    likely_folders,
    look_at_marks,
    seen_or_recalled,
    server_digest,
    siblings,
)
from mailcheck.gather.shared_reading import Seen, SharedReading
from mailcheck.gather.twins import is_unchanged, look_for_twins, wishes_for_twins
from mailcheck.gather.visit import Connector, Errand, Progress, Question, Step, Visited
from mailcheck.gather.wishes import Wishes
from mailcheck.model import Account, AccountEvidence, Looked, Missing
from mailcheck.model.domain import DomainFacts

MARKS = "marks"
"""As what the folders' marks are remembered."""


@dataclass(frozen=True, slots=True)
class DomainSeen:
    """What the name system says of an account's domain, and when it was asked."""

    value: DomainFacts | Missing | None
    looked: Looked


Domains = Callable[[], Mapping[str, DomainSeen]]
"""Waits for what the name system says, by account; nothing if it is not asked."""


class Visit:
    """One account while it is being looked at."""

    def __init__(self, account: Account, connector: Connector, question: Question, progress: Progress) -> None:
        self.account, self.question = account, question
        self.mailbox: Mailbox | None = None
        self.evidence = AccountEvidence(account, Missing("This account was not reached."))
        self._connector, self._progress = connector, progress
        self._seen, self._wishes = Seen(), Wishes()

    def enter(self) -> None:
        """Sign in, and ask how far the folders have come."""
        name = self.account.name
        self._progress(Step(name, "signing in"))
        opened = contained(lambda: self._connector.open(self.account))
        if isinstance(opened, Missing):
            self.evidence = AccountEvidence(self.account, opened, opened, opened, opened)
            return
        self.mailbox = opened
        contained(lambda: self._ask_ahead(opened))
        shared = SharedReading(opened, self._seen)
        marks = contained(lambda: look_at_marks(shared, self.account, self.question.keys))
        self.evidence = AccountEvidence(
            self.account,
            opened.connection,
            marks=() if isinstance(marks, Missing) else marks,
        )

    def _ask_ahead(self, mailbox: Mailbox) -> None:
        """Ask in one flight what every night asks: most nights, nothing else is asked."""
        earlier = self.question.memory.recall(self.account.name, MARKS)
        sent = likely_folders(self.account, earlier.value if earlier else (), self.question.keys)
        looked_at = sent[: 1 if earlier else 2]
        rights = (INBOX, *looked_at, *siblings(looked_at, ("Drafts", "Archive")))
        mailbox.ask_ahead(statuses=(INBOX, *sent), rights=rights if self.account.role.is_professional else ())

    def run(self, errands: Iterable[Errand], domains: Domains, *, comparing: bool) -> None:
        """Run every errand that applies and is due; a failed one is Missing, and the others still run.

        Those that compare accounts are due in all accounts at the same time: when `comparing`.
        """
        mailbox = self.mailbox
        if mailbox is None:
            return
        applying = {errand: self.known(errand) for errand in errands if errand.applies(self.account, self.question)}
        known = {errand: None if comparing and errand.is_compared else each for errand, each in applying.items()}
        today = self.question.today
        due = [errand for errand, each in known.items() if each is None or not each.is_young(errand.age, today)]
        self._wishes = self._wished(mailbox, due, comparing=comparing)

        def meanwhile() -> None:
            for errand in due:
                if errand.is_short:
                    looks[errand]()

        visited = partial(self._visited, mailbox, domains=domains, meanwhile=meanwhile)
        looks = {errand: cache(partial(self._look_for, errand, visited(errand))) for errand in known}
        apart = {errand: Meanwhile(looks[errand]).result for errand in due if errand.is_apart}
        if self._wishes.inbox:  # while the readers of documents are still loaded, and all in one flight
            contained(lambda: SharedReading(mailbox, self._seen, self._wishes).examine(INBOX))
        for errand, each in known.items():
            self._run(errand, apart.get(errand, looks[errand]), each)
        domain = domains().get(self.account.name)
        if domain is not None:
            self.evidence = replace(self.evidence, domain=domain.value, looked=(*self.evidence.looked, domain.looked))

    def _visited(self, mailbox: Mailbox, errand: Errand, *, domains: Domains, meanwhile: Callable[[], None]) -> Visited:
        """Return the account as an errand sees it."""

        def facts() -> Mapping[str, DomainFacts | Missing | None]:
            return {account: found.value for account, found in domains().items()}

        wishes = self._wishes if errand.wishes else None
        seen = SharedReading(mailbox, self._seen, wishes, others=self._wishes)
        return Visited(seen, self.account, self.question, self._connector, self._progress, facts, meanwhile)

    def _look_for(self, errand: Errand, visited: Visited) -> object:
        self._progress(Step(self.account.name, errand.what))
        return contained(lambda: errand.look(visited))

    def _run(self, errand: Errand, look: Callable[[], object], known: Known | None) -> None:
        server, today = self.server(with_sent=errand.follows_sent), self.question.today
        value, looked = seen_or_recalled(errand.field, errand.age, known, look, today=today, server=server)
        changes = {errand.field: value, "looked": (*self.evidence.looked, looked)}
        self.evidence = replace(self.evidence, **changes)  # type: ignore[arg-type] # each errand knows its field

    def known(self, errand: Errand) -> Known | None:
        """Return what earlier runs saw on an errand, unless the server is another one today."""
        found = self.question.memory.recall(self.account.name, errand.field)
        server = self.server(with_sent=errand.follows_sent)
        return found if found and server and found.server == server else None

    def is_due(self, errands: Iterable[Errand]) -> bool:
        """Whether one of the errands that apply has to be run."""
        today = self.question.today
        applying = [errand for errand in errands if errand.applies(self.account, self.question)]
        return self.mailbox is not None and any(
            known is None or not known.is_young(errand.age, today)
            for errand in applying
            for known in [self.known(errand)]
        )

    def server(self, *, with_sent: bool) -> str:
        """Return the digest of what evidence rests on at the server."""
        capabilities = self.mailbox.capabilities if self.mailbox else ()
        return server_digest(capabilities, self.evidence.marks, self.question.keys, with_sent=with_sent)

    def _wished(self, mailbox: Mailbox, due: Iterable[Errand], *, comparing: bool) -> Wishes:
        """Return what all that is due asks of the newest letters, and the comparison of the mailboxes too."""
        wishes = wishes_for_twins(mailbox) if comparing else Wishes()
        for errand in due:
            wishes = wishes.with_(errand.wishes(self.account, self.question)) if errand.wishes else wishes
        return wishes

    def look(self, *, again: bool = False) -> None:
        """Look at what tells this mailbox from another; `again` at how it is now, not when the visit first saw it."""
        if self.mailbox is None:
            return
        if again:
            self._seen = Seen(self._seen.folders, self._seen.prefix)
        mailbox = SharedReading(self.mailbox, self._seen, self._wishes)
        self._progress(Step(self.account.name, "comparing the mailboxes"))
        looks = contained(lambda: look_for_twins(mailbox, self.account, self.question.run_keys))
        self.evidence = replace(self.evidence, looks=looks)

    def is_unchanged(self) -> bool:
        """Whether the inbox is still as it was when it was looked at."""
        if self.mailbox is None or isinstance(self.evidence.looks, Missing):
            return False
        mailbox, looks = self.mailbox, self.evidence.looks
        self._seen.open = ""
        return contained(lambda: is_unchanged(mailbox, looks)) is True

    @property
    def shared(self) -> Mailbox | None:
        """The mailbox for whoever looks for one thing more, its folders known already; None: it was not reached."""
        return None if self.mailbox is None else SharedReading(self.mailbox, self._seen)

    def leave(self) -> None:
        """Log out."""
        if self.mailbox is not None:
            self.mailbox.close()
