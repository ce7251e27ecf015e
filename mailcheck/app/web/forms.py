"""Reads what a form sends, bounded, into memory: nothing is spooled to disk, and what is too much is cut off.

The only home of python-multipart. Its own form reader, and starlette's, write what is large to a temporary file.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from mailcheck.app.web.door import Door
from mailcheck.app.web.form import Form, Upload

MOST_FIELDS = 100
LARGEST_FIELDS = 64 * 1024
"""Octets of everything in a form that is no file."""
LARGEST_FILE = 64 * 1024 * 1024
"""No mail server takes a letter as large as that. Of all files of one form together."""
MOST_FILES = 1000
"""Files of one form."""
TOKEN = "form_token"  # noqa: S105 - a field's name
"""The field that shows that a form is ours; it comes before any file."""

Receive = Callable[[], Awaitable[Any]]


class Refused(Exception):
    """A request that is not answered; says why, and quotes nothing of it."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


TOO_LARGE = "The file is larger than 64 MB, more than an e-mail can carry. Nothing of it was kept."
FOREIGN = (
    "This did not come from a page of this mailcheck, so nothing was done. Go back, load the page anew and try again."
)
TOO_MANY = f"More than {MOST_FILES:,} files came at once, so nothing was done. Choose fewer, or type their folder."
MUDDLED = "The browser's form could not be read, so nothing was done."


async def read_form(receive: Receive, headers: Mapping[str, str], door: Door) -> Form:
    """Return the form that a request carries, known to be ours. Raises Refused before anything foreign is taken in."""
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST_FILE + LARGEST_FIELDS:
        raise Refused(413, TOO_LARGE)
    kind, _, rest = headers.get("content-type", "").partition(";")
    match kind.strip().lower():
        case "application/x-www-form-urlencoded":
            return await _plain(receive, door)
        case "multipart/form-data":
            return await _multipart(receive, rest, door)
        case _:
            raise Refused(415, MUDDLED)


async def _plain(receive: Receive, door: Door) -> Form:
    octets = bytearray()
    async for piece in _pieces(receive):
        octets += piece
        if len(octets) > LARGEST_FIELDS:
            raise Refused(413, MUDDLED)
    try:
        pairs = parse_qsl(octets.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Refused(400, MUDDLED) from None
    form = Form(_gathered(pairs))
    if not door.sent(form.one(TOKEN)):
        raise Refused(403, FOREIGN)
    return form


async def _multipart(receive: Receive, parameters: str, door: Door) -> Form:
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser, parse_options_header

    _, options = parse_options_header(f"multipart/form-data;{parameters}")
    boundary = options.get(b"boundary", b"")
    if not 1 <= len(boundary) <= 200:
        raise Refused(400, MUDDLED)
    taken = _Parts(door)
    try:
        parser = MultipartParser(boundary, taken.callbacks())
        async for piece in _pieces(receive):
            parser.write(piece)
        parser.finalize()
    except FormParserError:
        raise Refused(400, MUDDLED) from None
    return taken.form()


async def _pieces(receive: Receive) -> Any:  # noqa: ANN401 - an asynchronous generator of octets
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, MUDDLED)
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return


def _gathered(pairs: list[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), value)
    return found


class _Parts:
    """Takes the parts of a form as they come in, each as far as it may go."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._fields: list[tuple[str, str]] = []
        self._uploads: list[Upload] = []
        self._large = 0
        self._small = 0
        self._header, self._value = bytearray(), bytearray()
        self._disposition = b""
        self._name = ""
        self._file_name: str | None = None
        self._content = bytearray()

    def callbacks(self) -> Any:  # noqa: ANN401 - a table of the parser's own kind
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def form(self) -> Form:
        """Return what was taken in. Raises Refused if it is not ours."""
        form = Form(_gathered(self._fields), tuple(self._uploads))
        if not self._door.sent(form.one(TOKEN)):
            raise Refused(403, FOREIGN)
        return form

    def _begin(self) -> None:
        self._disposition, self._content = b"", bytearray()

    def _header_end(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._header, self._value = bytearray(), bytearray()

    def _headers_finished(self) -> None:
        from python_multipart.multipart import parse_options_header

        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        named = options.get(b"filename")
        # A browser writes a quotation mark or a line's end in a name so (WHATWG HTML, multipart/form-data encoding).
        self._file_name = None if named is None else named.decode("utf-8", "replace").replace("%22", '"')
        if self._file_name is not None and not self._is_ours():
            raise Refused(403, FOREIGN)  # before a single octet of the file is taken
        if len(self._fields) >= MOST_FIELDS:
            raise Refused(400, MUDDLED)
        if len(self._uploads) >= MOST_FILES:
            raise Refused(413, TOO_MANY)

    def _is_ours(self) -> bool:
        return any(name == TOKEN and self._door.sent(value) for name, value in self._fields)

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._content += data[start:end]
        if self._file_name is None:
            self._small += end - start
            if self._small > LARGEST_FIELDS:
                raise Refused(413, MUDDLED)
            return
        self._large += end - start
        if self._large > LARGEST_FILE:
            raise Refused(413, TOO_LARGE)

    def _end(self) -> None:
        if self._file_name is None:
            self._fields.append((self._name, self._content.decode("utf-8", "replace")))
        elif self._file_name or self._content:
            self._uploads.append(Upload(self._file_name, bytes(self._content)))
        self._content = bytearray()
