"""All accounts, side by side: from settings to evidence. One account failing leaves the others' evidence whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from mailcheck.dataclass import dataclass
from mailcheck.gather.contained import contained
from mailcheck.gather.errands import ERRANDS
from mailcheck.gather.letter import look_for_letters
from mailcheck.gather.meanwhile import Meanwhile, at_once, loading, side_by_side
from mailcheck.gather.memory import UNTIL_TOMORROW, WEEKLY, KnownPair, is_lasting, pair_server, seen_or_recalled
from mailcheck.gather.visit import Connector, Progress, Question, silent
from mailcheck.gather.visiting import DomainSeen, Visit
from mailcheck.model import Account, AccountEvidence, Missing, PairEvidence
from mailcheck.model.domain import DomainFacts
from mailcheck.model.letter import Letter
from mailcheck.parse.domains import domain_of

DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run has seen of all accounts."""

    accounts: tuple[AccountEvidence, ...]
    pairs: tuple[PairEvidence, ...]
    letters: tuple[Letter, ...]
    """The test letters, each as far as it has come."""


def collect(
    accounts: Sequence[Account],
    connector: Connector,
    question: Question,
    *,
    progress: Progress = silent,
    behind: Callable[[Callable[[], None]], None] = at_once,
) -> Seen:
    """Look at every account and at every pair of them; never raises for a single account's sake.

    `progress` is called from several threads, and may raise Cancelled to stop the run. `behind` is given what has to be
    done in the end, and changes nothing of what was seen: logging out, which takes a round trip.
    """
    visits = [Visit(account, connector, question, progress) for account in accounts]
    compared = tuple(errand for errand in ERRANDS if errand.is_compared)
    try:
        domains = Meanwhile(partial(_domains, question))
        side_by_side(visit.enter for visit in visits)
        couples = tuple(_couples(visits))
        known = [_known_pair(*couple, question) for couple in couples]
        comparing = None in known or any(visit.is_due(compared) for visit in visits)
        side_by_side(partial(visit.run, ERRANDS, domains.result, comparing=comparing) for visit in visits)
        pairs = _together(visits, couples) if comparing else tuple(each for each in known if each is not None)
        return Seen(tuple(visit.evidence for visit in visits), pairs, _letters(visits, question))
    finally:
        for visit in visits:
            behind(visit.leave)


def _domains(question: Question) -> Mapping[str, DomainSeen]:
    """Ask the name system about every account's domain, where that was not done lately."""
    found: dict[str, DomainSeen] = {}
    resolver = question.resolver
    if resolver is None:
        return found

    def ask(account: Account) -> None:
        def look() -> DomainFacts | Missing:
            with loading:
                from mailcheck.gather.domain_facts import look_at_domain

            domain = domain_of(account.address)
            return look_at_domain(domain, account.host, resolver=resolver, today=question.today)

        known = question.memory.recall(account.name, DOMAIN)
        age = UNTIL_TOMORROW if known and not is_lasting(known.value) else WEEKLY
        value, looked = seen_or_recalled(DOMAIN, age, known, lambda: contained(look), today=question.today)
        found[account.name] = DomainSeen(value, looked)  # type: ignore[arg-type] # what `look` returns, or returned

    side_by_side(partial(ask, account) for account in question.others if account.host)
    return found


def _letters(visits: Sequence[Visit], question: Question) -> tuple[Letter, ...]:
    """Look for the test letters that are under way, in the accounts that were reached."""
    mailboxes = {visit.account.name: visit.shared for visit in visits if visit.shared is not None}
    known = question.said.letters
    found = contained(lambda: look_for_letters(known, mailboxes, question.recognisers, question.now))
    return known if isinstance(found, Missing) else found


def _couples(visits: Sequence[Visit]) -> Iterator[tuple[Visit, Visit]]:
    """Yield every professional account with every personal one."""
    for work in visits:
        if work.account.role.is_professional:
            yield from ((work, home) for home in visits if not home.account.role.is_professional)


def _known_pair(work: Visit, home: Visit, question: Question) -> PairEvidence | None:
    """Return what an earlier run saw by laying two accounts side by side, if that is young enough."""
    names = (work.account.name, home.account.name)
    known = question.memory.recall_pair(*names)
    servers = pair_server(work.server(with_sent=False), home.server(with_sent=False))
    if known is None or not servers or known.server != servers or not known.is_young(WEEKLY, question.today):
        return None
    pair: KnownPair = known.value
    return PairEvidence(*names, pair.looked_together, pair.comparison, known.looked)


def _together(visits: Sequence[Visit], couples: Sequence[tuple[Visit, Visit]]) -> tuple[PairEvidence, ...]:
    """Look at all inboxes, then ask whether they are still the same: then there was a moment in which all of it held.

    An inbox that has changed meanwhile, as in a long run, is looked at again, once.
    """
    if not couples:
        return ()
    for visit in visits:
        visit.look()
    still = {visit.account.name: visit.is_unchanged() for visit in visits}
    if changed := [visit for visit in visits if not still[visit.account.name]]:
        for visit in changed:
            visit.look(again=True)
        still = {visit.account.name: visit.is_unchanged() for visit in visits}
    return tuple(
        PairEvidence(*names, looked_together=all(still[name] for name in names))
        for work, home in couples
        for names in [(work.account.name, home.account.name)]
    )
