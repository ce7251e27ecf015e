"""Office documents of 95 to 2003: the bits that say whether they are encrypted."""

import hashlib
import struct
from pathlib import Path

import pytest

from tests.protection.compound import compound
from tests.protection.looks import NONE, OPEN, PROTECTED, STRONG, UNREADABLE, WEAK, judged, verdict

FILES = Path(__file__).parent.parent / "samples" / "files"
EDITING = "protected against editing, not against reading"


def fib(flags: int, *, mark: int = 0xA5EC, version: int = 0x00C1) -> bytes:
    """Return the start of a WordDocument stream ([MS-DOC] 2.5.2)."""
    return struct.pack("<HH6xHI", mark, version, flags, 0).ljust(4096, b"\0")


def rc4(key: bytes, data: bytes) -> bytes:
    """Encrypt with RC4, to build what the reader decrypts."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher

    return Cipher(ARC4(key), mode=None).encryptor().update(data)


def old_header(password: str) -> bytes:
    """Return an RC4 encryption header ([MS-OFFCRYPTO] 2.3.6.1) for a password."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    first = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    second = hashlib.md5((first + salt) * 16).digest()[:5]
    key = hashlib.md5(second + bytes(4)).digest()
    return struct.pack("<HH", 1, 1) + salt + rc4(key, verifier + hashlib.md5(verifier).digest())


def cryptoapi_header(password: str, *, bits: int = 128) -> bytes:
    """Return an RC4 CryptoAPI encryption header ([MS-OFFCRYPTO] 2.3.5.1) for a password."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    digest = hashlib.sha1(salt + password.encode("utf-16-le")).digest()
    final = hashlib.sha1(digest + bytes(4)).digest()
    key = final[:5] + bytes(11) if bits == 40 else final[: bits // 8]
    header = struct.pack("<IIIIIIII", 4, 0, 0x6801, 0x8004, bits, 1, 0, 0) + "Provider\0".encode("utf-16-le")
    start = struct.pack("<HHII", 2, 2, 4, len(header)) + header + struct.pack("<I", 16) + salt
    secret = rc4(key, verifier + hashlib.sha1(verifier).digest())
    return start + secret[:16] + struct.pack("<I", 20) + secret[16:]


def presentation(header: bytes) -> bytes:
    """Return an encrypted presentation ([MS-PPT] 2.3.2, 2.3.3, 2.3.4, 2.3.7)."""
    session = struct.pack("<HHI", 0x0F, 0x2F14, len(header)) + header
    directory = struct.pack("<HHII", 0, 0x1772, 12, 1 | 2 << 20) + struct.pack("<II", 9999, 0)
    place = len(session)
    edit = struct.pack("<HHI", 0, 0x0FF5, 32) + struct.pack("<IIIIIIII", 0, 0, 0, place, 1, 2, 0, 2)
    stream = session + directory + edit
    user = struct.pack("<HHIIII", 0, 0x0FF6, 12, 20, 0xF3D1C4DF, place + len(directory)) + bytes(8)
    return compound({"PowerPoint Document": stream.ljust(5000, b"\0"), "Current User": user})


def workbook(*records: tuple[int, bytes], name: str = "Workbook") -> bytes:
    """Return an Excel file with these records behind the first."""
    start = struct.pack("<HHHH", 0x0809, 16, 0x0600, 5) + bytes(12)
    data = start + b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)
    return compound({name: (data + struct.pack("<HH", 0x000A, 0)).ljust(4200, b"\0")})


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("correct horse", (PROTECTED, WEAK)),
        ("VelvetSweatshop", (OPEN, NONE)),
        ("/01Hannes Ruescher/01", (OPEN, NONE)),
        ("", (OPEN, NONE)),
    ],
)
@pytest.mark.parametrize("header", [old_header, cryptoapi_header])
def test_a_password_built_into_office_protects_nothing(password, expected, header):
    """Both RC4 methods, in Word, Excel and PowerPoint."""
    data = header(password)
    word = compound({"WordDocument": fib(0x0100), "0Table": data.ljust(4096, b"\0")})
    excel = workbook((0x002F, b"\1\0" + data))
    assert (verdict(word), verdict(excel), verdict(presentation(data))) == (expected,) * 3


def test_forty_bits_are_tried_as_forty_bits():
    """A short key is filled up with zeros ([MS-OFFCRYPTO] 2.3.5.2)."""
    assert verdict(workbook((0x002F, b"\1\0" + cryptoapi_header("VelvetSweatshop", bits=40)))) == (OPEN, NONE)


def test_word_flags_decide():
    """FEncrypted with or without fObfuscated, and the old format ([MS-DOC] 2.5.2)."""
    assert verdict(compound({"WordDocument": fib(0)})) == (OPEN, NONE)
    assert verdict(compound({"WordDocument": fib(0x8100)})) == (PROTECTED, WEAK)
    assert verdict(compound({"WordDocument": fib(0x0100, mark=0xA5DC, version=0x68)})) == (PROTECTED, WEAK)


def test_protection_against_editing_is_noted_and_open():
    """Read-only recommended and a password for changes stop nobody from reading."""
    assert judged(compound({"WordDocument": fib(0x0800)})).note == EDITING
    answer = judged(workbook((0x005B, struct.pack("<HH", 1, 0x1234))))
    assert (answer.state, answer.note) == (OPEN, EDITING)
    assert judged(workbook((0x0012, b"\0\0"))).note == ""


@pytest.mark.parametrize("body", [struct.pack("<HHH", 0, 0x1234, 0x5678), struct.pack("<HH", 0x1234, 0x5678)])
def test_xor_is_weak_protection(body: bytes):
    """With the type before it (Excel 97) and without (Excel 95)."""
    assert verdict(workbook((0x002F, body))) == (PROTECTED, WEAK)


def test_xor_with_the_built_in_password_is_open():
    """Key and verifier of VelvetSweatshop."""
    assert verdict(workbook((0x002F, struct.pack("<HHH", 0, 0xB359, 0x9A0A)), name="Book")) == (OPEN, NONE)


def test_two_workbooks_in_one_file_and_the_open_one_decides():
    """Excel 5.0/95 and 97 kept side by side."""
    plain = struct.pack("<HHHH", 0x0809, 16, 0x0500, 5).ljust(4200, b"\0")
    shut = plain[:20] + struct.pack("<HHHH", 0x002F, 4, 1, 2) + bytes(4200)
    assert verdict(compound({"Book": plain, "Workbook": shut})) == (OPEN, NONE)
    assert verdict(compound({"Book": shut, "Workbook": shut})) == (PROTECTED, WEAK)


def test_a_presentation_with_the_plain_token_is_open():
    """CurrentUserAtom, headerToken 0xE391C05F ([MS-PPT] 2.3.2)."""
    user = struct.pack("<HHIIII", 0, 0x0FF6, 12, 20, 0xE391C05F, 0) + bytes(8)
    assert verdict(compound({"PowerPoint Document": bytes(4096), "Current User": user})) == (OPEN, NONE)


def test_rights_management_needs_a_licence():
    """The stream and the transform of [MS-OFFCRYPTO] 2.2."""
    assert verdict(compound({"\x09DRMContent": bytes(64)})) == (PROTECTED, STRONG)
    transform = "\x06DataSpaces/TransformInfo/DRMEncryptedTransform/\x06Primary"
    assert verdict(compound({transform: bytes(64), "EncryptedPackage": bytes(5000)})) == (PROTECTED, STRONG)


def test_a_notice_beside_the_locked_document_is_no_document():
    """Office writes a short one, for programs that know nothing of rights management."""
    notice = compound({"WordDocument": fib(0) + bytes(4096), "\x09DRMContent": bytes(12_000)})
    assert verdict(notice) == (PROTECTED, STRONG)


def test_a_readable_document_beside_a_locked_one_is_not_called_protected():
    """It may be a notice of Office's own; it may as well be the document: every program shows it."""
    answer = judged(compound({"WordDocument": fib(0), "\x09DRMContent": bytes(64)}))
    assert answer.state is UNREADABLE
    assert "can be read without" in answer.reason


@pytest.mark.parametrize(
    ("stream", "name"), [("Quill/QuillSub/CONTENTS", "pub"), ("VisioDocument", "vsd"), ("PP40", "ppt")]
)
def test_formats_without_a_password_are_open(stream: str, name: str):
    """Publisher, Visio and PowerPoint 95 cannot be encrypted."""
    answer = judged(compound({stream: bytes(100)}))
    assert (answer.state, answer.format) == (OPEN, name)


def test_an_ole_file_of_another_program_is_left_to_others():
    """What is in it is not known here."""
    assert judged(compound({"SomethingElse": bytes(100)})).state is UNREADABLE


def test_an_unknown_encryption_is_unreadable():
    """Neither protected nor open without understanding."""
    word = compound({"WordDocument": fib(0x0100), "0Table": struct.pack("<HH", 9, 9).ljust(4096, b"\0")})
    assert judged(word).state is UNREADABLE
