"""Programs with an archive behind them."""

import struct

import pytest

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample

STATES = {
    "password.7z": PROTECTED, "names-hidden.7z": PROTECTED, "plain.7z": OPEN, "mixed.7z": PARTIAL,
    "password-4.rar": PROTECTED, "password-5.rar": PROTECTED, "names-hidden-5.rar": PROTECTED, "plain-5.rar": OPEN,
}  # fmt: skip


def windows_program(code: int = 4000, signature: tuple[int, int] = (0, 0)) -> bytes:
    """Return the parts of a Windows program that say where it ends, and where its signature is (PE format)."""
    head = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 64)
    optional = struct.pack("<H", 0x20B) + bytes(110 + 32) + struct.pack("<II", *signature) + bytes(88)
    coff = b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, len(optional), 0) + optional
    section = b".text\0\0\0" + struct.pack("<IIII", code, 0, code, 512) + bytes(16)
    return (head + coff + section).ljust(512, b"\0") + b"\x90" * code


@pytest.mark.parametrize("name", STATES)
def test_the_archive_behind_a_program_decides(name: str):
    """For Windows it stands behind the last section; elsewhere it is looked for."""
    for program in (windows_program(), b"\x7fELF" + bytes(range(256)) * 40, b"MZ" + bytes(3000)):
        assert judged(program + sample(name)).state is STATES[name]


def test_settings_may_stand_between_program_and_archive():
    """7-Zip's installer module reads them."""
    settings = b';!@Install@!UTF-8!\nTitle="a"\n;!@InstallEnd@!'
    assert judged(windows_program() + settings + sample("password.7z")).state is PROTECTED


def test_a_mark_within_the_program_is_not_the_archive():
    """Its code compares with it; behind the last section stands the real one."""
    program = bytearray(windows_program())
    program[1000:1007] = b"7z\xbc\xaf\x27\x1c\0"
    assert judged(bytes(program) + sample("password.7z")).state is PROTECTED


def test_a_program_alone_is_no_document():
    """Neither protected nor open."""
    answer = judged(windows_program())
    assert (answer.state, answer.reason) == (UNREADABLE, "it is a program, which mailcheck does not judge")


def test_an_archive_that_is_cut_off_is_unreadable():
    """As it is without a program before it."""
    assert judged(windows_program() + sample("password.7z")[:-20]).state is UNREADABLE


@pytest.mark.parametrize("name", ["password.7z", "password-5.rar", "names-hidden-5.rar"])
def test_the_signature_of_the_program_stands_behind_the_archive(name: str):
    """It signs, and tells nothing of what is inside; anything else there is judged."""
    archive, signature = sample(name), bytes(range(256)) + bytes(44)
    place = len(windows_program() + archive)
    signed = windows_program(signature=(place, len(signature))) + archive + signature
    assert judged(signed).state is PROTECTED
    assert judged(signed + b"<html><body>a letter</body></html>" * 20).state is not PROTECTED
