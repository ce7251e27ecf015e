"""Cryptographic messages."""

import base64
import zlib

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, STRONG, UNREADABLE, WEAK, judged, verdict
from tests.protection.other_samples import sample, state_and_blocks


def wrapped(tag: int, content: bytes) -> bytes:
    """Return one DER element."""
    length = len(content).to_bytes(4, "big")
    return bytes([tag, 0x84]) + length + content


def compressed(content: bytes) -> bytes:
    """Follow RFC 3274."""
    data = bytes.fromhex("06092a864886f70d010701")
    encapsulated = wrapped(0x30, data + wrapped(0xA0, wrapped(4, zlib.compress(content))))
    algorithm = bytes.fromhex("300d060b2a864886f70d0109100308")
    kind = bytes.fromhex("060b2a864886f70d0109100109")
    return wrapped(0x30, kind + wrapped(0xA0, wrapped(0x30, b"\2\1\0" + algorithm + encapsulated)))


def test_signed_is_open_and_noted_and_what_is_inside_decides():
    """A letter in a seal that shows tampering, not in an envelope; an envelope in the seal stays one."""
    assert (judged(sample("signed.p7m")).state, judged(sample("signed.p7m")).note) == (OPEN, "signed")
    inner = judged(sample("signed-enveloped.p7m"))
    assert (inner.state, inner.note, inner.children[0].format) == (PROTECTED, "signed", "cms")


def test_packed_is_open_unless_what_is_packed_is_not():
    """Compression protects nothing."""
    assert judged(compressed(b"some words")).state is OPEN
    assert judged(compressed(sample("password.7z"))).state is PROTECTED


def test_bare_base64_is_read():
    """Some programs write the message without its armour."""
    assert verdict(base64.encodebytes(sample("enveloped.p7m"))) == (PROTECTED, STRONG)


def test_the_cipher_decides_the_strength():
    """TripleDES is old; streamed messages say nothing of their length."""
    assert verdict(sample("streamed.p7m")) == (PROTECTED, WEAK)


def test_a_message_that_is_cut_off_is_unreadable_to_the_last_octet():
    """Streamed or not."""
    for name in ("enveloped.p7m", "streamed.p7m", "signed.p7m", "certificates.p7c"):
        assert judged(sample(name)[:-1]).state is UNREADABLE


def test_a_large_envelope_is_judged_by_its_first_octets():
    """Its length is written there."""
    cipher = bytes.fromhex("300b060960864801650304012a")
    content = bytes.fromhex("06092a864886f70d010701") + cipher + wrapped(0x80, bytes(1 << 20))
    recipients = wrapped(0x31, wrapped(0x30, b"\2\1\0"))
    envelope = wrapped(0x30, b"\2\1\0" + recipients + wrapped(0x30, content))
    large = wrapped(0x30, bytes.fromhex("06092a864886f70d010703") + wrapped(0xA0, envelope))
    state, blocks = state_and_blocks(large)
    assert state == "protected"
    assert blocks <= 3


def test_words_beside_the_armour_make_it_partial():
    """Whoever opens the file in any editor reads them."""
    assert judged(sample("enveloped.pem")).state is PROTECTED
    assert judged(sample("enveloped.pem") + b"Words that anybody reads.\n").state is PARTIAL


def test_base64_that_only_begins_like_a_message_is_none():
    """Broken across its padding or its lines, it makes nothing escape."""
    for text in (b"MIAGCSqGSIb3DQEHA6CA" + b"A\n" * 40, b"MI" + b"A" * 38 + b"=\n", b"MI\n" * 30):
        assert judged(text).state is not PROTECTED
