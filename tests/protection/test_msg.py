"""Outlook items."""

import io
import zipfile

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample
from tests.samples.from_specification.documents import msg

LOCKED, PICTURE = sample("password.7z"), sample("dot.png")


def test_the_documents_attached_decide():
    """Words alone are a message without a document; so is a logo within them."""
    assert judged(msg()).children == ()
    assert judged(msg(LOCKED)).state is PROTECTED
    assert judged(msg(LOCKED, b"some words")).state is PARTIAL
    assert judged(msg(PICTURE, content_type="image/png")).children == ()


def test_a_message_in_a_message_is_looked_into():
    """What is attached to a forwarded item is attached."""
    assert judged(msg(embedded=(LOCKED,))).state is PROTECTED
    assert judged(msg(LOCKED, embedded=(PICTURE,))).state is PARTIAL


def test_an_item_that_is_sealed_as_a_whole_is_judged_by_its_seal():
    """S/MIME encrypts, or only signs; without the sealed part nothing can be said."""
    kind = "IPM.Note.SMIME"
    assert judged(msg(sample("enveloped.p7m"), kind=kind)).state is PROTECTED
    assert (judged(msg(sample("signed.p7m"), kind=kind)).state, judged(msg(sample("signed.p7m"), kind=kind)).note) == (
        OPEN,
        "signed",
    )
    assert judged(msg(kind=kind)).state is UNREADABLE
    assert judged(msg(kind="IPM.Note.SMIME.MultipartSigned")).note == "signed"


def test_a_rights_managed_item_is_protected():
    """Its words are a notice that it is."""
    assert judged(msg(sample("message.rpmsg"))).state is PROTECTED


def test_an_item_in_an_archive_is_content_words_and_all():
    """Whoever opens the archive reads them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("letter.msg", msg(LOCKED))
    assert judged(out.getvalue()).state is PARTIAL
