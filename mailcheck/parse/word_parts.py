"""Which parts of a message hold its sender's own words, from its BODYSTRUCTURE."""

from collections.abc import Iterator

from mailcheck.dataclass import dataclass
from mailcheck.parse.bodies import read_leaf
from mailcheck.parse.structure import multipart_of

WORDS = frozenset({"text/plain", "text/html"})
MOST_PARTS = 6
DEEPEST = 10


@dataclass(frozen=True, slots=True)
class WordPart:
    """One part with words."""

    section: str
    media_type: str
    charset: str
    encoding: str
    size: int
    """Octets as transferred."""


def word_parts(bodystructure: object) -> tuple[WordPart, ...]:
    """Return the parts that the sender wrote, in order: not attached, and not inside a letter that is passed on."""
    return tuple(part for _, part in zip(range(MOST_PARTS), _walk(bodystructure, "", 0), strict=False))


def _walk(value: object, section: str, depth: int) -> Iterator[WordPart]:
    if depth > DEEPEST:
        return
    multipart = multipart_of(value)
    if multipart is not None:
        prefix = f"{section}." if section else ""
        if multipart.subtype != "encrypted":
            for number, child in enumerate(multipart.children, 1):
                yield from _walk(child, f"{prefix}{number}", depth + 1)
        return
    leaf = read_leaf(value)
    if leaf is not None and leaf.media_type in WORDS and not leaf.is_attachment and not leaf.name:
        yield WordPart(section or "1", leaf.media_type, leaf.charset, leaf.encoding, leaf.size)
