"""Looks for test letters: where one was sent it must be, and in the other mailbox it must not (evidence D13).

A person sends it. mailcheck only searches for its code, folder by folder, and sends nothing.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.mailbox import Items, ListedFolder, Mailbox
from mailcheck.gather.sent_folders import UNOPENABLE, find_sent
from mailcheck.model import Missing
from mailcheck.model.letter import LATE, SETTLED, Letter, LetterState
from mailcheck.model.traces import Whose
from mailcheck.parse.headers import addresses, read_headers
from mailcheck.parse.recognise import Recogniser

INBOX = "INBOX"
MOST_FOLDERS = 500
MOST_FOUND = 20

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that are mistaken for each other. One word without marks, so that every server's search finds it."""
_EVERYTHING = "\\all"
_BESIDE_EVERYTHING = frozenset({"\\junk", "\\trash", "\\sent", _EVERYTHING})

TOO_MANY = Missing("This mailbox has more folders than mailcheck looks through for a test letter.", key="too-many")
NOT_HERE = Missing("This account is not connected here.", key="not-connected", retry="never")


def new_code() -> str:
    """Return a code that stands in no other letter."""
    return "MC" + "".join(secrets.choice(_LETTERS) for _ in range(8))


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where in one mailbox a test letter was seen."""

    arrived: datetime | None = None
    """When the server stored it; None if it did not arrive here."""
    was_sent_here: bool = False
    """True: it left from this mailbox."""
    writer: str = ""
    """The account under whose address it was sent, by name, if it is one of the member's."""


def look_for_letters(
    letters: Iterable[Letter],
    mailboxes: Mapping[str, Mailbox],
    recognisers: Mapping[str, Recogniser],
    now: datetime,
) -> tuple[Letter, ...]:
    """Return the letters, each as far as it has come; those that are finished or too old are not looked for.

    `mailboxes` and `recognisers` are those of the accounts that can be reached, by name. Never raises for the sake of
    one account: a letter that could not be looked for stays as it was.
    """

    def found(name: str, code: str) -> Sighting | Missing:
        if name not in mailboxes:
            return NOT_HERE
        return look_for_letter(mailboxes[name], recognisers[name], code)

    return tuple(
        advance(each, found(each.to, each.code), found(each.other, each.code), now) if each.is_sought(now) else each
        for each in letters
    )


def look_for_letter(mailbox: Mailbox, recognise: Recogniser, code: str) -> Sighting | Missing:
    """Search every folder of a mailbox for a code: one or two round trips for each folder that holds anything."""
    try:
        sent = frozenset(folder.name for folder in find_sent(mailbox, recognise.account))
        folders = tuple(_worth_searching(mailbox.folders()))
        if len(folders) > MOST_FOLDERS:
            return TOO_MANY
        finds = [
            find
            for folder in folders
            for find in _folder(mailbox, folder, recognise, code, is_sent=folder.name in sent)
        ]
    except AccountProblem as problem:
        return Missing.of(problem)
    return Sighting(
        arrived=min((find.arrived for find in finds if find.arrived), default=None),
        was_sent_here=any(find.was_sent_here for find in finds),
        writer=next((find.writer for find in finds if find.writer), ""),
    )


def _worth_searching(listed: Iterable[ListedFolder]) -> Iterator[ListedFolder]:
    """Yield the folders to search; where one of them shows all letters, that one and those that it leaves out."""
    folders = [folder for folder in listed if not folder.flags & UNOPENABLE and "\\drafts" not in folder.flags]
    has_everything = any(_EVERYTHING in folder.flags for folder in folders)
    for folder in sorted(folders, key=lambda folder: folder.name.upper() != INBOX):
        if not has_everything or folder.flags & _BESIDE_EVERYTHING or folder.name.upper() == INBOX:
            yield folder


def _folder(
    mailbox: Mailbox, folder: ListedFolder, recognise: Recogniser, code: str, *, is_sent: bool
) -> Iterator[Sighting]:
    try:
        opened = mailbox.examine(folder.name)
    except AccountProblem:
        mailbox.still_there()  # raises if it is not the folder but the connection that failed
        return
    uids = mailbox.search_header("Subject", code) if opened.exists else ()
    for envelope in mailbox.envelopes(uids[:MOST_FOUND], Items(("From",))) if uids else ():
        writers = [recognise(address) for address in addresses(read_headers(envelope.header), "From")[:1]]
        writer = writers[0].account if writers else ""
        is_own = any(target.whose is Whose.OWN for target in writers)
        # Where one folder shows all letters, it shows the sent ones too.
        if is_sent or (is_own and _EVERYTHING in folder.flags):
            yield Sighting(was_sent_here=True, writer=writer)
        else:
            yield Sighting(arrived=envelope.stored, writer=writer)


def advance(letter: Letter, there: Sighting | Missing, elsewhere: Sighting | Missing, now: datetime) -> Letter:
    """Return a letter as far as it has come, by what was seen where it was sent and in the other mailbox."""
    if isinstance(there, Missing) and isinstance(elsewhere, Missing):
        return letter
    state = _state(letter, there, elsewhere, now)
    return replace(letter, state=state, looked=now)


def _state(letter: Letter, there: Sighting | Missing, elsewhere: Sighting | Missing, now: datetime) -> LetterState:
    if isinstance(elsewhere, Sighting):
        if elsewhere.was_sent_here or (isinstance(there, Sighting) and there.writer == letter.other):
            return LetterState.FROM_OTHER
        if elsewhere.arrived:
            return LetterState.BOTH
    if isinstance(there, Missing):
        return letter.state
    if there.arrived is None:
        return LetterState.LOST if now - letter.made > LATE else LetterState.WAITING
    is_settled = isinstance(elsewhere, Sighting) and now - there.arrived >= SETTLED
    return LetterState.APART if is_settled else LetterState.ARRIVED
