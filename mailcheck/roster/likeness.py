"""What is like an attestation without being one: it was changed or cut short, so somebody is asked again. Pure."""

import json
import re
from base64 import urlsafe_b64decode

from mailcheck.parse.attested import KIND, SCHEMA
from mailcheck.parse.institute import EXCEPTION, POLICY

OPENING = b"eyJhbGciOiJFZERTQSIsImp3ayI6"
"""How the head of everything that mailcheck signs begins."""
OPENINGS = (OPENING, f'{{"schema":"{SCHEMA}"'.encode()[: len(OPENING)])
"""The same, and how the text inside begins: somebody may have taken it out."""

_NAMED = re.compile(r"(?!\._)(mailcheck-\d{4}-\d\d-\d\d-[0-9a-f]{8}|.*\.jws$)", re.IGNORECASE | re.DOTALL)


def is_named_like_one(name: str) -> bool:
    """Whether a file is named as attestations are; what a Mac puts beside a file (`._`) is not."""
    return bool(_NAMED.match(name.replace("\\", "/").rpartition("/")[2]))


def is_like_one(octets: bytes, name: str) -> bool:
    """Whether what is no attestation begins like one, or is named like one; what was signed for other ends is not."""
    return (octets.startswith(OPENINGS) or is_named_like_one(name)) and not _is_of_another_kind(octets)


def _is_of_another_kind(octets: bytes) -> bool:
    """Whether a whole head says that something else was signed: an institute's policy, or what is not mailcheck's."""
    coded = octets.partition(b".")[0]
    try:
        head = json.loads(urlsafe_b64decode(coded + b"=" * (-len(coded) % 4)))
    except (ValueError, RecursionError):  # no head, or one that was cut short
        return False
    kind = str(head.get("typ", "")) if isinstance(head, dict) else ""
    return kind in {POLICY, EXCEPTION} or not kind.startswith(KIND.partition("-")[0])
