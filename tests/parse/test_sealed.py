"""Signed texts, and everything that is not quite one."""

import json
import subprocess
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto import jwk, jws

from mailcheck.parse.sealed import LARGEST, NotSealed, fingerprint, is_public_key, public_of, seal, unseal

SEED = bytes(range(32))
TEXT = seal(b'{"hello":"world"}', SEED, kind="example")


def refused(octets, kind="example"):
    """Return why a text is refused."""
    with pytest.raises(NotSealed) as why:
        unseal(octets if isinstance(octets, bytes) else octets.encode(), kind=kind)
    return why.value.key


def coded(octets):
    """Base64url as JWS has it."""
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


@given(st.binary(max_size=2000), st.binary(min_size=32, max_size=32))
def test_what_was_sealed_comes_out(payload, seed):
    """With the key that sealed it; a line end that mail adds is forgiven."""
    text = seal(payload, seed, kind="example").encode()
    for ending in (b"", b"\n", b"\r\n"):
        assert unseal(text + ending, kind="example").payload == payload
        assert unseal(text + ending, kind="example").public == public_of(seed)


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("AZaz09-_."))
def test_one_changed_character_is_seen(place, character):
    """Wherever it stands."""
    changed = TEXT[:place] + character + TEXT[place + 1 :]
    if changed != TEXT:
        assert refused(changed) in {"changed", "other"}


@given(st.integers(0, len(TEXT) - 1))
def test_a_text_that_is_cut_short_is_seen(length):
    """At any place."""
    assert refused(TEXT[:length]) in {"changed", "other"}


def test_another_kind_is_not_taken_for_this_one():
    """A signed policy is no attestation."""
    assert refused(TEXT, kind="another") == "other"


@pytest.mark.parametrize(
    "text", [b"", b"..", b"a.b.c", b"\xff\xfe", b"hello", TEXT.encode() + b"\n\n", b" " + TEXT.encode()]
)
def test_rubbish_is_no_sealed_text(text):
    """Whatever it is."""
    assert refused(text) in {"changed", "other"}


def test_a_large_text_is_not_looked_at():
    """However well it is signed."""
    assert refused(seal(b"x" * LARGEST, SEED, kind="example")) == "other"


@pytest.mark.parametrize(
    "head",
    [
        {"alg": "none", "typ": "example"},
        {"alg": "HS256", "jwk": {"crv": "Ed25519", "kty": "OKP", "x": public_of(SEED)}, "typ": "example"},
        {
            "alg": "EdDSA",
            "jwk": {"crv": "Ed25519", "kty": "OKP", "x": public_of(SEED)},
            "typ": "example",
            "crit": ["b64"],
        },
        {"alg": "EdDSA", "jwk": {"crv": "Ed25519", "kty": "OKP", "x": public_of(SEED), "d": "x"}, "typ": "example"},
    ],
)
def test_another_head_is_refused(head):
    """No algorithm "none", no other algorithm, no extension, nothing besides."""
    _, payload, signature = TEXT.split(".")
    assert refused(f"{coded(json.dumps(head, separators=(',', ':')).encode())}.{payload}.{signature}") == "other"


def test_bits_that_base64_does_not_use_are_no_hiding_place():
    """The last character of a part can hold bits that decode to nothing."""
    head, payload, signature = TEXT.split(".")
    last = signature[-1]
    twin = next(c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" if c != last
                and urlsafe_b64decode(signature[:-1] + c + "==") == urlsafe_b64decode(signature + "=="))  # fmt: skip
    assert refused(f"{head}.{payload}.{signature[:-1]}{twin}") == "changed"


def test_another_implementation_reads_it_and_agrees_on_the_fingerprint():
    """jwcrypto, with the key from the head."""
    token = jws.JWS()
    token.deserialize(TEXT)
    key = jwk.JWK(**token.jose_header["jwk"])
    token.verify(key, alg="EdDSA")
    assert token.payload == b'{"hello":"world"}'
    assert key.thumbprint() == fingerprint(public_of(SEED))


@pytest.mark.server
def test_openssl_verifies_the_signature(tmp_path):
    """Without any library for JWS: the octets before the last dot, and the key in its standard form (RFC 8410)."""
    head, payload, signature = TEXT.split(".")
    public = urlsafe_b64decode(public_of(SEED) + "=")
    (tmp_path / "key.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + public)
    (tmp_path / "signature").write_bytes(urlsafe_b64decode(signature + "=="))
    (tmp_path / "text").write_text(f"{head}.{payload}")
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", tmp_path / "key.der", "-rawin"]
    done = subprocess.run(
        [*command, "-in", tmp_path / "text", "-sigfile", tmp_path / "signature"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "Signature Verified Successfully")


def test_a_public_key_is_known_by_its_form():
    """Forty-three characters of base64url."""
    assert is_public_key(public_of(SEED))
    assert not is_public_key("x" * 42)
    assert not is_public_key("€" * 43)
