"""What the member said of documents, ready to be applied to what is found."""

from collections.abc import Callable

from mailcheck.gather.keys import Keys
from mailcheck.model import Answer, Said


class Answers:
    """The sorting, by document and by copy. A later answer replaces an earlier one; one document's goes before all."""

    def __init__(self, said: Said, keys: Keys) -> None:
        self._keys = keys
        self._documents = {entry.document: entry.answer for entry in said.sorted if entry.document}
        self._copies: dict[int, dict[str, Answer]] = {}
        self.fingerprints: dict[str, str] = {}
        """Of the documents that were compared, by document."""
        for entry in said.sorted:
            if entry.fingerprint and not entry.document:
                self._copies.setdefault(entry.size, {})[entry.fingerprint] = entry.answer

    def is_confidential(self, document: str) -> bool:
        """Whether the member called this one document confidential."""
        return self._documents.get(document) is Answer.CONFIDENTIAL

    def of(self, document: str, size: int, content: Callable[[], bytes]) -> Answer | None:
        """Return what was said of a document, or of every copy of it; `content` is called only if the size fits.

        Raises whatever `content` raises.
        """
        if document in self._documents:
            return self._documents[document]
        copies = self._copies.get(size)
        if not copies:
            return None
        if document not in self.fingerprints:
            self.fingerprints[document] = self._keys.fingerprint(content())
        return copies.get(self.fingerprints[document])
