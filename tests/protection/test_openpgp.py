"""OpenPGP messages and signatures."""

import base64
import bz2
import zlib

import pytest

from tests.protection.looks import NONE, OPEN, PARTIAL, PROTECTED, STRONG, UNREADABLE, WEAK, judged, verdict
from tests.protection.other_samples import sample, state_and_blocks

PKESK = bytes([0xC1, 12, 3]) + bytes(8) + bytes([1, 0, 1])
SEALED = b"\xd2\x21\x01" + bytes(range(32))


def packet(tag: int, body: bytes) -> bytes:
    """Return a packet of the new form with a length of five octets."""
    return bytes([0xC0 | tag, 255]) + len(body).to_bytes(4, "big") + body


def in_armour(octets: bytes) -> bytes:
    """Return octets as an armoured message."""
    return b"-----BEGIN PGP MESSAGE-----\n\n" + base64.b64encode(octets) + b"\n-----END PGP MESSAGE-----\n"


def literal(content: bytes) -> bytes:
    return packet(11, b"b\1a" + bytes(4) + content)


def test_what_is_only_packed_or_signed_is_open_and_signed_is_noted():
    """A document that asks for a secret itself stays protected inside."""
    inner = sample("password.7z")
    assert judged(sample("signed.gpg")).note == "signed"
    assert judged(packet(8, b"\2" + zlib.compress(literal(b"some words")))).state is OPEN
    assert judged(packet(8, b"\3" + bz2.compress(literal(inner)))).state is PROTECTED
    assert judged(literal(inner)).state is PROTECTED
    assert judged(literal(b"")).state is OPEN


def test_an_encrypted_packet_needs_what_unlocks_it():
    """Only the oldest form stands alone, and is weak: nothing shows tampering."""
    assert verdict(PKESK + SEALED) == (PROTECTED, STRONG)
    assert judged(SEALED).state is UNREADABLE
    assert verdict(in_armour(b"\xc9\x20" + bytes(range(32)))) == (PROTECTED, WEAK)


@pytest.mark.parametrize("start", [b"\xa7", b"\xc9\x20", b"\xa4\x20", b"\xa6\0\0\0\x20"])
def test_an_encrypted_packet_alone_is_no_evidence(start: bytes):
    """One octet, a length and noise may be anything; empty, it is not believed in armour either."""
    assert judged(start + bytes(range(32))).state is UNREADABLE
    assert judged(start).state is UNREADABLE
    assert judged(in_armour(b"\xa7")).state is UNREADABLE


def test_a_packet_that_holds_nothing_is_no_evidence():
    """Too short for what such a packet must hold."""
    assert judged(PKESK + packet(18, b"\1")).state is UNREADABLE
    assert judged(PKESK + packet(20, b"\1")).state is UNREADABLE
    assert judged(b"\xc1\x01\x03" + SEALED).state is UNREADABLE


def test_a_message_that_lacks_nothing_but_its_seal_is_protected():
    """Its content is all there, encrypted; one octet more is missing and it is cut off."""
    assert judged((PKESK + SEALED)[:-22]).note == "its seal against tampering is missing"
    assert judged((PKESK + SEALED)[:-23]).state is UNREADABLE


def test_octets_that_only_begin_like_a_packet_are_unreadable():
    """A version that does not exist, a tag that does not exist, noise."""
    assert judged(b"\xc1\x0c\x09" + PKESK[3:] + SEALED).state is UNREADABLE
    assert judged(b"\x85\x01\x0c\x03" + bytes(range(64))).state is UNREADABLE
    assert judged(PKESK + SEALED + b"trailing words").state is UNREADABLE


def test_words_around_an_encrypted_block_make_it_partial():
    """Two encrypted blocks are protected together; one open beside them is not."""
    block = sample("to-key-signed.asc")
    assert judged(block).state is PROTECTED
    assert judged(block + block).state is PROTECTED
    assert judged(b"Dear colleague,\n\n" + block).state is PARTIAL
    assert judged(block + sample("literal.asc")).state is PARTIAL


def test_clear_signed_words_are_open_and_need_their_signature():
    """The signature is a block of its own."""
    clear = sample("signed-clear.asc")
    assert (judged(clear).state, judged(clear).note) == (OPEN, "signed")
    assert judged(clear[: clear.index(b"-----BEGIN PGP SIGNATURE")]).state is UNREADABLE


def test_a_large_message_is_judged_by_its_first_octets():
    """Its length is written there."""
    large = PKESK + packet(18, b"\1" + bytes(1 << 20))
    state, blocks = state_and_blocks(large)
    assert (state, verdict(large)[1]) == ("protected", STRONG)
    assert blocks <= 3
    assert verdict(sample("public.gpg")) == (OPEN, NONE)


def test_words_beside_a_locked_key_are_seen():
    """A literal packet before or behind a key is shown without a passphrase."""
    key = sample("secret-locked.gpg")
    assert judged(key).state is PROTECTED
    assert judged(key + literal(b"some words")).state is PARTIAL
    assert judged(literal(b"some words") + key).state is PARTIAL


def test_every_armoured_block_counts():
    """Even if there is something to remark on the first."""
    without_seal = sample("passphrase.gpg")[:-22]
    assert judged(in_armour(without_seal)).note == "its seal against tampering is missing"
    assert judged(in_armour(without_seal) + in_armour(literal(b"some words"))).state is PARTIAL
