"""Which parts are documents."""

import pytest

from mailcheck.model import PartKind
from mailcheck.parse.bodies import Leaf
from mailcheck.parse.documents import kind_of


def leaf(media_type: str, name: str | None = None, disposition: str = "", *, content_id: bool = False) -> Leaf:
    """Return a leaf of this type."""
    return Leaf(media_type, "base64", 100, name, disposition, content_id, None)


@pytest.mark.parametrize(
    ("found", "parent", "expected"),
    [
        (leaf("text/plain"), "mixed", None),
        (leaf("text/html", disposition="inline"), "mixed", None),
        (leaf("text/x-amp-html"), "alternative", None),
        (leaf("text/plain", "a.txt"), "mixed", PartKind.DOCUMENT),
        (leaf("text/html", disposition="attachment"), "mixed", PartKind.DOCUMENT),
        (leaf("text/csv"), "mixed", PartKind.DOCUMENT),
        (leaf(""), "mixed", PartKind.DOCUMENT),
        (leaf("application/octet-stream"), "mixed", PartKind.DOCUMENT),
        (leaf("application/pdf", "a.pdf", "inline"), "mixed", PartKind.DOCUMENT),
        (leaf("application/applefile", "a.pdf"), "appledouble", None),
        (leaf("application/applefile", "a.pdf"), "mixed", PartKind.DOCUMENT),
        (leaf("message/delivery-status"), "report", None),
        (leaf("message/delivery-status", "a.txt"), "mixed", PartKind.DOCUMENT),
        (leaf("message/rfc822", "a.eml"), "mixed", PartKind.DOCUMENT),
        (leaf("image/png", "a.png", "attachment"), "mixed", PartKind.DOCUMENT),
        (leaf("image/png", "a.png", "attachment"), "related", PartKind.DOCUMENT),
        (leaf("image/png", "a.png", "attachment", content_id=True), "related", PartKind.INLINE_IMAGE),
        (leaf("image/jpeg", "page.jpg", "inline"), "mixed", PartKind.INLINE_IMAGE),
    ],
)
def test_tells_documents_from_what_programs_add(found, parent, expected):
    """Attached, named or neither text nor HTML: a document. Words, signatures and notices: none."""
    assert kind_of(found, parent=parent) is expected
