"""One leaf of a BODYSTRUCTURE, whichever server told it."""

import pytest

from mailcheck.parse.bodies import Leaf, read_leaf

NOTES = Leaf("application/pdf", "base64", 100, "notes.pdf", "attachment", content_id=False, smime_type=None)
NAME = (b"name", b"notes.pdf")
FILE = (b"filename", b"notes.pdf")


@pytest.mark.parametrize(
    "told",
    [
        # Dovecot
        (b"application", b"pdf", NAME, None, None, b"base64", 100, None, (b"attachment", FILE), None, None),
        # Cyrus: capitals
        (b"APPLICATION", b"PDF", (b"NAME", b"notes.pdf"), None, None, b"BASE64", 100, None,
         (b"ATTACHMENT", (b"FILENAME", b"notes.pdf")), None, None),
        # Courier: continuations unmerged, one field fewer
        (b"application", b"pdf", (b"name*0", b"notes", b"name*1", b".pdf"), None, None, b"base64", 100,
         (b"attachment", (b"filename*0*", b"utf-8''no", b"filename*1", b"tes.pdf")), None),
        # Exchange: a bare word where the list belongs
        (b"application", b"pdf", NAME, None, None, b"base64", 100, None, b"attachment", None, None),
        # pymap: the whole field
        (b"application", b"pdf", None, None, None, b"base64", 100, None,
         b'attachment; filename="notes.pdf"', None, None),
        # no extension data but the disposition; a number as a name's neighbour
        (b"application", b"pdf", NAME, None, None, b"base64", 100, None, (b"attachment", None)),
    ],
)  # fmt: skip
def test_servers_agree_once_their_differences_are_taken_out(told):
    """Letter case, missing fields, unmerged continuations and bare words all come to the same leaf."""
    assert read_leaf(told) == NOTES


def test_a_disposition_written_out_is_taken_apart():
    """An inline picture stays one, and its name is decoded, where a server passes the whole field on."""
    told = b"inline; filename*0*=utf-8''%C3%BC; filename*1=.png"
    leaf = read_leaf((b"image", b"png", None, None, None, b"base64", 5, None, told, None, None))
    assert leaf is not None
    assert (leaf.disposition, leaf.is_attachment, leaf.name) == ("inline", False, "ü.png")


def test_a_text_has_its_disposition_one_field_later():
    """Text tells its lines before its extension data."""
    leaf = read_leaf((b"text", b"plain", None, None, None, b"7bit", 5, 1, None, (b"attachment", FILE), None, None))
    assert leaf is not None
    assert (leaf.disposition, leaf.name) == ("attachment", "notes.pdf")


def test_an_attached_message_has_its_disposition_behind_its_body():
    """The disposition inside the attached message is not mistaken for its own."""
    inner = (b"application", b"pdf", None, None, None, b"base64", 5, None, (b"inline", FILE), None, None)
    own = (b"attachment", (b"filename", b"mail.eml"))
    leaf = read_leaf((b"message", b"rfc822", None, None, None, b"7bit", 5, (None,) * 10, inner, 1, None, own, None))
    assert leaf is not None
    assert (leaf.disposition, leaf.name, leaf.message) == ("attachment", "mail.eml", inner)


@pytest.mark.parametrize("size", [None, b"many", -1, 2**63])
def test_a_size_that_cannot_be_is_taken_as_not_told(size):
    """No size is believed that could not be one."""
    leaf = read_leaf((b"application", b"pdf", None, None, None, b"base64", size))
    assert leaf is not None
    assert leaf.size == 0


def test_a_numeric_name_survives():
    """An unquoted number reaches us as a number."""
    leaf = read_leaf((b"application", b"pdf", (b"name", 2026), None, None, b"base64", 5))
    assert leaf is not None
    assert leaf.name == "2026"


@pytest.mark.parametrize("told", [None, (), (b"text",), b"text", 7])
def test_what_does_not_even_tell_its_type_is_no_leaf(told):
    """Too damaged to say anything of."""
    assert read_leaf(told) is None


def test_shows_no_name_when_printed():
    """A leaf printed by accident names no file."""
    assert "notes" not in repr(NOTES)
