"""Lays two accounts side by side: what only the digests of one run can show, as a result that can be kept."""

from collections.abc import Iterator
from datetime import date

from mailcheck.model import AccountEvidence, Evidence, Grade, MailboxLook, Missing
from mailcheck.model.comparison import Comparison, Likeness, Overlap, Sign
from mailcheck.model.use import Contacts, TraceLook
from mailcheck.rules.acquaintance import known_to_both, met_at_work
from mailcheck.rules.likeness import compare_accounts

ENOUGH_LETTERS, ENOUGH_SENDERS = 3, 2
"""Believed marks that decide without a rule on the server beside them (evidence, rule 1.5)."""
ENOUGH_COPIES = 5
"""Equal letters in both inboxes that were addressed to one (F13)."""


def likenesses(evidence: Evidence, work: AccountEvidence, home: AccountEvidence) -> tuple[Likeness, ...]:
    """Return how alike the folders of two accounts are, or were when they were last compared."""
    kept = evidence.pair(work.account, home.account).comparison
    return compare_accounts(work, home, since=evidence.separated_since) if kept is None else kept.likenesses


def overlap(evidence: Evidence, work: AccountEvidence, home: AccountEvidence) -> Overlap | None:
    """Return how far the people of two accounts overlap, or did when they were last compared."""
    kept = evidence.pair(work.account, home.account).comparison
    return _overlap(work, home, evidence.separated_since) if kept is None else kept.people


def signs_of_letters(evidence: Evidence, source: AccountEvidence, target: AccountEvidence) -> tuple[Sign, ...]:
    """Return what equal letters in both say of mail going from one account to another (F10, F13)."""
    kept = evidence.pair(source.account, target.account).comparison
    if kept is not None:
        return kept.to_home
    kept = evidence.pair(target.account, source.account).comparison
    return tuple(_signs(source, target, evidence.separated_since)) if kept is None else kept.to_work


def compare(work: AccountEvidence, home: AccountEvidence, *, since: date | None) -> Comparison:
    """Compare what was gathered of two accounts in one run; `since` leaves letters from before a day out."""
    return Comparison(
        likenesses=compare_accounts(work, home, since=since),
        to_home=tuple(_signs(work, home, since)),
        to_work=tuple(_signs(home, work, since)),
        people=_overlap(work, home, since),
    )


def _overlap(work: AccountEvidence, home: AccountEvidence, since: date | None) -> Overlap | None:
    at_work, at_home = work.contacts, home.contacts
    if not isinstance(at_work, Contacts) or not isinstance(at_home, Contacts):
        return None
    met = met_at_work(at_work, at_home, since=since)
    return Overlap(
        correspondents=(len(at_work.people), len(at_home.people)),
        known_to_both=len(known_to_both(at_work, at_home, since=since)),
        written_to=sum(bool(both.at_home.was_written_to) for both in met),
        writers=sum(bool(both.at_home.wrote) for both in met),
    )


def _signs(source: AccountEvidence, target: AccountEvidence, since: date | None) -> Iterator[Sign]:
    yield from _copies(source, target)
    yield from _equal_letters(source, target, since)


def _copies(source: AccountEvidence, target: AccountEvidence) -> Iterator[Sign]:
    """F10: letters that a program says it copied, from exactly where the source holds them."""
    if not isinstance(target.traces, TraceLook) or isinstance(source.looks, Missing):
        return
    places = {place: key for look in source.looks for place, key in _places(look)}
    same = [each for each in target.traces.copied if places.get((each.uidvalidity, each.uid)) == each.key]
    if len(same) >= ENOUGH_LETTERS and len({each.sender for each in same}) >= ENOUGH_SENDERS:
        yield Sign("F10", Grade.PROOF, len(same), max(each.stored for each in same))


def _places(look: MailboxLook) -> Iterator[tuple[tuple[int, int], str]]:
    for message in look.newest:
        if message.key:
            yield (look.uidvalidity, message.uid), message.key


def _equal_letters(source: AccountEvidence, target: AccountEvidence, start: date | None) -> Iterator[Sign]:
    """F13: equal letters in both inboxes, addressed to the source alone. A stranger can send both a blind copy."""
    if not isinstance(source.traces, TraceLook) or not isinstance(target.traces, TraceLook):
        return
    there = {letter.key for letter in source.traces.received if letter.key}
    same = {
        letter.key: letter.dated
        for letter in target.traces.received
        if letter.key in there
        and letter.named == (source.account.name,)
        and not letter.is_list
        and (start is None or letter.dated >= start)
    }
    if len(same) >= ENOUGH_COPIES:
        yield Sign("F13", Grade.STRONG, len(same), max(same.values()), can_be_forged=True)
