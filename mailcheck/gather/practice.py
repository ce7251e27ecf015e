"""Looks for the practice letter that a member sends to themself, and judges whether what it carries is protected.

It is known by the code in its subject, which stands in no other letter. What is in the document, nobody can see.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from mailcheck.errors import AccountProblem
from mailcheck.gather.answers import Answers
from mailcheck.gather.examine import Examined, Examiner, Judge
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Envelope, Mailbox, OpenFolder
from mailcheck.gather.sent_folders import find_sent
from mailcheck.gather.sent_letters import LetterReading, SentLetter, reference_of
from mailcheck.model import MessageProtection, ProtectionState, Said
from mailcheck.model.invitation import PracticeLetter
from mailcheck.parse.recognise import Recogniser

MOST = 5
"""Letters with one code that are looked at, the newest first: it may have been sent again."""
LABEL = "Sent"
HEADERS = ("Message-ID", "Content-Type")


def look_for_practice(
    letters: Iterable[PracticeLetter],
    mailbox: Mailbox,
    recognise: Recogniser,
    today: date,
    *,
    keys: Keys,
    judge: Judge,
) -> tuple[PracticeLetter, ...]:
    """Return the practice letters, each as it was seen in a sent folder; of what is seen already, nothing is asked.

    Never raises for the sake of the account: a letter that could not be looked for stays as it was.
    """
    examiner = Examiner(mailbox, keys, judge, Answers(Said(), keys))

    def looked(letter: PracticeLetter) -> PracticeLetter:
        if letter.seen is not None:
            return letter
        try:
            found = list(_found(mailbox, recognise, examiner, letter.code))
        except AccountProblem:
            return letter
        if any(map(_is_protected, found)):
            return replace(letter, seen=today, was_open=False)
        return replace(letter, was_open=letter.was_open or bool(found))

    return tuple(map(looked, letters))


def _found(mailbox: Mailbox, recognise: Recogniser, examiner: Examiner, code: str) -> Iterator[Examined]:
    """Yield what is in each letter with a code, the newest first, if it carries anything that could be a document."""
    for folder in find_sent(mailbox, recognise.account):
        opened = mailbox.examine(folder.name)
        uids = sorted(mailbox.search_header("Subject", code), reverse=True)[:MOST] if opened.exists else []

        def begin(envelope: Envelope, opened: OpenFolder = opened) -> SentLetter:
            return SentLetter(reference_of(envelope, opened, LABEL, examiner.keys), envelope)

        for letter in LetterReading(examiner, HEADERS, begin, lambda _: False).run(uids) if uids else ():
            yield letter.examined()


def _is_protected(found: Examined) -> bool:
    """Whether something is in a letter, and nothing in it opens without a secret."""
    if found.protection is MessageProtection.ENCRYPTED:
        return True
    states = {each.protection.state for each in found.documents}
    return states == {ProtectionState.PROTECTED} and not found.problems
