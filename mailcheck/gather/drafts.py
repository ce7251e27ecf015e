"""A look into Drafts, asked for by the member: is what waits there safe to send? Read-only, and nothing is kept.

For the member's own screen only.
"""

from collections.abc import Iterator

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.answers import Answers
from mailcheck.gather.details import MessageDetails, details_of
from mailcheck.gather.examine import Examiner, Judge
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Envelope, ListedFolder, Mailbox
from mailcheck.gather.sent_folders import UNOPENABLE
from mailcheck.gather.sent_letters import LetterReading, SentLetter, reference_of
from mailcheck.model import Account, MessageProtection, Missing, Said, SentDocument

MOST = 30
"""Drafts looked at, the newest first: those that somebody is about to send."""
LABEL = "Drafts"
NO_FOLDER = "No folder of drafts was found on the server."
KNOWN = frozenset(
    (
        *("drafts", "draft", "drafft", "drafftiau", "dréachtaí", "entwürfe", "concepten", "brouillons", "borradores"),
        *(
            "esborranys",
            "rascunhos",
            "bozze",
            "ciorne",
            "utkast",
            "kladder",
            "luonnokset",
            "drög",
            "szkice",
            "koncepty",
        ),
        *("rozepsané", "piszkozatok", "osnutki", "skice", "mustandid", "melnraksti", "juodraščiai", "πρόχειρα"),
        *("taslaklar", "чернови", "черновики", "чернетки"),
    )
)
"""What the folder is called where the server does not mark it, in lower case."""
HEADERS = ("Message-ID", "Content-Type", "To", "Cc", "Bcc")


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter that was not sent yet."""

    details: MessageDetails
    documents: tuple[SentDocument, ...]
    protection: MessageProtection
    problems: tuple[str, ...]

    def name_of(self, document: SentDocument) -> str:
        """Return a document's name; empty if it has none, or lies inside another letter."""
        return next((each.name or "" for each in self.details.documents if each.key == document.key), "")


def look_into_drafts(
    mailbox: Mailbox, account: Account, *, keys: Keys, judge: Judge, said: Said
) -> tuple[Draft, ...] | Missing:
    """Return the newest drafts that carry a document, the newest first."""
    try:
        folder = next(_drafts(mailbox), None)
        if folder is None:
            return Missing(NO_FOLDER, key="no-drafts-folder", retry="never")
        return tuple(_looked(mailbox, folder, Examiner(mailbox, keys, judge, Answers(said, keys))))
    except AccountProblem as problem:
        return Missing.of(problem)


def _drafts(mailbox: Mailbox) -> Iterator[ListedFolder]:
    listed = [folder for folder in mailbox.folders() if not folder.flags & UNOPENABLE]
    yield from (folder for folder in listed if "\\drafts" in folder.flags)
    prefix = mailbox.personal_prefix()
    yield from (folder for folder in listed if _leaf(folder, prefix).casefold() in KNOWN)


def _leaf(folder: ListedFolder, prefix: str) -> str:
    name = folder.name.removeprefix(prefix)
    return name.rpartition(folder.delimiter)[2] if folder.delimiter else name


def _looked(mailbox: Mailbox, folder: ListedFolder, examiner: Examiner) -> Iterator[Draft]:
    opened = mailbox.examine(folder.name)
    uids = sorted(mailbox.uids(), reverse=True)[:MOST]

    def begin(envelope: Envelope) -> SentLetter:
        return SentLetter(reference_of(envelope, opened, LABEL, examiner.keys), envelope)

    letters = list(LetterReading(examiner, HEADERS, begin, lambda envelope: False).run(uids))
    for letter in sorted(letters, key=lambda each: each.message.uid, reverse=True):
        found = letter.examined()
        details = details_of(letter.envelope, letter.message, examiner.keys)
        if found.documents or found.problems or found.protection is not MessageProtection.NONE:
            yield Draft(details, tuple(found.documents), found.protection, tuple(found.problems))
