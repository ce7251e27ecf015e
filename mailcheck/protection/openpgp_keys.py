"""Whether the secret part of an OpenPGP key is locked with a passphrase (RFC 9580 §5.5)."""

from mailcheck.model import Protection, Strength, opens, protected
from mailcheck.protection.octets import Damaged

CIPHERS = {
    1: "IDEA", 2: "TripleDES", 3: "CAST5", 4: "Blowfish", 7: "AES-128", 8: "AES-192", 9: "AES-256",
    10: "Twofish", 11: "Camellia-128", 12: "Camellia-192", 13: "Camellia-256",
}  # fmt: skip
STRONG = 7
"""Ciphers from this number on have blocks of 128 bits."""
NUMBERS = {1: 2, 2: 2, 3: 2, 16: 3, 17: 4, 20: 3}
"""How many whole numbers the public part of an algorithm has (§5.5.5)."""
FIXED = {25: 32, 26: 56, 27: 32, 28: 57}
"""How many octets it has in the newer algorithms."""
CURVES = {18, 19, 22}
DIFFIE_HELLMAN = 18
GNU_DUMMY = 101
"""GnuPG's extension: the secret part is not in the file."""


def cipher_strength(number: int) -> Strength:
    """Return how much a cipher of RFC 9580 §9.3 withstands."""
    return Strength.STRONG if number >= STRONG else Strength.WEAK


def secret_key(packet: bytes) -> Protection | None:
    """Say whether a secret-key packet needs a passphrase; None if it holds no secret part at all."""
    at = _behind_public_part(packet)
    usage = packet[at]
    if usage == 0:
        return opens("openpgp", "a secret key without a passphrase")
    if usage < 253:
        return _locked(usage)
    at += 2 if packet[0] > 4 else 1  # version 5 and 6 count the octets that follow
    at_kind = at + 1 + (usage == 253) + (packet[0] > 5)
    if packet[at_kind] == GNU_DUMMY:
        return None
    return _locked(packet[at])


def _locked(cipher: int) -> Protection:
    if cipher not in CIPHERS:
        raise Damaged("no cipher")
    reason = f"a secret key locked with a passphrase ({CIPHERS[cipher]})"
    return protected("openpgp", reason, strength=cipher_strength(cipher), names_visible=True)


def _behind_public_part(packet: bytes) -> int:
    version = packet[0]
    if version in {5, 6}:
        return 10 + int.from_bytes(packet[6:10], "big")
    if version not in {2, 3, 4}:
        raise Damaged("no version of a key")
    at = 6 if version == 4 else 8
    algorithm = packet[at - 1]
    if algorithm in FIXED:
        return at + FIXED[algorithm]
    numbers = NUMBERS.get(algorithm, 0)
    if algorithm in CURVES:
        at, numbers = at + 1 + packet[at], 1
    elif not numbers:
        raise Damaged("no algorithm of a key")
    for _ in range(numbers):
        at += 2 + (int.from_bytes(packet[at : at + 2], "big") + 7) // 8
    return at + 1 + packet[at] if algorithm == DIFFIE_HELLMAN else at
