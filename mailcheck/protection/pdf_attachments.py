"""Files inside a PDF: attachments, portfolios, and the unencrypted wrapper around an encrypted document."""

import io
import zlib
from collections.abc import Iterator
from typing import Any

from mailcheck.model import Protection, ProtectionState, opens, unreadable
from mailcheck.protection.look import CannotTell, Look, OverLimit, contain

FILES_LOOKED_AT = 100
IRM_WRAPPED = "MicrosoftIRMServices"
"""How the payload of Microsoft's wrapper is named."""


def with_attachments(pdf: Any, look: Look, *, note: str) -> Protection:  # noqa: ANN401 - a pikepdf document
    """Judge an open PDF together with the files inside it.

    In a wrapper document (ISO 32000-2, 7.6.7) a cover page says that there is an encrypted payload: the payload, with
    whatever else is attached, is the document. Otherwise the pages are content, and open; several pages are no cover.
    """
    specifications = list(_specifications(pdf))
    if any(_is_payload(found) for found in specifications) and _is_cover(pdf):
        return _wrapped(tuple(_judged(specifications, look)))
    page = opens("pdf", note=note)
    if not specifications:
        return page
    answer = contain("pdf", _pages_and(page, specifications, look))
    if answer.state is ProtectionState.OPEN:
        return opens("pdf", names_visible=True, children=answer.children[1:], note=note)
    return answer


def _wrapped(payloads: tuple[Protection, ...]) -> Protection:
    """Judge a wrapper: one payload that could not be judged leaves the document unjudged."""
    if any(payload.state is ProtectionState.UNREADABLE for payload in payloads):
        raise CannotTell("it wraps an encrypted document that mailcheck does not know")
    return contain("pdf", payloads, names_visible=True)


def _pages_and(page: Protection, specifications: list[Any], look: Look) -> Iterator[Protection]:
    yield page
    yield from _judged(specifications, look)


def _specifications(pdf: Any) -> Iterator[Any]:  # noqa: ANN401 - a pikepdf document
    """Yield the file specifications of the document (7.11.4, 14.13), each once, at most `FILES_LOOKED_AT`."""
    import pikepdf

    root = pdf.Root
    found: list[Any] = []
    names = root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    if isinstance(tree, pikepdf.Dictionary):
        for _, specification in zip(range(FILES_LOOKED_AT), pikepdf.NameTree(tree).values(), strict=False):
            found.append(specification)
    associated = root.get("/AF")
    if isinstance(associated, pikepdf.Array):
        found += list(associated)[:FILES_LOOKED_AT]
    seen: set[tuple[int, int]] = set()
    for specification in found:
        if isinstance(specification, pikepdf.Dictionary) and "/EF" in specification:
            key = specification.objgen
            if key == (0, 0) or key not in seen:
                seen.add(key)
                yield specification


def _is_cover(pdf: Any) -> bool:  # noqa: ANN401 - a pikepdf document
    return len(pdf.pages) <= 1


def _is_payload(specification: Any) -> bool:  # noqa: ANN401 - a pikepdf object
    name = str(specification.get("/UF", specification.get("/F", "")))
    return specification.get("/AFRelationship") == "/EncryptedPayload" or name.startswith(IRM_WRAPPED)


def _judged(specifications: list[Any], look: Look) -> Iterator[Protection]:
    for specification in specifications:
        look.entry()
        try:
            yield look.inside(io.BytesIO(_content(specification, look)))
        except OverLimit:
            raise
        except Exception:  # noqa: BLE001 - containment: one damaged attachment does not take the document down
            yield unreadable("attachment", "it is damaged or packed in a way that mailcheck does not read")


def _content(specification: Any, look: Look) -> bytes:  # noqa: ANN401 - a pikepdf object
    """Return an attachment's octets. qpdf would unpack without a bound, so it is done here."""
    files = specification.EF
    stream = files.get("/UF") or files.F
    packed: bytes = stream.read_raw_bytes()
    look.unpack(len(packed))
    match _filters(stream):
        case []:
            return packed
        case ["/FlateDecode"] if "/DecodeParms" not in stream:
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(packed, look.room + 1)
            look.unpack(len(data))
            return data
        case _:
            raise ValueError("an unusual filter")


def _filters(stream: Any) -> list[str]:  # noqa: ANN401 - a pikepdf object
    """Return how a stream is packed (7.3.8.2): one name, several, or none."""
    import pikepdf

    match stream.get("/Filter"):
        case None:
            return []
        case pikepdf.Array() as names:
            return [str(name) for name in list(names)]
        case name:
            return [str(name)]
