"""Whether two inboxes have grown in step since an earlier run (evidence D8). Pure arithmetic."""

from mailcheck.model import AccountEvidence


def grown_in_step(work: AccountEvidence, home: AccountEvidence) -> int:
    """Return by how many letters both inboxes have grown to the same number, since one run saw both at the same.

    UIDVALIDITY is equal for two mailboxes made in the same second, and UIDNEXT for two that are empty: only the growth
    says something. A changed UIDVALIDITY voids it.
    """
    first, second = _step(work), _step(home)
    return first[-1] if first is not None and first == second else 0


def _step(seen: AccountEvidence) -> tuple[int, int, int] | None:
    """Return UIDVALIDITY, UIDNEXT at the earlier run, and the growth since; None if they cannot be compared."""
    inbox = next((marks for marks in seen.marks if marks.folder == "INBOX"), None)
    before = seen.before
    if inbox is None or before is None or inbox.uidvalidity != before.uidvalidity:
        return None
    grown = inbox.uidnext - before.uidnext
    return (before.uidvalidity, before.uidnext, grown) if grown > 0 else None
