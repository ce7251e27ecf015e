"""The names of sent files tell nothing about a client."""

from collections.abc import Iterator

from mailcheck.model import (
    Documents,
    Evidence,
    FileNameSign,
    Grade,
    Outcome,
    ProtectionState,
    RulePolicy,
    SentDocument,
    SentMail,
    Status,
)
from mailcheck.rules import SENT_NOT_LOOKED_AT, could_not_check, outcome, rule
from mailcheck.rules.open_documents import item_of

ARCHIVES = frozenset({"zip", "7z", "rar", "arj", "ace"})
"""Formats that show the names of the files inside, unless told not to."""


@rule
def private_file_names(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """The names of sent files tell nothing about a client.

    Why: a password protects what is in a file. Its name can be read by anybody who sees the letter, and so can the
        names of the files inside most archives.
    Looks at: whether the name of a sent file seems to hold a person's name or clinical words, and whether a protected
        archive shows what its files are called. The names themselves are forgotten at once.
    Cannot see: initials or a code that only you and the reader understand; those are a good way to name files.
    Put right: give the next file a name that tells nothing, such as `report-2026-11.pdf`.
    """
    for seen in evidence.professional():
        match seen.sent:
            case SentMail() as sent:
                yield _judge(seen.account.name, sent)
            case missing:
                yield could_not_check(seen.account.name, missing or SENT_NOT_LOOKED_AT)


def _judge(name: str, sent: SentMail) -> Outcome:
    telling = sent.documents.where(lambda each: bool(each.name_signs))
    shown = sent.documents.where(_shows_names)
    items = [*map(item_of, telling), *(item_of(each) for each in shown if not each.name_signs)]
    looked = f"the names of {len(sent.documents)} sent files"
    if not sent.documents:
        return outcome(Status.NOT_APPLICABLE, name, "No file was sent.", looked_at=looked)
    if not items:
        return outcome(Status.MET, name, "No file's name seems to tell about a person.", looked_at=looked)
    return outcome(
        Status.ATTENTION,
        name,
        _title(telling, shown),
        detail=_detail(telling, shown),
        remedy=_remedy(telling),
        grade=Grade.WEAK,
        looked_at=looked,
        items=items,
    )


def _shows_names(document: SentDocument) -> bool:
    protection = document.protection
    is_shut = protection.state is ProtectionState.PROTECTED
    return is_shut and protection.names_visible and protection.format in ARCHIVES


def _title(telling: Documents, shown: Documents) -> str:
    if telling:
        names = "The name of 1 sent file seems" if len(telling) == 1 else f"The names of {len(telling)} sent files seem"
        return f"{names} to tell about a person."
    return f"{_showing(shown)}."


def _showing(shown: Documents) -> str:
    archives = "1 protected archive shows" if len(shown) == 1 else f"{len(shown)} protected archives show"
    return f"{archives} the names of the files inside"


def _detail(telling: Documents, shown: Documents) -> str:
    facts = [f"{count} with {sign.value}" for sign in FileNameSign if (count := _carrying(telling, sign))]
    if telling and shown:
        facts.append(_showing(shown))
    return f"{'; '.join(facts)}." if facts else "Whether those names tell anything is not known to mailcheck."


def _carrying(telling: Documents, sign: FileNameSign) -> int:
    return telling.how_many(lambda each: sign in each.name_signs)


def _remedy(telling: Documents) -> str:
    if telling:
        return "Give the next file a name that only you and the reader understand. `mailcheck show` tells which it was."
    return "Tell the archive programme to encrypt the names too, or use `mailcheck protect`, which hides them."
