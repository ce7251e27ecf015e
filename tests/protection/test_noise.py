"""Noise is never called protected: not by itself, and not behind the first octets of any format."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.protection.looks import OPEN, UNREADABLE, judged

QUIET = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOISE = st.binary(max_size=700)
BEGINNINGS = (
    *(bytes([first]) for first in range(0x80, 0x100)),  # every header of an OpenPGP packet
    b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04", b"PK00PK\x03\x04", b"%PDF-1.7\n", b"%!PS\n%PDF-1.4\n",
    bytes.fromhex("d0cf11e0a1b11ae1"), b"7z\xbc\xaf\x27\x1c\0\4", b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00",
    b"MZ", b"\x60\xea\x22\0\x1e\x06\1\0\0\0\2", b"\0\0\0\0\0\x10\0**ACE**", b"\x1f\x8b\x08", b"BZh91AY&SY",
    b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"070701", b"!<arch>\n", b"MSCF\0\0\0\0", b"xar!", b"\xed\xab\xee\xdb",
    b"\x30\x80", b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03", b"\x30\x82\x01\x00\x02\x01\x03\x30",
    bytes.fromhex("308201003081a006092a864886f70d01050d"), b"-----BEGIN PGP MESSAGE-----\n\n",
    b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n", b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"PuTTY-User-Key-File-3: ",
    b"openssh-key-v1\0", b"age-encryption.org/v1\n", b"\x03\xd9\xa2\x9a\x65\xfb\x4b\xb5", b"PWS3", b"LUKS\xba\xbe\0\1",
    b"\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5\1\0\4\0", b"LUKS\xba\xbe\0\2", b"encrcdsa\0\0\0\2", b"HWP Document File",
    bytes.fromhex("c0b9072e4f93f146a015792ca1d9e821"), bytes.fromhex("76e80460c411e386"), bytes.fromhex("789f3e22"),
    bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"), b"\0\1\0\0Standard Jet DB\0\1", b"\0\1\0\0Standard ACE DB\0\3",
    b"From: a@b.example\nContent-Type: application/pkcs7-mime\n\n", b"From a@b.example Mon Nov 2 10:00:00 2026\n",
)  # fmt: skip
"""How files begin whose format may say "protected".

Left out are `Salted__` and AES Crypt: behind their signature and a length that fits, noise is all there ever is.
"""


@QUIET
@given(noise=NOISE)
def test_noise_is_never_protected(noise: bytes):
    """Octets without a structure are unreadable, or text by accident."""
    assert judged(noise).state in {UNREADABLE, OPEN}


@settings(QUIET, max_examples=1000)
@given(beginning=st.sampled_from(BEGINNINGS), noise=NOISE)
def test_noise_behind_a_signature_is_never_protected(beginning: bytes, noise: bytes):
    """A signature says what a file wants to be; what it is must be confirmed by what follows."""
    assert judged(beginning + noise).state in {UNREADABLE, OPEN}
