"""What suggests that somebody else reads a mailbox: each thing seen, with how much it proves and how it is known again.

Behind `not-shared-mailbox`, `not-joint-address` and the one question of `mailcheck answer`.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from mailcheck.dataclass import dataclass
from mailcheck.model import Account, AccountEvidence, Evidence, Grade, ReaderKind, Role, Sharing
from mailcheck.model.sharing import ARCHIVE, DRAFTS, INBOX, SENT
from mailcheck.model.traces import NameSign, TraceKind, Whose
from mailcheck.model.use import SentUse
from mailcheck.model.words import Salutations
from mailcheck.parse.names import holds_a_name, signs_of_address
from mailcheck.parse.people import OFTEN_ENOUGH

_EXCHANGE = "outlook.office365.com"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that suggests that somebody else reads a mailbox."""

    row: str
    """Of docs/evidence.md."""
    grade: Grade
    words: str
    """What was seen, in a sentence."""
    key: str
    """By which it is known again once it was answered: row, and keyed digest or account."""
    folders: tuple[str, ...] = ()
    account: str = ""
    """The member's other account that it is about."""


def signs_of(seen: AccountEvidence, evidence: Evidence) -> tuple[Sign, ...]:
    """Return everything about a professional account that the one question is about."""
    return (*access_signs(seen, evidence), *name_signs(seen, evidence.said.partners))


def access_signs(seen: AccountEvidence, evidence: Evidence) -> tuple[Sign, ...]:
    """Return what shows who else can get into a mailbox (J1, J3, J4, J11; J2 as far as it is a question)."""
    return (
        *_persons(seen),
        *_own_accounts(seen, evidence),
        *_shared_log_in(seen.account),
        *_sent_by_others(seen),
    )


def readers_of(seen: AccountEvidence, kind: ReaderKind) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the readers of one kind, by account and key, each with the folders that they may read."""
    found: dict[tuple[str, str], list[str]] = {}
    if isinstance(seen.sharing, Sharing):
        for folder in seen.sharing.folders:
            for reader in folder.readers if isinstance(folder.readers, tuple) else ():
                if reader.kind is kind:
                    found.setdefault((reader.account, reader.key), []).append(folder.folder)
    return {reader: tuple(folders) for reader, folders in found.items()}


def _persons(seen: AccountEvidence) -> Iterator[Sign]:
    for (_, key), folders in readers_of(seen, ReaderKind.PERSON).items():
        words = f"Somebody else with an account on your mail server may read {in_words(folders)}."
        yield Sign("J1", Grade.PROOF, words, f"J1 {key}", folders)
    if seen.account.role is Role.ENQUIRIES:  # where staff read along, a group of them is a question, and no fault yet
        for (_, key), folders in readers_of(seen, ReaderKind.GROUP).items():
            yield Sign(
                "J2",
                Grade.PROOF,
                f"A group of people on your mail server may read {in_words(folders)}.",
                f"J2 {key}",
                folders,
            )


def _own_accounts(seen: AccountEvidence, evidence: Evidence) -> Iterator[Sign]:
    """Yield the member's personal accounts that open this mailbox, whichever side shows it.

    Where everybody may read, the home log-in may too: that is no news, and no question.
    """
    found = {name: [*places] for (name, _), places in readers_of(seen, ReaderKind.OWN_ACCOUNT).items()}
    homes = evidence.personal() if not readers_of(seen, ReaderKind.EVERYONE) else ()
    for home in homes:
        for opened in home.sharing.opens if isinstance(home.sharing, Sharing) else ():
            if opened.account == seen.account.name:
                found.setdefault(home.account.name, []).extend(opened.folders)
    for name, places in found.items():
        folders = tuple(dict.fromkeys(places))
        words = f"Your account {name!r} can open this mailbox: {in_words(folders)}."
        yield Sign("J3", Grade.PROOF, words, f"J3 {name}", folders, name)


def _shared_log_in(account: Account) -> Iterator[Sign]:
    """Yield a log-in name of the form by which Exchange opens a shared mailbox (J4)."""
    if is_shared_log_in(account.user, account.host):
        words = "You sign in to this mailbox with another mailbox's log-in, as one does with a shared mailbox."
        yield Sign("J4", Grade.STRONG, words, f"J4 {_digest(account.user)}")


def is_shared_log_in(user: str, host: str) -> bool:
    r"""Whether a log-in is of the form `jane@practice\office`, `jane.doe\office` or `DOMAIN\jane\office`.

    A short word and one backslash (`PRACTICE\jane`) is an ordinary log-in with a Windows domain. A slash divides on
    Exchange Online alone; elsewhere it may be part of a name.
    """
    dividers = r"[\\/]" if host.rstrip(".").casefold() == _EXCHANGE else r"\\"
    match re.split(dividers, user.strip().casefold()):
        case [_, jane, box]:
            return bool(jane and box) and jane != box
        case [jane, box]:
            return bool(box) and ("@" in jane or "." in jane) and jane.partition("@")[0] != box.partition("@")[0]
    return False


def _sent_by_others(seen: AccountEvidence) -> Iterator[Sign]:
    """Yield letters that an account which is none of the member's sent in the member's name (J11)."""
    if isinstance(seen.sent_use, SentUse):
        kind, unknown = TraceKind.SENT_BY_ANOTHER, Whose.UNKNOWN
        count = sum(each.count for each in seen.sent_use.traces if each.kind is kind and each.target.whose is unknown)
        if count:
            words = f"Somebody else's account sent {'a letter' if count == 1 else f'{count} letters'} in your name."
            yield Sign("J11", Grade.STRONG, words, f"J11 {_digest(seen.account.address)}")


def name_signs(seen: AccountEvidence, partners: tuple[str, ...] = ()) -> tuple[Sign, ...]:
    """Return what an address and the names beside it suggest (J5–J10). Never more than a question.

    `partners` are the names of the member's partner, if the member gave them.
    """
    account = seen.account
    local = account.address.strip().rpartition("@")[0]
    digest = _digest(account.address)
    if holds_a_name(account.address, partners):
        by_partner = Sign("J6", Grade.STRONG, "The address holds the name of your partner.", f"J6 partner {digest}")
        return (*_names_in_sent(seen, digest), *_names_in_words(seen, digest), by_partner)
    by_address = [
        Sign(sign.value, *_SAID[sign], f"{sign.value} {digest}")
        for sign in signs_of_address(local)
        if sign is not NameSign.ROLE_ADDRESS or account.role is not Role.ENQUIRIES
    ]
    return (*_names_in_sent(seen, digest), *_names_in_words(seen, digest), *by_address)


def _names_in_words(seen: AccountEvidence, digest: str) -> Iterator[Sign]:
    """Yield what the words of letters show, if they were read (J9); an account for enquiries is meant for several."""
    read = seen.salutations
    if not isinstance(read, Salutations) or seen.account.role is Role.ENQUIRIES:
        return
    if read.greeting_two >= OFTEN_ENOUGH:
        yield Sign("J9", Grade.STRONG, "Correspondents write to two people at this address.", f"J9 greeted {digest}")
    if read.signers > 1:
        words = "Letters from this address are signed by different people."
        yield Sign("J9", Grade.STRONG, words, f"J9 signed {read.signers} {digest}")


def _names_in_sent(seen: AccountEvidence, digest: str) -> Iterator[Sign]:
    use = seen.sent_use
    if isinstance(use, SentUse):
        if use.joint_names >= min(OFTEN_ENOUGH, max(use.own, 1)):
            sign = NameSign.JOINT_DISPLAY_NAME
            yield Sign(sign.value, *_SAID[sign], f"{sign.value} {digest}")
        if use.people > 1:
            sign = NameSign.SEVERAL_SENDERS
            yield Sign(sign.value, *_SAID[sign], f"{sign.value} {use.people} {digest}")


_SAID = {
    NameSign.JOINT_DISPLAY_NAME: (Grade.STRONG, "The name beside your address shows two people or a family."),
    NameSign.JOINT_ADDRESS: (Grade.STRONG, "The address reads like a joint address."),
    NameSign.TWO_GIVEN_NAMES: (Grade.WEAK, "The address could be made of two people's names."),
    NameSign.ROLE_ADDRESS: (Grade.WEAK, "The address names no person, and such addresses are often read by several."),
    NameSign.SEVERAL_SENDERS: (Grade.STRONG, "Letters from this address carry the names of different people."),
}


_CALLED = {INBOX: "the inbox", SENT: "the Sent folder", DRAFTS: "the drafts", ARCHIVE: "the archive"}


def in_words(folders: Iterable[str]) -> str:
    """Return folders as they are said in a sentence: the inbox, the Sent folder and the drafts."""
    names = [_CALLED.get(name, name) for name in dict.fromkeys(folders)]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _digest(text: str) -> str:
    """Return a short digest of something that the settings file beside said.toml holds in plain words."""
    return sha256(text.strip().casefold().encode()).hexdigest()[:16]
