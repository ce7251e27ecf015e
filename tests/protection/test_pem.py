"""Keys and certificates."""

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, STRONG, UNREADABLE, judged, verdict
from tests.protection.other_samples import sample

PUTTY = (
    "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: {}\nComment: a\nPublic-Lines: 1\nAAAA\n"
    "Private-Lines: 1\nAAAA\nPrivate-MAC: 00\n"
)


def test_public_parts_beside_a_private_key_do_not_count():
    """They are public by nature: the key decides."""
    certificate = sample("certificate.pem")
    assert judged(certificate + sample("key-locked.pem")).state is PROTECTED
    assert judged(certificate + sample("key-open.pem")).state is OPEN
    assert judged(sample("key-locked.pem") + sample("key-open.pem")).state.value == "partial"


def test_putty_s_keys_name_their_cipher():
    """Or say that they have none; without their seal they are cut off."""
    assert verdict(PUTTY.format("aes256-cbc").encode()) == (PROTECTED, STRONG)
    assert judged(PUTTY.format("none").encode()).state is OPEN
    assert judged(PUTTY.format("aes256-cbc").encode()[:90]).state is UNREADABLE


def test_armour_of_an_unknown_kind_is_unreadable():
    """It may hold anything."""
    assert judged(b"-----BEGIN THING-----\nAAAA\n-----END THING-----\n").state is UNREADABLE


def test_a_key_that_only_claims_to_be_encrypted_is_unreadable():
    """No cipher named, or no password-based encryption inside."""
    key = sample("key-des3.pem")
    assert judged(key.replace(b"DES-EDE3-CBC", b"?")).state is UNREADABLE
    open_key = sample("key-open.pem").replace(b"PRIVATE KEY", b"ENCRYPTED PRIVATE KEY")
    assert judged(open_key).state is UNREADABLE


def test_parameters_alone_are_open():
    """They are public; a key beside them decides."""
    parameters = b"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
    assert judged(parameters).state is OPEN
    assert judged(parameters + sample("key-locked.pem")).state is PROTECTED


def test_certificates_and_keys_without_armour_are_known():
    """By their first elements."""
    assert judged(sample("key-locked.der")).state is PROTECTED
    assert judged(sample("certificates.p7c")).format == "cms"


def test_words_beside_a_locked_key_make_it_partial():
    """But not what OpenSSL writes above a key from a store."""
    key = sample("key-locked.pem")
    labels = b"Bag Attributes\n    friendlyName: a\n    localKeyID: 01 02 \nKey Attributes: <No Attributes>\n"
    assert judged(labels + key).state is PROTECTED
    assert judged(b"Words that anybody reads.\n" + key).state is PARTIAL
    assert judged(key + b"Words that anybody reads.\n").state is PARTIAL


def test_headers_that_call_a_plain_key_encrypted_are_not_believed():
    """Encrypted octets do not begin like a key."""
    headers = b"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n"
    first, rest = sample("key-open.pem").split(b"\n", 1)
    assert judged(first + b"\n" + headers + rest).state is OPEN


def test_putty_s_first_word_on_the_cipher_counts():
    """What is added behind the key changes nothing."""
    assert judged(PUTTY.format("none").encode() + b"Encryption: aes256-cbc\n").state is OPEN


def test_a_label_may_hold_a_full_stop():
    """OpenSSL writes one for parameters of X9.42."""
    text = b"-----BEGIN X9.42 DH PARAMETERS-----\nMIIBJgKBgQCGvR/y\n-----END X9.42 DH PARAMETERS-----\n"
    assert judged(text).state is OPEN
