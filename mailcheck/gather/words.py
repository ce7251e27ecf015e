"""Reads the words of sent letters, if the member asked for it: in memory, within bounds, and nothing of them is kept.

What comes back says how a password travelled and which services were linked to, never a word. Of a professional
account's sent folders only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem, MailcheckError
from mailcheck.gather.answers import Answers
from mailcheck.gather.examine import Examiner, Judge
from mailcheck.gather.handover import ReadLetter, handover_of
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Envelope, Items, Mailbox, Piece, Wanted
from mailcheck.gather.sent import reference_of
from mailcheck.gather.sent_folders import find_sent, labels_of
from mailcheck.model import (
    Account,
    AccountEvidence,
    Documents,
    MessageRef,
    Missing,
    Part,
    PartKind,
    Said,
    SentDocument,
    SentMail,
    Words,
)
from mailcheck.parse.filenames import decoded_words
from mailcheck.parse.headers import HeaderFields, addresses, read_headers
from mailcheck.parse.letter_words import plain_text
from mailcheck.parse.links import linked_services
from mailcheck.parse.passwords import Told, what_is_told
from mailcheck.parse.structure import walk
from mailcheck.parse.transfer import decode_whole
from mailcheck.parse.uuencoded import uuencoded
from mailcheck.parse.word_parts import WordPart, word_parts

MOST_LETTERS = 2_000
MOST_OCTETS = 256 * 1024
"""Of one part of a letter's words, as transferred."""
BATCH = 100
SHORT = 1_200
"""Letters of a message about nothing but the password, signature included."""
HEADERS = ("Message-ID", "Date", "To", "Cc", "Bcc", "Subject")
TOO_MANY = "mailcheck reads the words of the newest 2,000 letters only"
TOO_LONG = "its words are longer than mailcheck reads"
NOT_GIVEN = "the mail server did not give its words"
STUMBLED = "mailcheck stumbled over it"

Progress = Callable[[int, int], None]


def read_words(
    mailbox: Mailbox,
    account: Account,
    *,
    since: date,
    said: Said,
    keys: Keys,
    judge: Judge,
    progress: Progress = lambda done, total: None,
) -> Words | Missing:
    """Read the words of every letter sent since a day, and say what they tell of passwords, links and hidden files.

    `keys` is under the installation key. A letter that cannot be read is told in `unread`; a lost connection is
    Missing. `progress` may raise Cancelled, which passes through.
    """
    look = _Look(Examiner(mailbox, keys, judge, Answers(said, keys)), progress)
    try:
        folders = find_sent(mailbox, account)
        for folder, label in zip(folders, labels_of(folders, mailbox.personal_prefix()), strict=True):
            look.folder(folder.name, label, since)
    except AccountProblem as problem:
        return Missing.of(problem)
    return _concluded(look)


def with_hidden_files(seen: AccountEvidence) -> AccountEvidence:
    """Return what was seen of an account, with the documents from the words of its letters among those sent (A11)."""
    if not (isinstance(seen.sent, SentMail) and isinstance(seen.words, Words)):
        return seen
    known = set(seen.sent.documents.keys())
    more = tuple(document for document in seen.words.enclosed if document.key not in known)
    if not more:
        return seen
    every = (*seen.sent.documents, *more)
    order = {document.message.key: number for number, document in reversed(list(enumerate(every)))}
    together = sorted(every, key=lambda document: order[document.message.key])  # a letter's documents stand together
    return replace(seen, sent=replace(seen.sent, documents=Documents.of(together)))


@dataclass(slots=True)
class _Look:
    """One look at the words of an account's sent letters."""

    examiner: Examiner
    progress: Progress
    letters: dict[str, ReadLetter] = field(default_factory=dict)
    unread: list[tuple[MessageRef, str]] = field(default_factory=list)

    def folder(self, name: str, label: str, since: date) -> None:
        """Read one folder. Raises AccountProblem if the connection is lost."""
        mailbox = self.examiner.mailbox
        try:
            opened = mailbox.examine(name)
            uids = mailbox.uids(since=since)
        except AccountProblem:
            mailbox.still_there()  # raises if it is not the folder but the connection that failed
            return  # the look at the letters themselves has told of it
        newest = uids[-MOST_LETTERS:]
        if len(newest) < len(uids):
            self.unread.append((MessageRef(label, opened.uidvalidity, uids[0], since), TOO_MANY))
        for start in range(0, len(newest), BATCH):
            self.progress(len(self.letters), len(newest))
            envelopes = mailbox.envelopes(newest[start : start + BATCH], Items(HEADERS, structure=True))
            letters = {reference_of(each, opened, label, self.examiner.keys): each for each in envelopes}
            self._read({message: each for message, each in letters.items() if message.key not in self.letters})

    def _read(self, letters: Mapping[MessageRef, Envelope]) -> None:
        """Fetch the words of many letters in one flight; what did not come is asked for by itself."""
        waiting = {envelope.uid: (message, envelope) for message, envelope in letters.items()}
        wanted = [Wanted(uid, _pieces(envelope)) for uid, (_, envelope) in waiting.items()]
        for arrived in self.examiner.mailbox.pieces([each for each in wanted if each.pieces]):
            if set(arrived.wanted.pieces) <= set(arrived.octets):
                self._contained(*waiting.pop(arrived.wanted.uid), arrived.octets)
        for message, envelope in waiting.values():
            self._contained(message, envelope, {})

    def _contained(self, message: MessageRef, envelope: Envelope, given: Mapping[Piece, bytes]) -> None:
        """Containment for one letter; an error's text might quote it."""
        try:
            self.letters[message.key] = self._letter(message, envelope, given)
        except AccountProblem:
            self.examiner.mailbox.newest(1)  # raises if it is not this letter but the connection that failed
            self.unread.append((message, NOT_GIVEN))
        except MailcheckError:
            raise
        except Exception:  # noqa: BLE001 - hostile mail is normal input
            self.unread.append((message, STUMBLED))

    def _letter(self, message: MessageRef, envelope: Envelope, given: Mapping[Piece, bytes]) -> ReadLetter:
        headers = read_headers(envelope.header)
        parts = word_parts(envelope.bodystructure)
        if any(part.size > MOST_OCTETS for part in parts):
            self.unread.append((message, TOO_LONG))
        read = [(part, self._octets(message, part, given)) for part in parts if part.size <= MOST_OCTETS]
        texts = [plain_text(octets, part.media_type, part.charset) for part, octets in read]
        plain = [text for (part, _), text in zip(read, texts, strict=True) if part.media_type == "text/plain"]
        words = "\n".join(plain if any(map(str.strip, plain)) else texts)
        raw = "\n".join(octets.decode("latin-1") for _, octets in read)
        enclosed = tuple(self._enclosed(message, read))
        return ReadLetter(
            message,
            _date_of(headers, envelope),
            frozenset(addresses(headers, "to", "cc", "bcc")),
            what_is_told(f"{decoded_words(headers.first('subject') or '')}\n{words}"),
            is_short=len(words) <= SHORT,
            carries=bool(enclosed) or _has_document(envelope),
            links=linked_services(raw),
            enclosed=enclosed,
        )

    def _octets(self, message: MessageRef, part: WordPart, given: Mapping[Piece, bytes]) -> bytes:
        octets = given.get(_piece(part))
        if octets is None:
            octets = self.examiner.mailbox.whole(message.uid, part.section, MOST_OCTETS)
        return decode_whole(octets, part.encoding)

    def _enclosed(self, message: MessageRef, read: Iterable[tuple[WordPart, bytes]]) -> Iterator[SentDocument]:
        for part, octets in read:
            for number, content in enumerate(uuencoded(octets)):
                inside = Part(part.section, PartKind.DOCUMENT, "", "x-uuencode", len(content))
                yield self.examiner.octets(message, inside, f"{part.section}/uu{number}", content)


def _pieces(envelope: Envelope) -> tuple[Piece, ...]:
    return tuple(_piece(part) for part in word_parts(envelope.bodystructure) if part.size <= MOST_OCTETS)


def _piece(part: WordPart) -> Piece:
    return Piece(part.section, None, MOST_OCTETS)


def _has_document(envelope: Envelope) -> bool:
    return any(part.kind is PartKind.DOCUMENT for part in walk(envelope.bodystructure).parts)


def _date_of(headers: HeaderFields, envelope: Envelope) -> datetime:
    """Return when a letter was written: as it says itself, since a copied folder is stored all at one time."""
    try:
        found = parsedate_to_datetime(headers.first("date") or "")
    except (TypeError, ValueError, IndexError, OverflowError):
        return envelope.stored
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _concluded(look: _Look) -> Words:
    every = tuple(look.letters.values())
    telling = tuple(letter for letter in every if letter.told is Told.PASSWORD)
    return Words(
        letters=len(every),
        handovers=tuple((letter.message, handover_of(letter, telling)) for letter in every if letter.carries),
        links=tuple((letter.message, letter.links) for letter in every if letter.links),
        enclosed=tuple(document for letter in every for document in letter.enclosed),
        unread=tuple(look.unread),
    )
