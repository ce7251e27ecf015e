"""Passphrases: made from a list of words, or typed and looked at before they are used."""

import math
import secrets
from collections.abc import Sequence

from mailcheck.dataclass import dataclass

LEAST_BITS = 60
SHORTEST = 12
LONGEST = 72
"""As much as the estimate looks at; 7-Zip takes 99 characters, a PDF 127 octets."""
LEAST_GUESSES = 11.0
"""As a power of ten: ZIP archives let one machine try about ten million a second."""
JOINT = "-"


@dataclass(frozen=True, slots=True, repr=False)
class Passphrase:
    """A passphrase. Neither `repr` nor `str` shows its value or its length."""

    value: str

    def __repr__(self) -> str:
        return "Passphrase(•••)"


def generate() -> Passphrase:
    """Return words of the EFF's long list, picked by the system's own random source: at least 60 bits.

    The words are lower-case English without hyphens of their own, so that they can be told on the telephone.
    """
    from mailcheck.gather.word_list import words as listed

    words = listed()
    count = math.ceil(LEAST_BITS / math.log2(len(words)))
    return Passphrase(JOINT.join(secrets.choice(words) for _ in range(count)))


def problem_with(passphrase: Passphrase, *, known: Sequence[str] = ()) -> str | None:
    """Say kindly why a typed passphrase should not be used; None if it is good.

    `known` holds words that others know or see, such as the file's name. The answer does not repeat the passphrase.
    """
    text = passphrase.value
    if not (text.isascii() and text.isprintable()):
        return "Please use plain letters, digits and signs only: others cannot be typed on every keyboard."
    if text != text.strip():
        return "Please leave out the space at the beginning or the end: it gets lost when the passphrase is told."
    if len(text) < SHORTEST:
        return f"Please take at least {SHORTEST} characters. Four or five words that have nothing in common do well."
    if len(text) > LONGEST:
        return f"Please take at most {LONGEST} characters: some programs take no more."
    if _guesses(text, known) < LEAST_GUESSES:
        return "A program would soon guess it. Please take four or five words that have nothing in common."
    return None


def _guesses(text: str, known: Sequence[str]) -> float:
    from zxcvbn import zxcvbn

    return float(zxcvbn(text, user_inputs=[word for word in known if word])["guesses_log10"])
