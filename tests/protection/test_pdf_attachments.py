"""Files inside a PDF are followed, and a wrapper is judged by what it wraps."""

import io
from pathlib import Path

import pikepdf

from mailcheck.protection import Limits, judge_protection
from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged

FILES = Path(__file__).parent.parent / "samples" / "files"
SHUT = (FILES / "user-r6.pdf").read_bytes()


def wrapping(*contents: bytes, relationship: str = "/Unspecified", name: str = "file", **stream: object) -> bytes:
    """Return a PDF with these files inside."""
    document = pikepdf.open(FILES / "plain.pdf")
    names = pikepdf.Array()
    for number, content in enumerate(contents):
        embedded = document.make_stream(content, **stream)
        specification = pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            UF=name,
            AFRelationship=pikepdf.Name(relationship),
            EF=pikepdf.Dictionary(F=embedded),
        )
        names.append(pikepdf.String(f"{number}"))
        names.append(document.make_indirect(specification))
    document.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_attachments_are_children_and_the_pages_stay_open():
    """Protected attachments in an open document are some of each."""
    assert judged(wrapping(b"words " * 20)).state is OPEN
    answer = judged(wrapping(SHUT, b"words " * 20))
    assert (answer.state, [child.state for child in answer.children[:2]]) == (PARTIAL, [OPEN, PROTECTED])


def test_a_wrapper_is_judged_by_its_payload():
    """By its relationship (ISO 32000-2, 7.6.7), or by the name that Microsoft gives it."""
    assert judged(wrapping(SHUT, relationship="/EncryptedPayload")).state is PROTECTED
    assert judged(wrapping(SHUT, name="MicrosoftIRMServices Protected PDF.pdf")).state is PROTECTED
    assert judged(wrapping((FILES / "plain.pdf").read_bytes(), relationship="/EncryptedPayload")).state is OPEN


def test_a_wrapper_around_something_unknown_is_unreadable():
    """The pages of a wrapper are only a notice, so they are not what was sent."""
    assert judged(wrapping(b"\x01\x02\x03\xfe" * 50, relationship="/EncryptedPayload")).state is UNREADABLE


def test_a_bomb_among_the_attachments_is_not_unpacked():
    """The pages are open whatever it holds; memory is bounded."""
    data = wrapping(bytes(3_000_000))
    answer = judge_protection(io.BytesIO(data), limits=Limits(unpacked=1_000_000))
    assert answer.state is OPEN


def test_an_open_file_beside_the_payload_makes_a_wrapper_partial():
    """Whatever is attached can be taken out without the secret."""
    with pikepdf.open(io.BytesIO(wrapping(SHUT, relationship="/EncryptedPayload"))) as document:
        document.attachments["notes.txt"] = pikepdf.AttachedFileSpec(document, b"words " * 20)
        out = io.BytesIO()
        document.save(out)
    assert judged(out.getvalue()).state is PARTIAL


def test_several_pages_around_a_payload_are_no_cover():
    """A cover is one page; a document of pages beside a locked file opens for anybody."""
    with pikepdf.open(io.BytesIO(wrapping(SHUT, relationship="/EncryptedPayload"))) as document:
        document.pages.append(document.pages[0])
        out = io.BytesIO()
        document.save(out)
    assert judged(out.getvalue()).state is PARTIAL
