"""The commands by which a script sends something to somebody (RFC 5228 §4.2, 5230, 5435, 5436, 6009, 6134)."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import parse_qsl, unquote

from mailcheck.model.traces import SieveKind, Target, Whose
from mailcheck.parse.sieve_grammar import Command
from mailcheck.parse.sieve_words import Values

Sent = Iterator[tuple[SieveKind, Target, bool]]
"""The last: whether it goes there for certain, and not perhaps to another of several values."""
Recognise = Callable[[str], Target]
Expand = Callable[[str], Values]

NOBODY_YET = Target(Whose.UNKNOWN)
"""The address is only known when a letter arrives."""
MOST_ADDRESSES = 100
_PROGRAMS = frozenset({"pipe", "execute", "filter"})


def sent_by(command: Command, expand: Expand, recognise: Recognise) -> Sent:
    """Yield to whom a command sends what; nothing for a command that sends nothing."""
    match command.name:
        case "redirect" if command.has("list"):
            yield SieveKind.REDIRECT, NOBODY_YET, True
        case "redirect":
            yield from _each(SieveKind.REDIRECT, command.last()[:1], expand, recognise)
        case "notify":
            yield from _notices(command, expand, recognise)
        case "vacation":
            yield from _each(
                SieveKind.REVEAL, (*command.behind("from"), *command.behind("addresses")), expand, recognise
            )
        case "report":
            yield from _each(SieveKind.NOTIFY, command.last()[:1], expand, recognise)
        case name if name in _PROGRAMS:
            yield SieveKind.PROGRAM, NOBODY_YET, True


def _each(kind: SieveKind, texts: Iterable[str], expand: Expand, recognise: Recognise) -> Sent:
    for text in tuple(texts)[:MOST_ADDRESSES]:
        values = expand(text)
        if values is None:
            yield kind, NOBODY_YET, True
            continue
        # A variable that was never set on one of the ways is empty, and nothing is sent to an empty address.
        for value in sorted(values - {""}):
            yield kind, recognise(_bare(value)), len(values) == 1


def _bare(text: str) -> str:
    """Return the address in `Name <address>` (RFC 5228 §2.4.2.3)."""
    start, end = text.rfind("<"), text.rfind(">")
    return text[start + 1 : end] if 0 <= start < end else text


def _notices(command: Command, expand: Expand, recognise: Recognise) -> Sent:
    """Yield whom a notice goes to: by RFC 5435 a `mailto:` address, by the older draft `:method` with `:options`."""
    method = command.last()[:1]
    values = expand(method[0]) if method else frozenset()
    if values is None:
        yield SieveKind.NOTIFY, NOBODY_YET, True
    for address in _mailto(values or ()):
        yield SieveKind.NOTIFY, recognise(_bare(address)), len(values or ()) == 1
    if not any(value.lower().startswith("mailto:") for value in values or ()):
        options = (option for option in command.behind("options") if "@" in option or "${" in option)
        yield from _each(SieveKind.NOTIFY, options, expand, recognise)


def _mailto(methods: Iterable[str]) -> Iterator[str]:
    """Yield the addresses of `mailto:` links (RFC 6068 §2)."""
    for method in sorted(methods):
        scheme, _, rest = method.partition(":")
        if scheme.lower() != "mailto":
            continue
        path, _, query = rest.partition("?")
        for address in path.split(",")[:MOST_ADDRESSES]:
            yield unquote(address)
        for name, value in parse_qsl(query.replace(";", "%3B"), max_num_fields=None)[:MOST_ADDRESSES]:
            if name.lower() in {"to", "cc", "bcc"}:
                yield from value.split(",")[:MOST_ADDRESSES]
