"""The demo's two mailboxes: read from practice.toml and home.toml, dated so that they end yesterday."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from importlib.resources import files

from mailcheck.app.demo.documents import Document
from mailcheck.app.demo.server import StoredLetter
from mailcheck.app.demo.writing import attach, attach_letter, sealed, write_text
from mailcheck.dataclass import dataclass

UNREAD_FOR_DAYS = 2


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, as the TOML file tells it; practice.toml explains each key."""

    id: str
    folder: str
    day: int
    at: time
    correspondent: str
    subject: str
    text: str
    answers: str = ""
    forwards: str = ""
    documents: tuple[str, ...] = ()
    has_logo: bool = False
    is_sealed: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether the owner of the mailbox wrote it."""
        return self.folder == "Sent"


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Everything that one account received and sent."""

    owner: str
    address: str
    letters: Mapping[str, Letter]
    """By id, oldest first."""

    def written(self, letter: Letter, now: datetime, documents: Mapping[str, Document]) -> EmailMessage:
        """Return a letter as it would lie in a mailbox on the day of `now`."""
        message = sealed() if letter.is_sealed else EmailMessage()
        self._address(message, letter, now)
        if letter.is_sealed:
            return message
        write_text(message, letter.text, has_logo=letter.has_logo)
        for key in letter.documents:
            attach(message, documents[key])
        if letter.forwards:
            attach_letter(message, self.written(self.letters[letter.forwards], now, documents))
        return message

    def _address(self, message: EmailMessage, letter: Letter, now: datetime) -> None:
        owner = formataddr((self.owner, self.address))
        sender, recipient = (owner, letter.correspondent) if letter.is_sent else (letter.correspondent, owner)
        if not letter.is_sent:
            message["Delivered-To"] = self.address
        message["From"], message["To"] = sender, recipient
        message["Subject"] = self._subject(letter)
        message["Date"] = format_datetime(moment(letter, now))
        message["Message-ID"] = self._message_id(letter)
        ancestors = [self._message_id(ancestor) for ancestor in self._ancestors(letter)]
        if ancestors:
            message["In-Reply-To"], message["References"] = ancestors[-1], " ".join(ancestors)

    def _ancestors(self, letter: Letter) -> Sequence[Letter]:
        """Return what a letter answers, and what that answers, oldest first (RFC 5322 §3.6.4)."""
        if not letter.answers:
            return ()
        answered = self.letters[letter.answers]
        return (*self._ancestors(answered), answered)

    def _subject(self, letter: Letter) -> str:
        first = self._ancestors(letter)[:1]
        return letter.subject or f"Re: {first[0].subject}"

    def _message_id(self, letter: Letter) -> str:
        address = self.address if letter.is_sent else letter.correspondent.rstrip(">")
        return f"<{letter.id}@{address.rpartition('@')[2]}>"


def moment(letter: Letter, now: datetime) -> datetime:
    """Return when a letter was written; always in the past."""
    return datetime.combine(now.date() - timedelta(days=letter.day), letter.at, now.tzinfo)


def correspondence(name: str) -> Correspondence:
    """Read `practice` or `home`."""
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    letters = sorted(map(_letter, told["letter"]), key=lambda letter: (-letter.day, letter.at))
    return Correspondence(told["owner"]["name"], told["owner"]["address"], {letter.id: letter for letter in letters})


def _letter(told: Mapping[str, object]) -> Letter:
    return Letter(
        id=str(told["id"]),
        folder=str(told["folder"]),
        day=int(str(told["day"])),
        at=time.fromisoformat(str(told["at"])),
        correspondent=str(told["with"]),
        subject=str(told.get("subject", "")),
        text=str(told.get("text", "")),
        answers=str(told.get("answers", "")),
        forwards=str(told.get("forwards", "")),
        documents=tuple(_texts(told.get("documents", ()))),
        has_logo=told.get("logo") is True,
        is_sealed=told.get("sealed") is True,
    )


def _texts(value: object) -> Sequence[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def stored(
    kept: Correspondence, now: datetime, documents: Mapping[str, Document]
) -> Mapping[str, Sequence[StoredLetter]]:
    """Return an account's letters by folder, ready for the server."""
    folders: dict[str, list[StoredLetter]] = {"INBOX": [], "Sent": []}
    for letter in kept.letters.values():
        octets = kept.written(letter, now, documents).as_bytes(policy=SMTP)
        is_read = letter.is_sent or letter.day > UNREAD_FOR_DAYS
        folders[letter.folder].append(StoredLetter(octets, moment(letter, now), is_read))
    return folders
