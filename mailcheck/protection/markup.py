"""Reads XML that may be hostile: only the elements that are asked for are kept, and no entity is ever unfolded."""

from collections.abc import Collection, Iterator
from dataclasses import field
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from mailcheck.dataclass import dataclass
from mailcheck.protection.look import CannotTell, Look
from mailcheck.protection.octets import Damaged

BLOCK = 64 * 1024
DEEPEST = 100
LARGEST_ELEMENT = 1000
"""Elements within one that is asked for."""


@dataclass(slots=True)
class _Gathered:
    """What has been read so far; handed to the parser as its handlers."""

    wanted: Collection[str]
    depth: int = 0
    builder: TreeBuilder | None = None
    """Of the wanted element that is open."""
    began: int = 0
    """At what depth that element began."""
    inside: int = 0
    found: list[Element] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise CannotTell("it is nested deeper than mailcheck looks")
        if self.builder is None and name.rpartition("}")[2] in self.wanted:
            self.builder, self.began, self.inside = TreeBuilder(), self.depth, 0
        if self.builder is not None:
            self.inside += 1
            if self.inside > LARGEST_ELEMENT:
                raise CannotTell("it has more parts than mailcheck looks through")
            self.builder.start(_braced(name), {_braced(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        if self.builder is not None:
            self.builder.end(_braced(name))
            if self.depth == self.began:
                self.found.append(self.builder.close())
                self.builder = None
        self.depth -= 1

    def data(self, text: str) -> None:
        if self.builder is not None:
            self.builder.data(text)


def elements(octets: bytes, look: Look, wanted: Collection[str]) -> Iterator[Element]:
    """Yield each outermost element whose local name is wanted, with all that is in it, in the order in which they end.

    Raises Damaged on what is no XML, CannotTell on entities and on what no program nests so deeply, OverLimit.
    """
    gathered = _Gathered(wanted)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = gathered.start, gathered.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = gathered.data, _refuse
    try:
        for at in range(0, len(octets) + 1, BLOCK):
            look.check_time()
            block = octets[at : at + BLOCK]
            parser.Parse(block, len(block) < BLOCK)
            yield from gathered.found
            gathered.found.clear()
    except expat.ExpatError as error:
        raise Damaged("no sound XML") from error


def _braced(name: str) -> str:
    """Write a name as ElementTree does: `{space}local`."""
    return f"{{{name}" if "}" in name else name


def _refuse(*declaration: object) -> None:
    del declaration
    raise CannotTell("it declares entities, which no program writes here")
