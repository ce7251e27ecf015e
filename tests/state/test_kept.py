"""A document as the state keeps it."""

from mailcheck.model import Answer, PartKind, opens, unreadable
from mailcheck.state.kept import as_text, from_text
from tests.factories import document, message_ref


def test_a_document_comes_back_as_it_was():
    """Place, kind, size, verdict and answer."""
    for one in (
        document(),
        document(unreadable("unknown", "damaged"), message_ref(9, folder="folder 3"), kind=PartKind.INLINE_IMAGE),
        document(answer=Answer.ASKED_WITHOUT, size=10**30),
    ):
        assert from_text(as_text(one)) == one


def test_what_is_inside_an_archive_is_left_out():
    """The verdict on the whole is all that is needed again."""
    archive = document(opens("zip", "opens", children=(opens("pdf"),)))
    assert from_text(as_text(archive)).protection == opens("zip", "opens")
