"""All accounts, side by side: from settings to evidence. One account failing leaves the others' evidence whole."""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar

from mailcheck.errors import AccountProblem, Cancelled, SecretError
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.received import count_replies
from mailcheck.gather.sent import Judge, look_at_sent
from mailcheck.gather.twins import is_unchanged, look_for_twins
from mailcheck.model import Account, AccountEvidence, Missing, PairEvidence, Said, SentMail

logger = logging.getLogger("mailcheck")

T = TypeVar("T")

Opener = Callable[[Account], Mailbox]
"""Signs in to an account; raises AccountProblem or SecretError."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come with one account."""

    account: str
    what: str
    """In plain words: `signing in`, `reading sent letters` …"""
    done: int = 0
    total: int = 0
    """0 if it is not known."""


Progress = Callable[[Step], None]


def silent(step: Step) -> None:
    """Take no notice."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a run wants to know of every account."""

    since: date
    said: Said
    keys: Keys
    """Under the installation key: what must be recognised across runs."""
    run_keys: Keys
    """Under this run's own random key: what is compared between accounts."""
    judge: Judge
    look_back: bool = False
    """Whether to look as well at what was sent before `since`."""


def collect(
    accounts: Sequence[Account], opener: Opener, question: Question, *, progress: Progress = silent
) -> tuple[tuple[AccountEvidence, ...], tuple[PairEvidence, ...]]:
    """Look at every account and at every pair of them; never raises for a single account's sake.

    `progress` is called from several threads, and may raise Cancelled to stop the run.
    """
    visits = [_Visit(account, opener, question, progress) for account in accounts]
    try:
        _side_by_side([visit.alone for visit in visits])
        return _together(visits, question)
    finally:
        for visit in visits:
            visit.leave()


class _Visit:
    """One account while it is being looked at."""

    def __init__(self, account: Account, opener: Opener, question: Question, progress: Progress) -> None:
        self.account, self.opener, self.question, self.progress = account, opener, question, progress
        self.mailbox: Mailbox | None = None
        self.evidence = AccountEvidence(account, Missing("This account was not reached."))

    def alone(self) -> None:
        """Sign in and look at what needs no other account."""
        self.progress(Step(self.account.name, "signing in"))
        opened = contained(lambda: self.opener(self.account))
        if isinstance(opened, Missing):
            self.evidence = AccountEvidence(self.account, opened, opened, opened, opened)
            return
        self.mailbox = opened
        self.evidence = AccountEvidence(self.account, opened.connection)
        if self.account.role.is_professional:
            self._read_sent(opened)

    def _read_sent(self, mailbox: Mailbox) -> None:
        sent = self._sent(mailbox, "reading sent letters", earlier=False)
        replies = contained(lambda: count_replies(mailbox, self.account))
        before = self._sent(mailbox, "looking back", earlier=True) if self.question.look_back else None
        self.evidence = replace(self.evidence, sent=sent, replies=replies, earlier=before)

    def _sent(self, mailbox: Mailbox, what: str, *, earlier: bool) -> SentMail | Missing:
        ask = self.question
        said = Said() if earlier else ask.said  # nobody is asked about the past
        look = partial(look_at_sent, mailbox, self.account, since=ask.since, said=said, keys=ask.keys)

        def count(done: int, total: int) -> None:
            self.progress(Step(self.account.name, what, done, total))

        return contained(lambda: look(judge=ask.judge, progress=count, earlier=earlier))

    def look(self) -> None:
        """Look at what tells this mailbox from another."""
        if self.mailbox is None:
            return
        mailbox = self.mailbox
        self.progress(Step(self.account.name, "comparing the mailboxes"))
        looks = contained(lambda: look_for_twins(mailbox, self.account, self.question.run_keys))
        self.evidence = replace(self.evidence, looks=looks)

    def is_unchanged(self) -> bool:
        """Whether the inbox is still as it was when it was looked at."""
        if self.mailbox is None or isinstance(self.evidence.looks, Missing):
            return False
        mailbox, looks = self.mailbox, self.evidence.looks
        return contained(lambda: is_unchanged(mailbox, looks)) is True

    def leave(self) -> None:
        """Log out."""
        if self.mailbox is not None:
            self.mailbox.close()


def _together(
    visits: Sequence[_Visit], question: Question
) -> tuple[tuple[AccountEvidence, ...], tuple[PairEvidence, ...]]:
    """Look at all inboxes in turn, then ask whether the earlier ones changed meanwhile."""
    roles = {visit.account.role.is_professional for visit in visits}
    if len(roles) < 2:
        return tuple(visit.evidence for visit in visits), ()
    for visit in visits:
        visit.look()
    still = {visit.account.name: visit.is_unchanged() for visit in visits}
    pairs = tuple(
        PairEvidence(work.account.name, home.account.name, looked_together=still[first.account.name])
        for work in visits
        if work.account.role.is_professional
        for home in visits
        if not home.account.role.is_professional
        for first in [min(work, home, key=visits.index)]
    )
    return tuple(visit.evidence for visit in visits), pairs


def contained(look: Callable[[], T]) -> T | Missing:
    """Return what `look` finds, or why it could not: the one place where an account's failure is held.

    An error we did not expect names its kind only; its text might quote a letter.
    """
    try:
        return look()
    except Cancelled:
        raise
    except AccountProblem as problem:
        return Missing(problem.text, problem.key, problem.retry, problem.said)
    except SecretError as problem:
        return Missing(str(problem), problem.key, "later" if problem.key == "store-locked" else "never")
    except Exception as error:
        logger.debug("an account could not be looked at", exc_info=True)
        why = f"mailcheck stumbled here ({type(error).__name__}). That is our fault, not yours; please report it."
        return Missing(why, "internal", "later")


def _side_by_side(tasks: Iterable[Callable[[], None]]) -> None:
    """Run tasks at the same time; raises the first error that one of them raises.

    Daemon threads: a keyboard interrupt leaves at once instead of waiting for a slow server.
    """
    errors: list[BaseException] = []

    def guarded(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread below
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(task,), daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
