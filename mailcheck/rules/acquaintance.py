"""How far the people of two accounts overlap (U4, U7, U9). Pure; knows people only as keyed digests."""

from collections.abc import Iterator
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.model import AccountEvidence, Outcome, Status
from mailcheck.model.use import Contact, Contacts
from mailcheck.rules import outcome


@dataclass(frozen=True, slots=True)
class Both:
    """Somebody whom both accounts know."""

    at_work: Contact
    at_home: Contact


def left_alone(work: AccountEvidence, home: AccountEvidence) -> Outcome:
    """Return the answer about a home address that others use too: its correspondents are theirs as well."""
    title = f"{home.account.name} is used by others too, so its correspondents are not looked at."
    return outcome(Status.NOT_APPLICABLE, (work.account.name, home.account.name), title)


def known_to_both(work: Contacts, home: Contacts, *, since: date | None = None) -> tuple[Both, ...]:
    """Return those who wrote and were written to on both accounts (U4); with `since`, on that day or later."""
    return tuple(
        both
        for both in _both(work, home)
        if all(_is_mutual(contact, since) for contact in (both.at_work, both.at_home))
    )


def met_at_work(work: Contacts, home: Contacts, *, since: date | None = None) -> tuple[Both, ...]:
    """Return those first met at work who came to the home account later.

    Somebody may have been known at home before the letters that were looked at begin, so they must reach back that far.
    """
    return tuple(
        both
        for both in _both(work, home)
        if (first := _first(both.at_work)) < _first(both.at_home)
        and (home.since is None or home.since <= first)
        and (since is None or first >= since)
    )


def _both(work: Contacts, home: Contacts) -> Iterator[Both]:
    at_home = {contact.key: contact for contact in home.people}
    for contact in work.people:
        if contact.key in at_home:
            yield Both(contact, at_home[contact.key])


def _is_mutual(contact: Contact, since: date | None) -> bool:
    return all(days and (since is None or days[-1] >= since) for days in (contact.wrote, contact.was_written_to))


def _first(contact: Contact) -> date:
    return min((*contact.wrote, *contact.was_written_to))
