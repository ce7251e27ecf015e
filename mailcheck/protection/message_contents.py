"""How a message is judged, whatever it is written in: by the documents that travel in it."""

from collections.abc import Iterable
from dataclasses import replace

from mailcheck.model import Protection, ProtectionState, opens
from mailcheck.protection.look import Look, contain

WITHOUT = "a message without a document"


def judged_by_documents(
    name: str, documents: Iterable[Protection], look: Look, *, words: bool, note: str = ""
) -> Protection:
    """Return the verdict on a message from its documents.

    The words of a message are not looked at, so they do not count: a message without a document is open, and has no
    children. But a message that is itself put into a container is content like any other, words and all.
    """
    inside = tuple(documents)
    if not inside:
        return opens(name, WITHOUT, note=note)
    if words and look.depth:
        inside = (*inside, opens("text", "the words of a message"))
    answer = contain(name, inside)
    if answer.state is ProtectionState.PROTECTED and words:
        note = note or "the words of the message itself can be read"
    return replace(answer, note=note)
