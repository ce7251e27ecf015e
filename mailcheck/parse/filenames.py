"""File names as mail carries them: RFC 2231, RFC 2047, and what programs write instead.

The standard library merges continuations and reads encoded words; what is added here are bounds, servers that pass
continuations on unmerged (Courier), and character sets that are not what they say.
"""

import codecs
from collections.abc import Sequence
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import decode_params, unquote

MOST_PARAMETERS = 200
LONGEST_VALUE = 4096
LONGEST_NAME = 255

Value = str | tuple[str | None, str]
"""Plain text, or a character set (None: not told) and octets as Latin-1 text."""


def parameters(pairs: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return the parameters of a Content-Type or Content-Disposition by lower-case name, decoded.

    Continuations (`name*0*`, `name*1` …) are merged; the extended form wins over the plain one (RFC 6266 §4.3).
    """
    plain: dict[str, str] = {}
    extended: dict[str, str] = {}
    if not pairs:
        return plain
    for name, value in _merged(pairs[:MOST_PARAMETERS]):
        if isinstance(value, tuple):
            extended.setdefault(name, _to_text(value[1].encode("latin-1", "replace"), value[0]))
        else:
            plain.setdefault(name, decoded_words(value))
    return plain | extended


def file_name(disposition: dict[str, str], content_type: dict[str, str]) -> str | None:
    """Return the file name of a part, as its sender wrote it; None if it has none. For the member's screen only."""
    name = disposition.get("filename") or content_type.get("name") or content_type.get("filename")
    return name.strip()[:LONGEST_NAME] or None if name else None


def written_out(value: str) -> tuple[str, list[tuple[bytes, bytes]]]:
    """Take a header value such as `attachment; filename="a.pdf"` apart: the word before, and the parameters as pairs.

    Octets that are not ASCII stand in `value` as Latin-1.
    """
    carrier = Message()
    carrier["Value"] = "".join(value[: 4 * LONGEST_VALUE].splitlines())
    (word, _), *found = carrier.get_params(header="Value") or [("", "")]
    return word.strip().lower(), [_pair(name, text) for name, text in found[:MOST_PARAMETERS]]


def _pair(name: str, text: str | tuple[str | None, str | None, str]) -> tuple[bytes, bytes]:
    if isinstance(text, tuple):
        quoted = b"".join(b"%%%02X" % octet for octet in text[2].encode("latin-1", "replace"))
        return f"{name}*".encode("latin-1", "replace"), f"{text[0] or ''}''".encode("latin-1", "replace") + quoted
    return name.encode("latin-1", "replace"), text.encode("latin-1", "replace")


def _merged(pairs: Sequence[tuple[bytes, bytes]]) -> list[tuple[str, Value]]:
    raw = [(_ascii_lower(name), value[:LONGEST_VALUE].decode("latin-1")) for name, value in pairs]
    if not any("*" in name for name, _ in raw):
        return [(name, unquote(value)) for name, value in raw]
    try:
        # The first pair is passed through untouched: in a header it is the value before the parameters.
        merged = decode_params([("", ""), *raw])[1:]
    except (ValueError, LookupError, TypeError):
        return [(name, value) for name, value in raw if "*" not in name]
    found: list[tuple[str, Value]] = []
    for name, value in merged:
        if isinstance(value, tuple):
            found.append((name, (value[0], unquote(value[2])[:LONGEST_VALUE])))
        else:
            found.append((name, unquote(value)[:LONGEST_VALUE]))
    return found


def _ascii_lower(name: bytes) -> str:
    # A continuation's number is a few digits: an endless one would only cost time.
    return name[:100].decode("ascii", "replace").lower()


def decoded_words(value: str) -> str:
    """Decode encoded words (RFC 2047); programs put them into parameters too, although §5 forbids it."""
    if "=?" not in value:
        if value.isascii():
            return value
        return _to_text(value.encode("latin-1", "replace"), None)
    try:
        words = decode_header(value)
    except (HeaderParseError, ValueError, LookupError):
        return _to_text(value.encode("latin-1", "replace"), None)
    return "".join(word if isinstance(word, str) else _to_text(word, charset) for word, charset in words)


def _to_text(octets: bytes, charset: str | None) -> str:
    """Decode octets by what they are, rather than by what they say they are.

    Non-ASCII octets that are valid UTF-8 are hardly ever anything else; a declared multi-octet set is believed.
    """
    if octets.isascii() and not _is_stateful(charset):
        return octets.decode("ascii")
    order = [charset, "utf-8"] if _is_multi_octet(charset) else ["utf-8", charset, "cp1252"]
    for candidate in order:
        try:
            return octets.decode(candidate or "utf-8")
        except (ValueError, LookupError):
            continue
    return octets.decode("latin-1")


_MULTI_OCTET = ("utf-16", "utf-32", "utf-7", "gb", "big5", "shift_jis", "cp932", "euc", "iso2022", "hz", "johab")
_STATEFUL = ("utf-16", "utf-32", "utf-7", "iso2022", "hz")


def _canonical(charset: str | None) -> str:
    try:
        return codecs.lookup(charset or "ascii").name
    except (LookupError, ValueError):
        return ""


def _is_multi_octet(charset: str | None) -> bool:
    return _canonical(charset).startswith(_MULTI_OCTET)


def _is_stateful(charset: str | None) -> bool:
    """Whether ASCII octets may mean something else in this character set."""
    return _canonical(charset).startswith(_STATEFUL)
