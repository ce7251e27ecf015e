"""Documents are protected by a method that withstands an attack."""

from collections import Counter
from collections.abc import Iterator

from mailcheck.model import (
    Documents,
    Evidence,
    Grade,
    Outcome,
    ProtectionState,
    RulePolicy,
    SentMail,
    Status,
    Strength,
)
from mailcheck.rules import SENT_NOT_LOOKED_AT, could_not_check, outcome, rule
from mailcheck.rules.file_words import told as kind_and_reason
from mailcheck.rules.open_documents import item_of

SHUT = frozenset({ProtectionState.PROTECTED, ProtectionState.PARTIAL})
NEWER = {
    "zip": "When you make a ZIP archive, choose AES-256 instead of ZipCrypto (7-Zip, Keka and WinZip offer it).",
    "pdf": "Save the PDF again with a password and 256-bit AES (Acrobat X or later, LibreOffice 24 or later).",
}
OFFICE = "Save the file in the present format (.docx, .xlsx, .pptx) and set the password again."
OLD_OFFICE = frozenset({"doc", "xls", "ppt", "office", "access"})
ANY = "`mailcheck protect FILE` makes a copy with AES-256."


@rule
def strong_protection(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Documents are protected by a method of today.

    Why: the methods of twenty years ago are opened by free programmes, some of them at once, whatever the password.
    Looks at: by which method each protected document among the sent letters is encrypted.
    Cannot see: how good the password is. A long one of several words helps even an older method.
    Put right: next time, protect with AES-256. The documents that were sent did have a password: nothing was open.
    """
    for seen in evidence.professional():
        match seen.sent:
            case SentMail() as sent:
                yield _judge(seen.account.name, sent)
            case missing:
                yield could_not_check(seen.account.name, missing or SENT_NOT_LOOKED_AT)


def _judge(name: str, sent: SentMail) -> Outcome:
    shut = sent.documents.where(lambda each: each.protection.state in SHUT)
    weak = shut.where(lambda each: each.protection.strength is Strength.WEAK)
    looked = f"{len(shut)} protected documents"
    if not shut:
        return outcome(Status.NOT_APPLICABLE, name, "No protected document was sent.", looked_at=looked)
    if not weak:
        title = "Every protected document is encrypted by a method of today."
        return outcome(Status.MET, name, title, grade=Grade.PROOF, looked_at=looked)
    return outcome(
        Status.ATTENTION,
        name,
        f"{_many(weak)} protected by an old method that can be broken.",
        detail=_named(weak),
        remedy=_remedy(weak),
        grade=Grade.PROOF,
        looked_at=looked,
        items=[item_of(document) for document in weak],
    )


def _many(weak: Documents) -> str:
    return "1 document is" if len(weak) == 1 else f"{len(weak)} documents are"


def _named(weak: Documents) -> str:
    """Name the methods, each with how many documents have it."""
    told: Counter[str] = Counter()
    for like, number in weak.by_kind():
        told[kind_and_reason(like.protection)] += number
    return "; ".join(f"{fact} ({told[fact]})" for fact in sorted(told)) + "."


def _remedy(weak: Documents) -> str:
    formats = {like.protection.format for like, _ in weak.by_kind()}
    advice = [text for name, text in NEWER.items() if name in formats]
    if formats & OLD_OFFICE:
        advice.append(OFFICE)
    return " ".join((*advice, ANY)) if len(advice) == 1 else f"From now on, protect with AES-256. {ANY}"
