"""The member's own key, which signs attestations, and its fingerprint in words."""

from base64 import urlsafe_b64decode
from typing import Protocol

from mailcheck.errors import Problem
from mailcheck.gather.installation_key import ATTESTING, OwnKey
from mailcheck.gather.word_list import words
from mailcheck.parse.sealed import fingerprint, public_of
from mailcheck.settings import Settings

WORDS = 6
"""Words of a fingerprint: 76 bits, more than anybody can search for a second key that reads the same."""


class KeyKeeper(Protocol):
    """Where the member's key is; `mailcheck.gather.credentials.Secrets` is the usual one."""

    def own_key(self, about: OwnKey, *, anew: bool = False) -> bytes:
        """Return the key; made on first use, or anew."""


def member_key(settings: Settings) -> OwnKey:
    """Return where the key of the member of these settings is kept."""
    member = settings.state_path.stem.removeprefix("state")
    file = f"attestation{member}.key"
    lost = Problem(
        "The key that signs your attestations is lost or damaged.",
        remedy="Make a new one with `mailcheck attest --new-key`, and compare its words with your supervisor again.",
    )
    return OwnKey(f"{ATTESTING}{member.replace('-', ' ')}", file, lost)


def own_fingerprint(seed: bytes) -> str:
    """Return the fingerprint of a member's key."""
    return fingerprint(public_of(seed))


def in_words(thumbprint: str) -> str:
    """Return a fingerprint as words that two people read to each other."""
    number = int.from_bytes(urlsafe_b64decode(thumbprint + "="))
    listed, told = words(), []
    for _ in range(WORDS):
        number, place = divmod(number, len(listed))
        told.append(listed[place])
    return " ".join(told)
