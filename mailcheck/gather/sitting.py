"""What a sitting of `mailcheck sort` needs of the mailbox: many letters' details at once, and a file to be compared.

For the member's own screen only; nothing here is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.details import GONE, MOST_SEARCHED, MessageDetails, details_of
from mailcheck.gather.examine import document_key
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Envelope, Items, Mailbox, OpenFolder
from mailcheck.gather.part_source import FetchLimits, Unfetchable
from mailcheck.gather.remote_file import RemoteFile
from mailcheck.gather.sent import reference_of
from mailcheck.gather.sent_folders import find_sent, labels_of
from mailcheck.model import Account, MessageRef, Missing, SentDocument
from mailcheck.parse.structure import walk

BATCH = 200
"""Letters asked for at a time."""
HEADERS = ("Message-ID", "To", "Cc", "Bcc")
LIMITS = FetchLimits(octets=32 * 1024 * 1024)
"""What fetching one file to compare it may cost."""
NESTED = "It is inside another letter, and mailcheck cannot fetch it by itself."


@dataclass(frozen=True, slots=True)
class SentLetters:
    """An account's sent letters, looked up by the references that an earlier run left."""

    mailbox: Mailbox
    account: Account
    keys: Keys

    def details(self, messages: Iterable[MessageRef]) -> Mapping[str, MessageDetails]:
        """Return the details of every letter that is still there, by its key. Raises AccountProblem."""
        wanted = {message.key: message for message in messages}
        found: dict[str, MessageDetails] = {}
        for label, name in self._folders().items():
            here = [message for message in wanted.values() if message.folder == label]
            if here:
                opened = self.mailbox.examine(name)
                for envelope, message in self._envelopes(opened, here):
                    found[message.key] = details_of(envelope, message, self.keys)
        return found

    def content(self, document: SentDocument) -> bytes | Missing:
        """Fetch a whole document, bounded, to be compared with others; Missing says why it cannot be had."""
        try:
            name = self._folders().get(document.message.folder)
            found = self._envelopes(self.mailbox.examine(name), [document.message]) if name else []
            if not found:
                return Missing(GONE, key="gone", retry="never")
            return self._content(document, *found[0])
        except AccountProblem as problem:
            return Missing.of(problem)

    def _content(self, document: SentDocument, envelope: Envelope, message: MessageRef) -> bytes | Missing:
        for part in walk(envelope.bodystructure).parts:
            if document_key(self.keys, message, part, part.section) == document.key:
                file = RemoteFile(self.mailbox, envelope.uid, part, LIMITS)
                try:
                    return file.content()
                except Unfetchable as refused:
                    retry = file.problem.retry if file.problem else "never"
                    return Missing(str(refused), key="unfetchable", retry=retry)
        return Missing(NESTED, key="nested", retry="never")

    def _folders(self) -> Mapping[str, str]:
        """Return the name of each sent folder by its label."""
        folders = find_sent(self.mailbox, self.account)
        labels = labels_of(folders, self.mailbox.personal_prefix())
        return {label: folder.name for label, folder in zip(labels, folders, strict=True)}

    def _envelopes(self, opened: OpenFolder, messages: Sequence[MessageRef]) -> list[tuple[Envelope, MessageRef]]:
        """Return the messages of the open folder that are those asked for, known by their keys."""
        wanted = {message.key for message in messages}
        uids = self._uids(opened, messages)
        found = []
        for start in range(0, len(uids), BATCH):
            for seen in self.mailbox.envelopes(uids[start : start + BATCH], Items(HEADERS, structure=True)):
                message = reference_of(seen, opened, messages[0].folder, self.keys)
                if message.key in wanted:
                    found.append((seen, message))
        return found

    def _uids(self, opened: OpenFolder, messages: Sequence[MessageRef]) -> Sequence[int]:
        """Return where the messages may be: where they were, or anywhere since, if the folder was numbered anew."""
        if all(message.uidvalidity == opened.uidvalidity for message in messages):
            return sorted({message.uid for message in messages})
        since = min(message.stored for message in messages) - timedelta(days=1)  # the server's own time zone
        return self.mailbox.uids(since=since)[:MOST_SEARCHED]
