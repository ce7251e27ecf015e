"""FETCH: envelopes in batches, and single sections within bounds."""

from collections.abc import Sequence
from typing import Any

from mailcheck.errors import AccountProblem
from mailcheck.gather.imap import answers
from mailcheck.gather.imap.asking import Asking
from mailcheck.gather.mailbox import Envelope, Items

BATCH = 500
"""Messages for each FETCH."""
LONG_ANSWER = 16 << 20
"""Octets for a listing of 100,000 folders, a search over a million messages, or one batch."""
SLACK = 4096
"""Octets of an answer beside the section that it carries."""
ALWAYS = ("RFC822.SIZE", "INTERNALDATE")

Found = dict[int, dict[bytes, Any]]


def data_items(items: Items) -> list[str]:
    """Return what is fetched of a message beside what is always fetched, less how the server names it."""
    fields = [f"BODY.PEEK[HEADER.FIELDS ({' '.join(items.headers)})]"] if items.headers else []
    return [*(["BODYSTRUCTURE"] if items.structure else []), *fields]


class Fetching:
    """Fetches from the open folder."""

    def __init__(self, asking: Asking, capabilities: frozenset[str]) -> None:
        self._asking, self._capabilities = asking, capabilities
        self._has_x_guid: bool | None = None

    def envelopes(self, uids: Sequence[int], extra: Sequence[str], *, guid: bool) -> tuple[Envelope, ...]:
        """Return envelopes with the `extra` items; a message that vanished is left out."""
        if guid and uids:
            extra = (*extra, *self._guid_items(uids[0]))
        return tuple(seen for batch in answers.batches(uids, BATCH) for seen in self._batch(batch, extra))

    def one(self, uid: int, item: str, octets: int) -> dict[bytes, Any] | None:
        """Fetch one item of one message; None if more came than was allowed. Raises AccountProblem."""
        with self._asking("refused-command", octets + SLACK):
            found, has_unreadable = self._asking.client.fetch_each([uid], [item])
        if self._asking.wire.skipped:
            return None
        if uid not in found:
            raise self._asking.telling.by_key("unexpected-answer" if has_unreadable else "vanished")
        return found[uid]

    def _batch(self, batch: Sequence[int], extra: Sequence[str]) -> list[Envelope]:
        """Fetch one batch; what comes back incomplete or unreadable is asked for again, message by message."""
        found, has_unreadable = self._fetch(batch, extra)
        for uid in batch:
            is_doubtful = uid in found or has_unreadable
            if is_doubtful and not answers.is_complete(found.get(uid, {}), extra):
                found.pop(uid, None)
                found |= self._alone(uid, extra)
        return [answers.envelope(uid, found[uid]) for uid in batch if uid in found]

    def _alone(self, uid: int, extra: Sequence[str]) -> Found:
        """Fetch one message's envelope again, and then without what may make it unreadable."""
        for items in (extra, ()):
            found, has_unreadable = self._fetch([uid], items)
            if answers.is_complete(found.get(uid, {}), items):
                return {uid: found[uid]}
            if uid not in found and not has_unreadable:
                return {}
        raise self._asking.telling.by_key("unexpected-answer")

    def _fetch(self, uids: Sequence[int], extra: Sequence[str]) -> tuple[Found, bool]:
        with self._asking("refused-command", LONG_ANSWER):
            found, has_unreadable = self._asking.client.fetch_each(uids, (*ALWAYS, *extra))
        return found, has_unreadable or self._asking.wire.skipped > 0

    def _guid_items(self, uid: int) -> tuple[str, ...]:
        """Return the item that identifies a message here. Nobody advertises X-GUID: one message is asked, once."""
        if "OBJECTID" in self._capabilities:
            return ("EMAILID",)
        if "X-GM-EXT-1" in self._capabilities:
            return ("X-GM-MSGID",)
        if self._has_x_guid is None:
            try:
                self._has_x_guid = b"X-GUID" in (self.one(uid, "X-GUID", SLACK) or {})
            except AccountProblem as problem:
                if self._asking.is_closed:
                    raise
                if problem.key == "vanished":
                    return ()  # nothing learnt; another message is asked the next time
                self._has_x_guid = False
        return ("X-GUID",) if self._has_x_guid else ()
