"""What has left an account: every document in its sent folders, and whether opening it needs a secret."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from mailcheck.errors import AccountProblem
from mailcheck.gather.answers import Answers
from mailcheck.gather.examine import Examined, Examiner, Judge
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.mailbox import Envelope, ListedFolder, Mailbox, OpenFolder
from mailcheck.gather.pictures import Picture, judge_pictures
from mailcheck.gather.routes import Routes
from mailcheck.gather.sent_folders import find_sent, labels_of
from mailcheck.gather.sent_letters import STUMBLED, SentLetter, examine_letters
from mailcheck.model import (
    Account,
    Folder,
    MessageProtection,
    MessageRef,
    Missing,
    Said,
    SentDocument,
    SentMail,
)
from mailcheck.parse.headers import message_id, read_headers
from mailcheck.parse.names import words_of_address
from mailcheck.parse.secure_mail import SecureMail
from mailcheck.settings.secure_mail import load_secure_mail

__all__ = ["STUMBLED", "Judge", "Progress", "find_sent", "look_at_sent", "reference_of"]

BATCH = 500  # messages asked for at a time
NO_FOLDER = "No folder of sent letters was found on the server."
NOT_OPENED = "a sent folder could not be opened"
NO_ANSWER = "the mail server did not answer for it"

Progress = Callable[[int, int], None]
"""Called with the messages done and the messages known so far."""


@dataclass(slots=True)
class _Found:
    """What has been seen so far, over all folders."""

    folders: list[Folder] = field(default_factory=list)
    documents: list[SentDocument] = field(default_factory=list)
    protected: list[tuple[MessageRef, MessageProtection]] = field(default_factory=list)
    unexamined: list[tuple[MessageRef, str]] = field(default_factory=list)
    known: set[tuple[str, int]] = field(default_factory=set)  # key and size: a message filed twice is counted once
    messages: int = 0
    listed: int = 0
    done: int = 0


def look_at_sent(  # noqa: PLR0913 - all but two are told by name
    mailbox: Mailbox,
    account: Account,
    *,
    since: date,
    said: Said,
    keys: Keys,
    judge: Judge,
    progress: Progress = lambda done, total: None,
    earlier: bool = False,
    secure: SecureMail | None = None,
) -> SentMail | Missing:
    """Look at every message sent since a day, or with `earlier` before it, and judge every document in it.

    `keys` is under the installation key. A message that cannot be read is told in `unexamined`; a lost connection or
    no sent folder at all is Missing. `progress` may raise Cancelled, which passes through. `secure` is the list of
    secure mail systems; by default the one that ships with mailcheck.
    """
    try:
        folders = find_sent(mailbox, account)
        if not folders:
            return Missing(NO_FOLDER, key="no-sent-folder", retry="never")
        labels = labels_of(folders, mailbox.personal_prefix())
        examiner = Examiner(mailbox, keys, judge, Answers(said, keys), words_of_address(account.address))
        routes = Routes(mailbox, account, secure or load_secure_mail())
        look = _Look(examiner, since, progress, _Found(), routes, earlier)
        refusals = list(map(look.folder, folders, labels))
    except AccountProblem as problem:
        return _missing(problem)
    refused = next((refusal for refusal in refusals if refusal is not None), None)
    if refused is not None and None not in refusals:
        return _missing(refused)
    return look.result()


def _missing(problem: AccountProblem) -> Missing:
    return Missing(problem.text, problem.key, problem.retry, problem.said)


def reference_of(envelope: Envelope, opened: OpenFolder, label: str, keys: Keys) -> MessageRef:
    """Return where a message is, with a key that knows it again; needs its Message-ID among the header fields."""
    identifier = message_id(read_headers(envelope.header))
    place: tuple[str | int, ...] = (opened.name, opened.uidvalidity, envelope.uid)
    key = keys.digest(Purpose.MESSAGE, identifier) if identifier else keys.digest(Purpose.MESSAGE, "", *place)
    return MessageRef(label, opened.uidvalidity, envelope.uid, envelope.stored.date(), key)


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the sent folders."""

    examiner: Examiner
    since: date
    progress: Progress
    found: _Found
    routes: Routes
    earlier: bool = False

    def folder(self, folder: ListedFolder, label: str) -> AccountProblem | None:
        """Look at one folder; return why it could not be opened, if it could not."""
        mailbox, found = self.examiner.mailbox, self.found
        try:
            opened = mailbox.examine(folder.name)
            uids = self._uids()
            self.routes.enter()
        except AccountProblem as problem:
            mailbox.folders()  # raises if it is not the folder but the connection that failed
            found.unexamined.append((MessageRef(label, 0, 0, self.since), NOT_OPENED))
            return problem
        found.folders.append(Folder(label, len(uids), opened.exists))
        found.listed += len(uids)
        before = len(found.documents)
        pictures = [
            picture
            for start in range(0, len(uids), BATCH)
            for picture in self._batch(uids[start : start + BATCH], opened, label)
        ]
        found.documents.extend(judge_pictures(pictures, self.examiner))
        # Whatever was found of one message stands together, pictures after documents.
        found.documents[before:] = sorted(found.documents[before:], key=lambda document: document.message.uid)
        return None

    def _uids(self) -> tuple[int, ...]:
        since, mailbox = self.since, self.examiner.mailbox
        late = mailbox.uids(since=since)
        return tuple(sorted(set(mailbox.uids()) - set(late))) if self.earlier else late

    def _batch(self, uids: Sequence[int], opened: OpenFolder, label: str) -> Iterator[Picture]:
        mailbox = self.examiner.mailbox
        headers = ("Message-ID", "Content-Type", *self.routes.headers)
        envelopes = mailbox.envelopes(uids, structure=True, headers=headers)
        self._miss(set(uids) - {envelope.uid for envelope in envelopes}, opened, label)
        self.progress(self.found.done, self.found.listed)
        letters = list(self._new(envelopes, opened, label))
        examine_letters(letters, self.examiner, self.routes.is_sealed, self._count)
        for letter in letters:
            self._keep(letter.message, letter.examined())
            yield from letter.pictures

    def _new(self, envelopes: Iterable[Envelope], opened: OpenFolder, label: str) -> Iterator[SentLetter]:
        """Yield the letters that were not seen before: a letter that was filed twice is counted once."""
        for envelope in envelopes:
            message = reference_of(envelope, opened, label, self.examiner.keys)
            if (message.key, envelope.size) in self.found.known:
                self._count()
                continue
            self.found.known.add((message.key, envelope.size))
            self.found.messages += 1
            self.routes.note(message, envelope)
            yield SentLetter(message, envelope)

    def _count(self) -> None:
        """Note that one more letter is done."""
        self.found.done += 1
        self.progress(self.found.done, self.found.listed)

    def _miss(self, uids: Iterable[int], opened: OpenFolder, label: str) -> None:
        """Tell of messages that are still listed but were not answered for; the others were deleted meanwhile."""
        unanswered = set(uids)
        if unanswered:
            for uid in sorted(unanswered & set(self._uids())):
                message = MessageRef(label, opened.uidvalidity, uid, self.since)
                self.found.unexamined.append((message, NO_ANSWER))
                self.found.messages += 1

    def _keep(self, message: MessageRef, examined: Examined) -> None:
        self.found.documents.extend(examined.documents)
        if examined.protection is not MessageProtection.NONE:
            self.found.protected.append((message, examined.protection))
        if examined.problems:
            self.found.unexamined.append((message, "; ".join(dict.fromkeys(examined.problems))))

    def result(self) -> SentMail:
        """Return what was seen."""
        found = self.found
        return SentMail(
            folders=tuple(found.folders),
            messages=found.messages,
            documents=tuple(found.documents),
            protected_messages=tuple(found.protected),
            unexamined=tuple(found.unexamined),
            new_messages=found.messages,
            routes=tuple(self.routes.found),
        )
