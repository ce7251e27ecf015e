"""Which answers about a sample that was cut off claim more than half a file can show."""

from tests.protection.other_samples import ROWS
from tests.protection.test_other_samples import CHAINS, HEADLESS, LETTERS, SEAL, TEXTS, WITHOUT_LENGTH

FORMATS = {row["file"]: row["format"] for row in ROWS}
COMPLETE_EARLIER = {"garbage-first.pdf"}
"""What is cut off here stands behind the document."""


def believed(name: str, state: str, missing: int) -> bool:
    """Whether a cut file is called protected or open on half its evidence; `missing` octets were cut off."""
    kind = FORMATS.get(name, "")
    if state == "unreadable" or name in COMPLETE_EARLIER:
        return False
    if name in CHAINS:
        return False  # a packet that is there is there wholly
    if kind in TEXTS | LETTERS:
        return state == "protected"  # the part that is there can be read
    if kind in WITHOUT_LENGTH or name in HEADLESS:
        return state != "protected"  # what is left of a ciphertext needs the secret as before
    return missing > SEAL
