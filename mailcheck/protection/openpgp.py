"""OpenPGP: messages, signatures and keys, binary or armoured (RFC 9580)."""

import bz2
import io
import zlib
from dataclasses import field, replace
from typing import BinaryIO

from mailcheck.dataclass import dataclass
from mailcheck.model import Protection, ProtectionState, Strength, opens, protected, unreadable
from mailcheck.protection import CannotTell, Look, Sample, contain, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection import openpgp_packets as wire
from mailcheck.protection.armour import around, begins, blocks_in, with_words
from mailcheck.protection.octets import Damaged, octets_at, whole
from mailcheck.protection.openpgp_keys import CIPHERS, cipher_strength, secret_key
from mailcheck.protection.unpacking import unpacked

NAME = "openpgp"
SIGNED_TEXT = "PGP SIGNED MESSAGE"
LEAST = {wire.PUBLIC_KEY_SESSION: 12, wire.PASSPHRASE_SESSION: 4, wire.ENCRYPTED: 12, wire.SEALED: 33, wire.AEAD: 36}
"""Octets without which such a packet holds nothing (RFC 9580 §5.1, §5.3, §5.7, §5.13)."""


def _recognises(sample: Sample) -> bool:
    if begins(sample.head).startswith("PGP "):
        return True
    return wire.begins_stream(sample.head)


@format(NAME, _recognises, rank=60)
def openpgp(file: BinaryIO, look: Look) -> Protection:
    """Encrypted to a key or a passphrase: protected. Signed, packed or public only: open."""
    if octets_at(file, 0, 1)[0] & 0x80:
        return _stream(file, look)
    text = whole(file, look)
    found = list(blocks_in(text, look))
    if {block.label for block in found} == {SIGNED_TEXT}:
        raise Damaged("the signature is missing")
    answers = [_block(block.label, block.octets, look, complete=block.complete) for block in found]
    broken = next((answer for answer in answers if answer.state is ProtectionState.UNREADABLE), None)
    if broken or len(answers) == 1:
        answer = broken or answers[0]
    else:
        note = next((each.note for each in answers if each.note), "")
        answer = replace(contain(NAME, answers), note=note)
    return with_words(NAME, answer, around(text, look))


def _block(label: str, octets: bytes, look: Look, *, complete: bool) -> Protection:
    if label == SIGNED_TEXT:  # RFC 9580 §7: the text itself, then a signature in a block of its own
        return opens(NAME, "signed, not encrypted: the text can be read", note="signed")
    if not complete:
        raise Damaged("the armour does not end")
    return _stream(io.BytesIO(octets), look, is_armoured=True)


@dataclass(slots=True)
class _Seen:
    """What the packets of one stream turned out to be."""

    tags: set[int] = field(default_factory=set)
    ciphers: set[int] = field(default_factory=set)
    content: list[Protection] = field(default_factory=list)
    keys: list[Protection] = field(default_factory=list)
    is_armoured: bool = False
    """Whether something outside the packets says that this is OpenPGP."""


def _stream(file: BinaryIO, look: Look, *, is_armoured: bool = False) -> Protection:
    seen = _Seen(is_armoured=is_armoured)
    for packet in wire.packets(file, look):
        seen.tags.add(packet.tag)
        _note(file, packet, seen, look)
    if seen.keys:
        inside = [*seen.keys, *seen.content]
        return inside[0] if len(inside) == 1 else contain(NAME, inside)
    signed = "signed" if seen.tags & {wire.SIGNATURE, wire.ONE_PASS} else ""
    if seen.content:
        answer = seen.content[0] if len(seen.content) == 1 else contain(NAME, seen.content)
        return replace(answer, note=answer.note or signed)
    if seen.tags & {wire.PUBLIC_KEY, wire.PUBLIC_SUBKEY, wire.SECRET_KEY, wire.SECRET_SUBKEY}:
        return opens(NAME, "a public key: nothing secret is in it")
    if wire.SIGNATURE in seen.tags:
        return opens(NAME, "a signature without the document it belongs to", note="signed")
    return unreadable(NAME, "it is damaged or incomplete")


def _note(file: BinaryIO, packet: wire.Packet, seen: _Seen, look: Look) -> None:
    _require(sum(length for _, length in packet.parts) >= LEAST.get(packet.tag, 0))
    if packet.tag == wire.PUBLIC_KEY_SESSION:
        _require_version(file, packet)
    elif packet.tag == wire.PASSPHRASE_SESSION:
        _require_version(file, packet)
        version, cipher, *_ = octets_at(file, packet.start, 3)
        seen.ciphers.add(cipher if version == 4 else 9)
    elif packet.tag in {wire.ENCRYPTED, wire.SEALED, wire.AEAD}:
        seen.content.append(_encrypted(file, packet, seen))
    elif packet.tag == wire.COMPRESSED:
        seen.content.append(_stream(_unpacked(wire.body(file, packet, look), look), look))
    elif packet.tag == wire.LITERAL:
        seen.content.append(_literal(wire.body(file, packet, look), look))
    elif packet.tag in {wire.SECRET_KEY, wire.SECRET_SUBKEY}:
        key = secret_key(wire.body(file, packet, look))
        seen.keys.extend([key] if key else [])
    elif packet.tag in {wire.PUBLIC_KEY, wire.PUBLIC_SUBKEY, wire.SIGNATURE}:
        _require_version(file, packet)


def _require_version(file: BinaryIO, packet: wire.Packet) -> None:
    _require(octets_at(file, packet.start, 1)[0] in wire.VERSIONS[packet.tag])


def _require(plausible: bool) -> None:  # noqa: FBT001 - the condition itself
    if not plausible:
        raise Damaged("a packet that no program writes")


def _encrypted(file: BinaryIO, packet: wire.Packet, seen: _Seen) -> Protection:
    """Judge an encrypted packet; what unlocks it must have stood before it, but for the oldest form (RFC 9580 §5.7).

    That form alone is one octet, a length and noise, so it is believed only in an armour that says what it is.
    """
    if packet.tag != wire.ENCRYPTED:
        _require_version(file, packet)
    sessions = seen.tags & {wire.PUBLIC_KEY_SESSION, wire.PASSPHRASE_SESSION}
    stands_alone = packet.tag == wire.ENCRYPTED and seen.tags <= {wire.ENCRYPTED, wire.MARKER}
    if not sessions and not (stands_alone and seen.is_armoured):
        raise CannotTell("it may be encrypted, but nothing in it confirms that")
    how = "a passphrase" if wire.PASSPHRASE_SESSION in sessions or not sessions else "its reader's key"
    if {wire.PUBLIC_KEY_SESSION, wire.PASSPHRASE_SESSION} <= sessions:
        how = "its reader's key or a passphrase"
    weak = {cipher for cipher in seen.ciphers if cipher in CIPHERS and cipher_strength(cipher) is Strength.WEAK}
    if packet.tag == wire.ENCRYPTED:
        return protected(NAME, f"needs {how} (an old form without a seal against tampering)", strength=Strength.WEAK)
    named = [CIPHERS[cipher] for cipher in sorted(weak or seen.ciphers) if cipher in CIPHERS]
    reason = f"needs {how}" + (f" ({named[0]})" if named and wire.PUBLIC_KEY_SESSION not in sessions else "")
    answer = protected(NAME, reason, strength=Strength.WEAK if weak else Strength.STRONG)
    return replace(answer, note="its seal against tampering is missing") if packet.missing else answer


def _literal(packet: bytes, look: Look) -> Protection:
    """Judge what is not encrypted here: it may be a document that asks for a secret itself (§5.9)."""
    if packet[:1] not in {b"b", b"t", b"u", b"l", b"1", b"m"}:
        raise Damaged("no literal packet")
    content = packet[6 + packet[1] :]
    inside = (look.inside(io.BytesIO(content)),) if content else ()
    return contain(NAME, inside)


def _unpacked(packed: bytes, look: Look) -> BinaryIO:
    """Unpack a compressed packet (§5.6), up to what the judgement may still spend."""
    match packed[:1]:
        case b"\0":
            return io.BytesIO(packed[1:])
        case b"\1":
            return unpacked(lambda: zlib.decompressobj(-15), [packed[1:]], look)
        case b"\2":
            return unpacked(zlib.decompressobj, [packed[1:]], look)
        case b"\3":
            return unpacked(bz2.BZ2Decompressor, [packed[1:]], look)
        case _:
            raise Damaged("no compression")
