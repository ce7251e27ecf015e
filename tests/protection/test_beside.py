"""What stands before or behind an archive in the same file."""

import struct

import pytest

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample

LOCKED = ("aes-256.zip", "names-hidden.7z", "password.7z", "password-5.rar", "password-4.rar", "whole.odt")
PAGE = b"<!DOCTYPE html><html><body>" + b"<p>A letter that anybody can read.</p>" * 20 + b"</body></html>"


@pytest.mark.parametrize("name", LOCKED)
def test_a_page_behind_an_encrypted_archive_can_be_read(name: str):
    """Programs open the archive and do not mind it; so does anybody with an editor."""
    assert judged(sample(name)).state is PROTECTED
    assert judged(sample(name) + PAGE).state is PARTIAL


@pytest.mark.parametrize("name", ["aes-256.zip", "whole.odt"])
def test_a_page_before_an_encrypted_archive_can_be_read(name: str):
    """A ZIP archive is found from its end."""
    assert judged(PAGE + sample(name)).state in {PARTIAL, UNREADABLE}


@pytest.mark.parametrize("name", LOCKED)
def test_what_is_not_known_behind_an_archive_leaves_it_unjudged(name: str):
    """It came without a secret, and it may be anything."""
    assert judged(sample(name) + bytes(range(1, 256)) * 9).state is UNREADABLE


@pytest.mark.parametrize("name", LOCKED)
def test_filling_is_nothing(name: str):
    """Gateways add a line break, tapes fill up a block."""
    assert judged(sample(name) + bytes(5000)).state is PROTECTED
    assert judged(sample(name) + b"\r\n").state is PROTECTED


def test_an_archive_with_hidden_names_ends_in_no_words():
    """Where it ends cannot be seen, but encrypted octets are no words."""
    for name in ("names-hidden-4.rar", "names-hidden-5.rar"):
        assert judged(sample(name)).state is PROTECTED
        assert judged(sample(name) + b"Dear colleague, " * 64).state is UNREADABLE


def test_a_program_before_and_its_signature_behind_do_not_count():
    """Self-extracting archives are signed."""
    program = b"MZ" + bytes(range(200)) * 3
    signature = struct.pack("<IHH", 208, 0x0200, 2) + b"\x30\x81\xc5" + bytes(range(197))
    assert judged(program + sample("aes-256.zip")).state is PROTECTED
    assert judged(program + sample("aes-256.zip") + signature).state is PROTECTED
    assert judged(program + sample("aes-256.zip") + PAGE).state is PARTIAL


def test_an_open_archive_stays_open():
    """Whatever stands beside it."""
    assert judged(sample("plain.zip") + PAGE).state is OPEN
