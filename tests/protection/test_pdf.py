"""PDF documents: what qpdf makes of them, and what qpdf does not say."""

import io
import re
from pathlib import Path

import pikepdf
import pytest

from mailcheck.protection import judge_protection
from mailcheck.protection.pdf_encryption import Encryption, find_encryption
from tests.patience import computing
from tests.protection.looks import NONE, OPEN, PARTIAL, PROTECTED, STRONG, UNREADABLE, WEAK, judged, verdict

FILES = Path(__file__).parent.parent / "samples" / "files"


def sample(name: str) -> bytes:
    """Return a sample."""
    return (FILES / name).read_bytes()


def document(encryption: bytes) -> bytes:
    """Return a PDF with an encryption dictionary built from ISO 32000-2, 7.6, as no free program writes it."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        encryption,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] >>\n"
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(out)


STANDARD = b"/Filter /Standard /V 4 /R 4 /Length 128 /P -4 /O (%s) /U (%s)" % (b"o" * 32, b"u" * 32)
FILTERS = b"/CF << /StdCF << /CFM /AESV2 /Length 16 >> >>"
PUBSEC = b"/Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s5 /V 5 /Length 256"


@pytest.mark.parametrize(
    ("dictionary", "expected"),
    [
        (STANDARD + FILTERS + b"/StmF /StdCF /StrF /StdCF", (PROTECTED, STRONG)),
        (STANDARD + FILTERS + b"/StmF /Identity /StrF /Identity /EFF /StdCF", (PARTIAL, STRONG)),
        (STANDARD + FILTERS + b"/EFF /StdCF", (PARTIAL, STRONG)),
        (PUBSEC + b"/CF << /D << /CFM /AESV3 /Recipients [(x)] >> >> /StmF /D /StrF /D", (PROTECTED, STRONG)),
        (PUBSEC + b"/CF << /D << /CFM /AESV3 /Recipients [(x)] >> >> /EFF /D", (PARTIAL, STRONG)),
        (b"/Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s4 /V 2 /Length 128", (PROTECTED, WEAK)),
        (b"/Filter /MicrosoftIRMServices /V 1", (PROTECTED, STRONG)),
        (b"/Filter /EBX_HANDLER /V 4", (PROTECTED, STRONG)),
        (b"/Filter /SomethingNew /V 1", (UNREADABLE, NONE)),
    ],
)
def test_security_handlers(dictionary: bytes, expected):
    """Attachments-only encryption leaves the pages open; rights management asks a server; a new handler is unknown."""
    assert verdict(document(b"<< " + dictionary + b" >>")) == expected


def test_the_cipher_is_named():
    """The reason is one sentence that a person understands."""
    assert judged(sample("user-r6.pdf")).reason == "needs a password; encrypted with AES-256"
    assert judged(sample("user-r2.pdf")).reason == "needs a password; encrypted with RC4 with 40 bits"


def test_an_owner_password_is_noted_and_open():
    """It stops editing, not reading."""
    answer = judged(sample("owner-r6.pdf"))
    assert (answer.state, answer.note) == (OPEN, "it has a password against editing, not against reading")


def test_a_signed_document_is_open_and_noted():
    """A signature shows changes, it hides nothing (12.7.3, SigFlags)."""
    file = pikepdf.open(io.BytesIO(sample("plain.pdf")))
    file.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), SigFlags=3)
    out = io.BytesIO()
    file.save(out)
    answer = judged(out.getvalue())
    assert (answer.state, answer.note) == (OPEN, "signed")


@pytest.mark.parametrize(("name", "expected"), [("plain.pdf", OPEN), ("user-r6.pdf", PROTECTED)])
def test_a_damaged_table_of_objects_is_mended(name: str, expected):
    """Readers mend it, so its state is known; one without its end stays unreadable."""
    spoilt = re.sub(rb"startxref\n\d+", b"startxref\n7", sample(name))
    assert judged(spoilt).state is expected
    assert judged(spoilt[: spoilt.rindex(b"startxref")]).state is UNREADABLE


def test_a_linearized_document_that_was_cut_off_is_unreadable():
    """Its first page and its encryption stand at the front; that is half of the evidence."""
    data = sample("linearized-r6.pdf")
    cut = data[: data.rindex(b"endobj") - 40] + b"\nstartxref\n0\n%%EOF\n"
    assert len(cut) < len(data)
    assert judged(cut).state is UNREADABLE


def test_garbage_before_the_header_is_forgiven_for_a_kilobyte():
    """As readers do."""
    assert judged(b"\0" * 1000 + sample("plain.pdf")).state is OPEN


def test_little_of_a_large_document_is_read():
    """The way to the catalog, not the pages."""
    file = pikepdf.open(io.BytesIO(sample("plain.pdf")))
    file.Root.Big = file.make_stream(bytes(range(256)) * 8000)
    out = io.BytesIO()
    file.save(out, compress_streams=False)
    counting = Counting(out.getvalue())
    assert judge_protection(counting).state is OPEN
    assert counting.octets < 100_000 < len(out.getvalue())


class Counting(io.BytesIO):
    """A file that counts what is read from it."""

    octets = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.octets += len(data)
        return data


def test_an_encryption_dictionary_is_found_directly_in_the_trailer():
    """It may stand there itself (7.5.5, table 15)."""
    found = find_encryption(b"trailer << /Root 1 0 R /Encrypt << /Filter /Standard /V 2 /Length 128 >> >>")
    assert found == Encryption("/Standard", 2, 128, "/Identity", "/Identity", "/None")


def test_nothing_is_made_up_where_no_dictionary_is():
    """A reference into nowhere, or an object that never ends."""
    assert find_encryption(b"/Encrypt 9 0 R") is None
    assert find_encryption(b"/Encrypt 9 0 R 9 0 obj << /Filter") is None


def test_an_open_document_behind_an_encrypted_file_is_open():
    """Readers that mend a document find it wherever it begins; two encrypted ones stay protected."""
    encrypted = sample("disk-1.luks")
    assert judged(encrypted).state is PROTECTED
    assert judged(encrypted + sample("plain.pdf")).state is OPEN
    assert judged(encrypted + sample("user-r6.pdf")).state is PROTECTED


def test_a_damaged_document_of_very_many_objects_is_not_mended():
    """There is no clock inside qpdf: what would hold it for long is unreadable at once."""
    pieces = b"".join(b"%d 0 obj 1 endobj\n" % number for number in range(1, 150_000))
    made = b"%PDF-1.4\n" + pieces + b"trailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    assert judged(made).state is UNREADABLE


def test_a_document_swollen_by_line_ends_costs_bounded_time():
    """The clock is in the file that qpdf reads from, since qpdf itself has none and may read octet by octet."""
    whole = (FILES / "attached-text.pdf").read_bytes()
    swollen = whole[:16] + b"\n" * (12 << 20) + whole[-200:]
    with computing(at_most=3):
        assert judged(swollen).state is UNREADABLE
