"""The short way through a PDF says what qpdf says, or nothing."""

import io
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.protection import pdf, pdf_quick
from mailcheck.protection.judge import judge_protection
from mailcheck.protection.pdf_quick import quick_answer
from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE

FILES = Path(__file__).parent.parent / "samples" / "files"
SAMPLES = sorted(FILES.glob("*.pdf"))


def made(**given_to_save):
    """Return a document of two pages as pikepdf saves it."""
    document = pikepdf.new()
    for _ in range(2):
        document.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    document.save(out, **given_to_save)
    return out.getvalue()


def locked(revision, **passwords):
    """Return a document with a password."""
    chosen = {"user": "secret", "owner": "other", **passwords}
    return made(encryption=pikepdf.Encryption(R=revision, aes=revision >= 4, metadata=revision >= 4, **chosen))


@pytest.fixture
def by_qpdf(monkeypatch):
    """Judge without the short way."""

    def judge(octets):
        with monkeypatch.context() as without:
            without.setattr(pdf, "quick_answer", lambda file: None)
            return judge_protection(io.BytesIO(octets))

    return judge


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_it_agrees_on_every_sample(path, by_qpdf):
    """Whatever it says at all, qpdf says too, word for word."""
    octets = path.read_bytes()
    quick = quick_answer(io.BytesIO(octets))
    assert quick in {None, by_qpdf(octets)}


@pytest.mark.parametrize("streams", list(pikepdf.ObjectStreamMode.__members__.values()))
@pytest.mark.parametrize("is_linearized", [False, True])
def test_an_ordinary_document_needs_no_more(streams, is_linearized, by_qpdf):
    """Tables and streams of places, and the catalog inside a stream of objects."""
    octets = made(object_stream_mode=streams, linearize=is_linearized)
    quick = quick_answer(io.BytesIO(octets))
    assert quick is not None
    assert quick == by_qpdf(octets)


@pytest.mark.parametrize("revision", [2, 3, 4, 6])
@pytest.mark.parametrize(
    ("passwords", "state"),
    [
        ({}, PROTECTED),
        ({"user": ""}, OPEN),
        ({"user": "", "owner": ""}, OPEN),
        ({"user": "pässword with 40 letters, more than there is room for"}, PROTECTED),
    ],
    ids=["both", "owner only", "empty", "long"],
)
def test_the_empty_password_is_tried(revision, passwords, state, by_qpdf):
    """As user's and as owner's; what it opens is open."""
    octets = locked(revision, **passwords)
    quick = quick_answer(io.BytesIO(octets))
    assert (quick and quick.state, quick) == (state, by_qpdf(octets))


def test_an_empty_owner_password_opens_what_has_a_users_one():
    """Revision 6 does not put the user's password in its place."""
    octets = locked(6, user="secret", owner="")
    with pikepdf.open(io.BytesIO(octets)):
        assert quick_answer(io.BytesIO(octets)).state is OPEN


def test_metadata_in_the_clear_changes_the_key(by_qpdf):
    """Algorithm 2, step f."""
    octets = made(encryption=pikepdf.Encryption(user="", owner="x", R=4, aes=True, metadata=False))
    assert quick_answer(io.BytesIO(octets)) == by_qpdf(octets)


@pytest.mark.parametrize("name", ["/AcroForm", "/AF", "/Collection", "/Encrypt"])
def test_what_may_hold_more_is_left_to_qpdf(name):
    """A signature, attached files, a portfolio."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root[name] = pikepdf.Dictionary()
    out = io.BytesIO()
    document.save(out)
    assert quick_answer(out) is None


def test_attached_files_are_left_to_qpdf():
    """They are judged too."""
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, b"words", filename="a.txt")
    out = io.BytesIO()
    document.save(out)
    assert quick_answer(out) is None


def test_an_older_revision_is_confirmed_too():
    """A later revision over a document whose own table is gone is not ordinary."""
    octets = made()
    start = int(octets.split(b"startxref")[1].split()[0])
    trailer = octets[octets.rindex(b"trailer") + 7 : octets.rindex(b"startxref")].strip()
    added = b"xref\n0 0\ntrailer\n%s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    whole = octets + added % (trailer.removesuffix(b">>"), start, len(octets))
    broken = octets + added % (trailer.removesuffix(b">>"), start + 3, len(octets))
    assert quick_answer(io.BytesIO(whole)).state is OPEN
    assert quick_answer(io.BytesIO(broken)) is None


def test_an_earlier_version_without_a_password_is_told():
    """Cut off behind it, the document opens; that another one stands before it is told too."""
    octets = made()
    start = int(octets.split(b"startxref")[1].split()[0])
    trailer = octets[octets.rindex(b"trailer") + 7 : octets.rindex(b"startxref")].strip().removesuffix(b">>")
    lock = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >>" % (b"00" * 32, b"11" * 32)
    added = b"xref\n0 0\ntrailer\n%s %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    later = octets + added % (trailer, lock, start, len(octets))
    assert quick_answer(io.BytesIO(later)) is None
    assert judge_protection(io.BytesIO(later)).state is PARTIAL
    assert judge_protection(io.BytesIO(octets + locked(6))).state is UNREADABLE
    assert judge_protection(io.BytesIO(locked(6) + octets)).state is OPEN
    for streams in pikepdf.ObjectStreamMode.__members__.values():
        lock_it = pikepdf.Encryption(user="secret", owner="other", R=6)
        linearized = made(encryption=lock_it, linearize=True, object_stream_mode=streams)
        assert judge_protection(io.BytesIO(linearized)).state is PROTECTED


def test_tables_that_go_in_circles_end():
    """A bounded number of them, each once."""
    octets = made()
    trailer = octets[octets.rindex(b"trailer") + 7 : octets.rindex(b"startxref")].strip().removesuffix(b">>")
    start = len(octets)
    loop = b"xref\n0 0\ntrailer\n%s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start, start)
    assert quick_answer(io.BytesIO(octets + loop)) is None


@pytest.mark.parametrize("cut", [1, 10, 200])
def test_a_document_cut_off_is_left_to_qpdf(cut):
    """Its last words are missing, or say too much."""
    octets = made(linearize=True).rstrip()
    assert quick_answer(io.BytesIO(octets[:-cut])) is None


@pytest.fixture(scope="module")
def documents():
    """Small documents of every kind."""
    kinds = [made(), made(object_stream_mode=pikepdf.ObjectStreamMode.generate), made(linearize=True)]
    return kinds + [locked(revision) for revision in (2, 3, 4, 6)]


def is_guessed(octets):
    """Say whether qpdf has to look for the objects of a document by itself."""
    try:
        pikepdf.open(io.BytesIO(octets), attempt_recovery=False)
    except pikepdf.PasswordError:
        return False
    except pikepdf.PdfError:
        return True
    return False


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_damage_never_makes_it_say_otherwise_than_qpdf(data, documents):
    """It gives up, or says the same.

    But what qpdf cannot read as it is may still show its lock: where qpdf guesses at the objects of such a document and
    overlooks the lock, it shows pages that are encrypted all the same.
    """
    octets = bytearray(data.draw(st.sampled_from(documents)))
    for _ in range(data.draw(st.integers(1, 3))):
        octets[data.draw(st.integers(0, len(octets) - 1))] = data.draw(st.integers(0, 255))
    quick = quick_answer(io.BytesIO(octets))
    if quick is not None:
        before, pdf.quick_answer = pdf.quick_answer, lambda file: None
        try:
            whole = judge_protection(io.BytesIO(octets))
        finally:
            pdf.quick_answer = before
        assert whole.state in {quick.state, UNREADABLE} or (quick.state is PROTECTED and is_guessed(octets))


def test_it_reads_little():
    """The two ends of a large document, and no more."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.Big = document.make_indirect(pikepdf.Stream(document, bytes(range(256)) * 8000))
    out = io.BytesIO()
    document.save(out, compress_streams=False)
    octets, seen = out.getvalue(), []

    class Counted(io.BytesIO):
        def read(self, size=-1):
            start = self.tell()
            found = super().read(size)
            seen.append((start, start + len(found)))
            return found

    assert pdf_quick.quick_answer(Counted(octets)).state is OPEN
    assert all(end < 3000 or start > len(octets) - 3000 for start, end in seen)
