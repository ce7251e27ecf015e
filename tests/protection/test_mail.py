"""Messages and mailboxes."""

import base64
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample

LOCKED, PICTURE = sample("password.7z"), sample("dot.png")
OPEN_PDF = (Path(__file__).parent.parent / "samples" / "files" / "plain.pdf").read_bytes()


def letter(*attached: bytes, words: str = "The words of the letter.") -> EmailMessage:
    """Return a message with these files attached."""
    message = EmailMessage()
    message["From"], message["Subject"] = "one@example.org", "A sample"
    message.set_content(words)
    for number, content in enumerate(attached):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=str(number))
    return message


def test_the_documents_attached_decide():
    """Words alone are a message without a document."""
    assert judged(letter().as_bytes()).children == ()
    assert judged(letter(LOCKED).as_bytes()).state is PROTECTED
    assert judged(letter(LOCKED, PICTURE).as_bytes()).state is PARTIAL
    assert judged(letter(PICTURE).as_bytes()).state is OPEN
    assert judged(letter(b"").as_bytes()).children == ()


def test_a_picture_within_the_words_is_no_document():
    """A logo, a signature: it has an identifier by which the words call it."""
    message = letter()
    message.add_related(PICTURE, maintype="image", subtype="png", cid="<logo>")
    assert judged(message.as_bytes()).children == ()
    message.add_attachment(LOCKED, maintype="application", subtype="octet-stream", filename="a")
    assert judged(message.as_bytes()).state is PROTECTED


def test_a_message_in_a_message_is_looked_into():
    """What is attached to a forwarded letter is attached."""
    outer = letter()
    outer.add_attachment(letter(LOCKED))
    assert judged(outer.as_bytes()).state is PROTECTED
    outer.add_attachment(letter(PICTURE))
    assert judged(outer.as_bytes()).state is PARTIAL


def test_a_letter_in_an_archive_is_content_words_and_all():
    """Whoever opens the archive reads them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("letter.eml", letter(LOCKED).as_bytes())
    assert judged(out.getvalue()).state is PARTIAL


def test_signatures_keys_and_invitations_are_no_documents():
    """They come with the words."""
    message = letter()
    for kind, subtype in (("application", "pgp-keys"), ("application", "pkcs7-signature"), ("text", "calendar")):
        message.add_attachment(b"x", maintype=kind, subtype=subtype, filename="a")
    assert judged(message.as_bytes()).children == ()


def test_words_that_are_an_encrypted_message_are_a_document():
    """As older programs write it."""
    assert judged(letter(words=sample("to-key-signed.asc").decode()).as_bytes()).state is PROTECTED


def test_a_sealed_message_whose_seal_is_broken_is_unreadable():
    """Neither protected nor open can be said of it."""
    whole = sample("pgp.eml")
    assert judged(whole).state is PROTECTED
    assert judged(whole.replace(b"-----END PGP", b"-----EN PGP")).state is UNREADABLE
    assert judged(whole[: whole.index(b"--qq")]).state is UNREADABLE


def test_a_signed_message_is_noted():
    """Changes would be noticed; anybody can read it."""
    answer = judged(sample("smime-signed.eml"))
    assert (answer.state, answer.note) == (OPEN, "signed")


def test_base64_that_cannot_be_decoded_is_not_taken_for_text():
    """The attachment is cut off, or never was one."""
    message = letter(LOCKED).as_bytes().replace(b"\n\nN3q8", b"\n\nxN3q8")
    assert [child.state for child in judged(message).children] == [UNREADABLE]


def test_a_mailbox_is_judged_by_all_its_messages():
    """A single message is a message."""
    envelope = b"From one@example.org Mon Jan  1 10:00:00 2024\n"
    one = envelope + letter(LOCKED).as_bytes() + b"\n"
    assert (judged(one).state, judged(one).format) == (PROTECTED, "eml")
    assert (judged(one + one).state, judged(one + one).format) == (PROTECTED, "mbox")
    assert judged(one + envelope + letter(PICTURE).as_bytes()).state is PARTIAL


def test_depth_and_number_of_parts_are_bounded():
    """Two hundred levels, ten thousand parts."""
    deep = b"MIME-Version: 1.0\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(200)
    )
    assert judged(deep + b"\nwords").state in {OPEN, UNREADABLE}
    parts = b"--q\nContent-Type: application/x\n\nx\n" * 30_000
    many = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n" + parts
    assert judged(many).state in {OPEN, UNREADABLE}


def sealed(*parts: tuple[str, bytes]) -> bytes:
    """Return a message encrypted as a whole (RFC 3156), made of these parts."""
    lines = b"From: one@example.org\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=B\n\n"
    for kind, content in parts:
        head = f"--B\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\n".encode()
        lines += head + base64.encodebytes(content)
    return lines + b"--B--\n"


NOTE, SEAL = ("application/pgp-encrypted", b"Version: 1\n"), ("application/octet-stream", sample("passphrase.gpg"))


def test_what_stands_beside_the_seal_counts():
    """A file in the clear in a message that calls itself encrypted; but not a footer that a mailing list adds."""
    open_file = ("application/octet-stream", sample("dot.png"))
    assert judged(sealed(NOTE, SEAL)).state is PROTECTED
    assert judged(sealed(NOTE, SEAL, ("text/plain", b"A list\n"))).state is PROTECTED
    assert judged(sealed(NOTE, SEAL, open_file)).state is PARTIAL
    assert judged(sealed(open_file, SEAL)).state is PARTIAL


def test_a_label_that_lies_hides_no_document():
    """A document called a signature, an invitation or a picture within the words is a document all the same."""
    for label in ("application/pgp-signature", "application/pgp-keys", "text/calendar", "image/png"):
        message = letter(LOCKED, OPEN_PDF)
        part = message.get_payload()[-1]
        part.replace_header("Content-Type", label)
        if label == "image/png":
            part.replace_header("Content-Disposition", "inline")
            part["Content-ID"] = "<a>"
        assert (label, judged(message.as_bytes()).state) == (label, PARTIAL)


def test_an_attached_letter_that_is_encoded_is_looked_into():
    """RFC 2046 forbids it and programs do it: what is attached inside decides all the same."""
    head = b"From: one@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n\n--q\n"
    for coding, attached, state in (
        (b"base64", OPEN_PDF, OPEN),
        (b"base64", LOCKED, PROTECTED),
        (b"quoted-printable", LOCKED, UNREADABLE),
    ):
        part = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: " + coding + b"\n\n"
        message = head + part + base64.encodebytes(letter(attached).as_bytes()) + b"\n--q--\n"
        assert judged(message).state is state
