"""Encrypted packages: the ciphers are named, the built-in password is tried, and unknown methods are not judged."""

import hashlib
import io
import struct
from pathlib import Path

import msoffcrypto
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.ecma376_standard import ECMA376Standard

from mailcheck.protection.look import Clock, Limits, Look
from mailcheck.protection.office_password import spun
from tests.protection.compound import compound
from tests.protection.looks import NONE, OPEN, PROTECTED, STRONG, UNREADABLE, WEAK, judged, verdict

FILES = Path(__file__).parent.parent / "samples" / "files"
INFO_OF = "EncryptionInfo"


def encrypted(password: str) -> dict[str, bytes]:
    """Return the streams of a package that msoffcrypto-tool encrypted."""
    import olefile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO((FILES / "plain.docx").read_bytes())).encrypt(password, out)
    with olefile.OleFileIO(out) as file:
        return {name: file.openstream(name).read() for name in (INFO_OF, "EncryptedPackage")}


def test_a_password_protects_and_the_cipher_is_named():
    """Agile encryption, as Office writes it since 2010."""
    answer = judged(compound(encrypted("correct horse")))
    assert (answer.state, answer.strength, answer.reason) == (PROTECTED, STRONG, "encrypted with AES-256")


@pytest.mark.parametrize("password", ["VelvetSweatshop", ""])
def test_a_built_in_password_protects_nothing(password: str):
    """What anybody can open is open."""
    assert verdict(compound(encrypted(password))) == (OPEN, NONE)


def test_a_verifier_that_does_not_fit_is_not_believed():
    """Some programs write a wrong verifier beside a password that opens the package all the same."""
    streams = encrypted("VelvetSweatshop")
    start = streams[INFO_OF].index(b'encryptedVerifierHashValue="') + 28
    spoilt = streams[INFO_OF][:start] + b"AAAAAAAA" + streams[INFO_OF][start + 8 :]
    streams[INFO_OF] = spoilt
    file = msoffcrypto.OfficeFile(io.BytesIO(compound(streams)))
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        file.load_key(password="VelvetSweatshop", verify_password=True)
    assert verdict(compound(streams)) == (OPEN, NONE)


def changed(old: bytes, new: bytes) -> bytes:
    """Return an encrypted document with its description changed."""
    streams = encrypted("correct horse")
    assert old in streams[INFO_OF]
    streams[INFO_OF] = streams[INFO_OF].replace(old, new)
    return compound(streams)


def test_a_cipher_that_cannot_be_tried_is_not_judged():
    """Without trying the built-in password nobody knows."""
    assert judged(changed(b'cipherAlgorithm="AES"', b'cipherAlgorithm="XYZ"')).state is UNREADABLE


def test_an_endless_count_of_rounds_is_stopped():
    """The clock is looked at while hashing."""
    data = changed(b'spinCount="100000"', b'spinCount="9999999"')
    assert judged(data).reason == "it takes longer to look through than mailcheck allows"


def test_a_description_with_a_document_type_is_refused():
    """Entities could grow without a bound."""
    assert judged(changed(b"<encryption ", b"<!DOCTYPE x><encryption ")).state is UNREADABLE


def test_certificates_alone_protect():
    """A key encryptor for certificates needs the holder's key ([MS-OFFCRYPTO] 2.3.4.10)."""
    space = "http://schemas.microsoft.com/office/2006/encryption"
    data = (
        f'<encryption xmlns="{space}"><keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" '
        'cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="AAAA"/>'
        '<keyEncryptors><keyEncryptor uri="certificate"/></keyEncryptors></encryption>'
    )
    info = struct.pack("<HHI", 4, 4, 0x40) + data.encode()
    answer = judged(compound({INFO_OF: info, "EncryptedPackage": bytes(5000)}))
    assert (answer.state, answer.reason) == (
        PROTECTED,
        "encrypted with AES-256 for the holders of certain certificates",
    )


def standard(password: str, *, spoilt: bool = False, algorithm: int = 0x660E) -> bytes:
    """Return a package under standard encryption, as Office 2007 wrote it ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9)."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    bits = {0x660E: 128, 0x6610: 256}[algorithm]
    key = ECMA376Standard.makekey_from_password(password, algorithm, 0x8004, 24, bits, 16, salt)
    machine = Cipher(algorithms.AES(key), modes.ECB())
    secret = machine.encryptor().update(verifier + hashlib.sha1(verifier).digest().ljust(32, b"\0"))
    header = struct.pack("<IIIIIIII", 0x24, 0, algorithm, 0x8004, bits, 24, 0, 0) + bytes(8)
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header + struct.pack("<I", 16) + salt
    info += (bytes(16) if spoilt else secret[:16]) + struct.pack("<I", 20) + secret[16:]
    package = machine.encryptor().update((FILES / "plain.docx").read_bytes()[:4096].ljust(4096, b"\0"))
    return compound({INFO_OF: info, "EncryptedPackage": struct.pack("<Q", 4090) + package})


@pytest.mark.parametrize("algorithm", [0x660E, 0x6610])
def test_standard_encryption(algorithm: int):
    """With a password of one's own, and with the one that is built in, whether or not the verifier fits."""
    answer = judged(standard("correct horse", algorithm=algorithm))
    bits = {0x660E: 128, 0x6610: 256}[algorithm]
    assert (answer.state, answer.reason) == (PROTECTED, f"encrypted with AES-{bits}")
    assert judged(standard("VelvetSweatshop", algorithm=algorithm)).state is OPEN
    assert judged(standard("VelvetSweatshop", spoilt=True, algorithm=algorithm)).state is OPEN


def test_another_makers_method_is_protected():
    """Extensible encryption ([MS-OFFCRYPTO] 2.3.4.6) needs another maker's module."""
    info = struct.pack("<HHI", 3, 3, 0x10) + b"<EncryptionInfo/>"
    assert verdict(compound({INFO_OF: info, "EncryptedPackage": bytes(5000)})) == (PROTECTED, WEAK)


@pytest.mark.parametrize("streams", [{"EncryptedPackage": bytes(5000)}, {"EncryptedPackage": b"", INFO_OF: bytes(8)}])
def test_half_a_document_is_unreadable(streams: dict[str, bytes]):
    """Without the description, or without the package."""
    assert judged(compound(streams)).state is UNREADABLE


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha384", "sha512"])
def test_the_iterated_hash_is_that_of_hashlib(name):
    """Whichever implementation is faster is used."""
    look = Look(Limits(), lambda file, look: pytest.fail("nothing is inside"), Clock(60))
    digest = hashlib.new(name, b"salt" + "word".encode("utf-16-le")).digest()
    for number in range(12_345):
        digest = hashlib.new(name, number.to_bytes(4, "little") + digest).digest()
    assert list(spun(name, b"salt", ["word"], 12_345, look)) == [digest]
