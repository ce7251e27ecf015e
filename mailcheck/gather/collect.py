"""All accounts, side by side: from settings to evidence. One account failing leaves the others' evidence whole."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from mailcheck.gather.contained import contained
from mailcheck.gather.domain_facts import look_at_domain
from mailcheck.gather.errands import ERRANDS
from mailcheck.gather.letter import look_for_letters
from mailcheck.gather.visit import Connector, Progress, Question, Visit, silent
from mailcheck.model import Account, AccountEvidence, Missing, PairEvidence
from mailcheck.model.domain import DomainFacts
from mailcheck.model.letter import Letter
from mailcheck.parse.domains import domain_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run has seen of all accounts."""

    accounts: tuple[AccountEvidence, ...]
    pairs: tuple[PairEvidence, ...]
    letters: tuple[Letter, ...]
    """The test letters, each as far as it has come."""


def collect(
    accounts: Sequence[Account], connector: Connector, question: Question, *, progress: Progress = silent
) -> Seen:
    """Look at every account and at every pair of them; never raises for a single account's sake.

    `progress` is called from several threads, and may raise Cancelled to stop the run.
    """
    visits = [Visit(account, connector, question, progress) for account in accounts]
    domains = _domains(question)
    try:
        _side_by_side([partial(visit.run, ERRANDS, domains) for visit in visits])
        pairs = _together(visits)
        return Seen(tuple(visit.evidence for visit in visits), pairs, _letters(visits, question))
    finally:
        for visit in visits:
            visit.leave()


def _domains(question: Question) -> Mapping[str, DomainFacts | Missing | None]:
    """Ask the name system about every account's domain, all at once."""
    found: dict[str, DomainFacts | Missing | None] = {}
    resolver = question.resolver
    if resolver is None:
        return found

    def ask(account: Account) -> None:
        found[account.name] = contained(
            lambda: look_at_domain(domain_of(account.address), account.host, resolver=resolver, today=question.today)
        )

    _side_by_side([partial(ask, account) for account in question.others if account.host])
    return found


def _letters(visits: Sequence[Visit], question: Question) -> tuple[Letter, ...]:
    """Look for the test letters that are under way, in the accounts that were reached."""
    mailboxes = {visit.account.name: visit.shared for visit in visits if visit.shared is not None}
    known = question.said.letters
    found = contained(lambda: look_for_letters(known, mailboxes, question.recognisers, question.now))
    return known if isinstance(found, Missing) else found


def _together(visits: Sequence[Visit]) -> tuple[PairEvidence, ...]:
    """Look at all inboxes, then ask whether they are still the same: then there was a moment in which all of it held.

    An inbox that has changed meanwhile, as in a long run, is looked at again, once.
    """
    roles = {visit.account.role.is_professional for visit in visits}
    if len(roles) < 2:
        return ()
    for visit in visits:
        visit.look()
    still = {visit.account.name: visit.is_unchanged() for visit in visits}
    if changed := [visit for visit in visits if not still[visit.account.name]]:
        for visit in changed:
            visit.look(again=True)
        still = {visit.account.name: visit.is_unchanged() for visit in visits}
    return tuple(
        PairEvidence(
            work.account.name, home.account.name, looked_together=still[work.account.name] and still[home.account.name]
        )
        for work in visits
        if work.account.role.is_professional
        for home in visits
        if not home.account.role.is_professional
    )


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
