"""A document that was seen without protection, as the state keeps it: where and what it is, and never its name."""

import json
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.model import Answer, MessageRef, PartKind, Protection, ProtectionState, SentDocument, Strength


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document in a sent letter, and the finding that speaks of it."""

    document: SentDocument
    finding: str = ""
    """Empty if no finding speaks of it: a picture inside a letter, or one that was called not confidential."""


def as_text(document: SentDocument) -> str:
    """Return a document as one line of JSON; `asked` is kept elsewhere, and what is inside it is left out."""
    message, protection, answer = document.message, document.protection, document.answer
    return json.dumps(
        {
            "message": message.key,
            "folder": message.folder,
            "uidvalidity": message.uidvalidity,
            "uid": message.uid,
            "stored": message.stored.isoformat(),
            "key": document.key,
            "kind": document.kind.value,
            "size": document.size,
            "state": protection.state.value,
            "format": protection.format,
            "strength": protection.strength.value,
            "reason": protection.reason,
            "answer": answer.value if answer else None,
        }
    )


def from_text(text: str) -> SentDocument:
    """Return the document that `as_text` wrote down."""
    told = json.loads(text)
    stored = date.fromisoformat(told["stored"])
    return SentDocument(
        message=MessageRef(told["folder"], told["uidvalidity"], told["uid"], stored, told["message"]),
        key=told["key"],
        kind=PartKind(told["kind"]),
        size=told["size"],
        protection=Protection(
            ProtectionState(told["state"]), told["format"], Strength(told["strength"]), told["reason"]
        ),
        answer=Answer(told["answer"]) if told["answer"] else None,
    )
