"""An attestation that mailcheck itself wrote for a supervisor.

It opens without a secret, and is not asked about: by its form it can name no client. So that nothing else can pass for
one, the whole part is read: it is small, every octet of it is as mailcheck writes it, every word comes from a list or
has a narrow form, and the signature fits.
"""

from typing import BinaryIO

from mailcheck.model import Protection, opens
from mailcheck.model.protection import OWN_PAPER
from mailcheck.protection import Look, begins_with, format  # noqa: A004 - the mark's name in the design

OPENING = b"eyJhbGciOiJFZERTQSIsImp3ayI6eyJjcnYiOiJFZDI1NTE5Iiwia3R5IjoiT0tQIiwieCI6"
"""How the head of every text begins that is signed as mailcheck signs."""
LARGEST = 64 * 1024


@format(OWN_PAPER, begins_with(OPENING, further=lambda sample: sample.size <= LARGEST), rank=10)
def attestation(file: BinaryIO, look: Look) -> Protection:
    """Judge a signed text: open in any case; an attestation if it is one from the first octet to the last."""
    from mailcheck.parse.attested import read_attestation
    from mailcheck.parse.sealed import NotSealed

    del look
    octets = file.read(LARGEST + 1)
    try:
        read_attestation(octets)
    except NotSealed:
        return opens("signed-text", "signed, which anybody can read")
    return opens(OWN_PAPER, "an attestation of mailcheck, which names no client", note="signed")
