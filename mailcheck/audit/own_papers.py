"""What mailcheck itself wrote for a supervisor is no document to ask about."""

from dataclasses import replace

from mailcheck.model import AccountEvidence, SentMail
from mailcheck.model.protection import OWN_PAPER


def without_own_papers(seen: AccountEvidence) -> AccountEvidence:
    """Return what was seen of an account without the attestations that the member sent.

    They are known by their content alone, every octet of it (see `protection/attestation.py`).
    """
    if not isinstance(seen.sent, SentMail):
        return seen
    documents = seen.sent.documents.where(lambda each: each.protection.format != OWN_PAPER)
    return replace(seen, sent=replace(seen.sent, documents=documents))
