"""One leaf of a BODYSTRUCTURE, with the servers' differences taken out of it."""

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache

from mailcheck.dataclass import dataclass
from mailcheck.parse.filenames import file_name, parameters, written_out

MESSAGE_TYPES = frozenset({"message/rfc822", "message/global"})
DIRECT = frozenset({"", "7bit", "8bit", "binary"})
"""Transfer encodings under which a message may lie inside another (RFC 2046 §5.2.1)."""
LARGEST_SIZE = 2**40
LISTS = (tuple, list)
"""As mailcheck's own reader and imapclient give them; `tuple | list` would be made anew each time one is asked for."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a server says of one part that is no multipart."""

    media_type: str
    encoding: str
    size: int
    name: str | None = field(repr=False)
    disposition: str
    """Lower case; `""` if there is none."""
    content_id: bool
    smime_type: str | None
    message: object = None
    """The body inside an attached message, if the server looked into it."""
    charset: str = ""
    """As the part says, lower case."""

    @property
    def is_attachment(self) -> bool:
        """Whether the sender attached it; an unknown disposition counts as one (RFC 2183 §2.8)."""
        return self.disposition not in {"", "inline"}


def read_leaf(value: object) -> Leaf | None:
    """Return the leaf; None if it is too damaged to say even its type."""
    if not isinstance(value, LISTS) or len(value) < 2:
        return None
    media_type = _media_type(value)
    encoding = _word(_at(value, 5))
    given = parameters(_pairs(_at(value, 2)))
    disposition, attached = _disposition(value, media_type)
    smime = given.get("smime-type")
    return Leaf(
        media_type=media_type,
        encoding=encoding,
        size=_size(_at(value, 6)),
        name=file_name(attached, given),
        disposition=disposition,
        content_id=bool(_at(value, 3)),
        smime_type=smime.strip().lower()[:40] if smime else None,
        message=_inner(value) if media_type in MESSAGE_TYPES and encoding in DIRECT else None,
        charset=given.get("charset", "").strip().lower()[:40],
    )


def _media_type(value: Sequence[object]) -> str:
    kind, subtype = _word(value[0]), _word(value[1])
    return f"{kind}/{subtype}" if kind or subtype else ""


def _inner(value: Sequence[object]) -> object:
    """Return the body of an attached message: the list behind the envelope."""
    body = _at(value, 8)
    return body if isinstance(body, LISTS) and body else None


def _disposition(value: Sequence[object], media_type: str) -> tuple[str, dict[str, str]]:
    """Return the disposition, wherever the server put it: Courier leaves a field out, Exchange leaves the list off."""
    usual = 8
    if media_type.startswith("text/"):
        usual = 9
    elif media_type in MESSAGE_TYPES and _inner(value) is not None:
        usual = 11
    for index in (usual, *range(7, len(value))):
        found = _at(value, index)
        if isinstance(found, bytes) and found and (index == usual or _word(found) in {"attachment", "inline"}):
            word, pairs = written_out(found.decode("latin-1"))  # pymap passes the whole field on
            return word, parameters(pairs)
        if isinstance(found, tuple) and found and _is_disposition(found, trusted=index == usual):
            return _word(found[0]), parameters(_pairs(_at(found, 1)))
    return "", {}


def _is_disposition(found: tuple[object, ...], *, trusted: bool) -> bool:
    word = _word(found[0])
    return bool(word) and (trusted or word in {"attachment", "inline"})


def _pairs(value: object) -> list[tuple[bytes, bytes]]:
    """Return parameters as pairs of octets; what is not a pair is left out."""
    if not isinstance(value, LISTS):
        return []
    words = [_octets(item) for item in value]
    return list(zip(words[::2], words[1::2], strict=False))


def _octets(value: object) -> bytes:
    # imapclient turns an unquoted number into an int.
    return value if isinstance(value, bytes) else b"" if value is None else str(value).encode("utf-8", "replace")


def _word(value: object) -> str:
    return _lowered(_octets(value)[:100]) if isinstance(value, bytes | int) else ""


@lru_cache(maxsize=256)
def _lowered(word: bytes) -> str:
    """Return a word of a structure; the same few stand in every one."""
    return word.decode("latin-1").strip().lower()


def _size(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < LARGEST_SIZE else 0


def _at(value: Sequence[object], index: int) -> object:
    return value[index] if index < len(value) else None
