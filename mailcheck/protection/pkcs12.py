"""PKCS #12: `.p12` and `.pfx`, a private key with its certificates (RFC 7292)."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from mailcheck.model import Protection, ProtectionState, Strength, opens, protected
from mailcheck.protection import Look, Sample, contain, der, format  # noqa: A004 - the mark's name in the design
from mailcheck.protection.octets import Damaged, whole
from mailcheck.protection.pem import PUBLIC

if TYPE_CHECKING:
    from asn1crypto.algos import EncryptionAlgorithm

NAME = "pkcs12"
START = re.compile(rb"\x30(?:\x80|[\x00-\x7f]|\x81.|\x82..|\x83...)\x02\x01\x03\x30", re.DOTALL)
PUBLIC_PASSWORDS = (None, b"")
ROUNDS_TRIED = 400_000
"""More rounds of key derivation than this are not spent on trying the empty password."""


def _recognises(sample: Sample) -> bool:
    return START.match(sample.head) is not None


@format(NAME, _recognises)
def pkcs12(file: BinaryIO, look: Look) -> Protection:
    """Keys and certificates that need a password are protected, unless that password is the empty one."""
    from asn1crypto.pkcs12 import Pfx

    der.outermost(file, look)
    octets = whole(file, look)
    store = Pfx.load(octets)
    rounds: list[int] = []
    parts = tuple(_contents(store.authenticated_safe, rounds, look))
    answer = contain(NAME, [part for part in parts if part.note != PUBLIC] or parts)
    mac = store["mac_data"]
    rounds.append(int(mac["iterations"].native) if mac.native else 0)
    if answer.state is ProtectionState.PROTECTED and sum(rounds) <= ROUNDS_TRIED and _opens_by_itself(octets):
        return opens(NAME, "its password is empty, so anybody can open it")
    return answer


def _contents(safe: Iterable[Any], rounds: list[int], look: Look) -> Iterator[Protection]:
    from asn1crypto.pkcs12 import SafeContents

    for part in safe:
        look.entry()
        kind = part["content_type"].native
        if kind == "data":
            yield from _bags(SafeContents.load(part["content"].native), rounds, look)
        elif kind == "encrypted_data":
            algorithm = part["content"]["encrypted_content_info"]["content_encryption_algorithm"]
            yield _locked("certificates or keys", algorithm, rounds)
        elif kind == "enveloped_data":
            yield protected(NAME, "needs its reader's key")
        else:
            raise Damaged("a part of no known kind")


def _bags(contents: Iterable[Any], rounds: list[int], look: Look, depth: int = 0) -> Iterator[Protection]:
    for bag in contents:
        look.entry()
        match bag["bag_id"].native:
            case "pkcs8_shrouded_key_bag":
                yield _locked("a private key", bag["bag_value"]["encryption_algorithm"], rounds)
            case "key_bag":
                yield opens(NAME, "a private key without a password")
            case "safe_contents" if depth < look.limits.depth:
                yield from _bags(bag["bag_value"], rounds, look, depth + 1)
            case _:
                yield opens(NAME, "a certificate: nothing secret is in it", note=PUBLIC)


def _locked(what: str, algorithm: "EncryptionAlgorithm", rounds: list[int]) -> Protection:
    try:
        cipher = str(algorithm.encryption_cipher)
        rounds.append(int(algorithm.kdf_iterations))
    except ValueError:  # a scheme younger than the library
        cipher = "a newer cipher"
        rounds.append(ROUNDS_TRIED)
    strength = Strength.WEAK if re.match("(?i)rc2|rc4|des|tripledes", cipher) else Strength.STRONG
    return protected(NAME, f"{what} locked with a password ({cipher})", strength=strength)


def _opens_by_itself(octets: bytes) -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    for password in PUBLIC_PASSWORDS:
        try:
            key, certificate, others = load_key_and_certificates(octets, password)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            continue
        if key or certificate or others:
            return True
    return False
