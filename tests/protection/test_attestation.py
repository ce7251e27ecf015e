"""An attestation of mailcheck's own is known by its content, and nothing else passes for one."""

import io

import pytest

from mailcheck.model import ProtectionState
from mailcheck.model.protection import OWN_PAPER
from mailcheck.parse.attested import KIND
from mailcheck.parse.sealed import seal
from mailcheck.protection import judge_protection
from tests.attestation.factories import SEED, attested, signed

TEXT = signed().encode()


def judged(octets):
    """Return format and state of a file."""
    found = judge_protection(io.BytesIO(octets))
    return found.format, found.state


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_an_attestation_is_known(ending):
    """Open, as anybody can read it; with a line end that mail added."""
    assert judged(TEXT + ending) == (OWN_PAPER, ProtectionState.OPEN)


@pytest.mark.parametrize(
    "octets",
    [
        TEXT + b" and the notes about John Smith",
        TEXT + b"\n\nnotes",
        TEXT + b"\x00" * 20 + b"%PDF-1.4",
        TEXT[:-1] + (b"A" if TEXT[-1:] != b"A" else b"Q"),
        TEXT[: len(TEXT) // 2],
        TEXT.replace(b".", b"..", 1),
        seal(b"Notes about John Smith", SEED, kind=KIND).encode(),
        seal(attested().payload().replace(b'"Anna Smith"', b'"x","notes":"John"'), SEED, kind=KIND).encode(),
        seal(attested().payload(), SEED, kind="other").encode(),
        TEXT + b"x" * 70_000,
    ],
)
def test_nothing_hides_in_one(octets):
    """Before, after or inside: it is an open document like any other."""
    name, state = judged(octets)
    assert name != OWN_PAPER
    assert state is ProtectionState.OPEN
