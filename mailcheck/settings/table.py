"""What a table of a file is held to: its keys, what may stand at each, and what is told where something else does.

Everything that is wrong is found at once, with its place, and no value is ever repeated. It is done here and not by a
library, since settings are read before anybody can sign in: loading a library was two fifths of the time until then.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from mailcheck.settings.problems import Found, did_you_mean, unknown

Kind = Callable[[Any], Any]
"""Takes a value as TOML has it, and returns what is kept of it. Raises Wrong with everything that is wrong in it."""

REQUIRED: Any = object()
"""The default of a key that has to be there."""
NO_LIMIT = 1 << 62


class Wrong(Exception):
    """A value cannot be used, for these reasons."""

    def __init__(self, *found: Found) -> None:
        super().__init__()
        self.found = found


def wrong(what: str, remedy: str | None = None, *, hint: str = "") -> Wrong:
    """Return the one reason for which a value cannot be used. Without a remedy, that of its key is told."""
    return Wrong(Found(what, remedy, hint))


class Key:
    """One key of a table: what may stand there, what is told where something else does, and what holds without it."""

    __slots__ = ("alias", "default", "kind", "remedy")

    def __init__(self, kind: Kind, remedy: str, default: object, alias: str) -> None:
        self.kind, self.remedy, self.default, self.alias = kind, remedy, default, alias


def entry(kind: Kind, remedy: str, default: object = REQUIRED, *, alias: str = "") -> Any:  # noqa: ANN401 - what `kind` keeps
    """Declare a key. `alias` is its name in the file, where that is no name in Python; a default is never changed."""
    return Key(kind, remedy, default, alias)


class Table:
    """A table, as its class declares it: its own keys, and no others unless `other` says what they are held to."""

    keys: ClassVar[Mapping[str, tuple[str, Key]]]
    """By the name in the file: the attribute, and what it is held to."""
    other: ClassVar[Kind | None]
    others: Mapping[str, Any]
    """What stands at keys that are not declared."""

    def __init_subclass__(cls, *, other: Kind | None = None) -> None:
        cls.other = other
        cls.keys = {each.alias or name: (name, each) for name, each in vars(cls).items() if isinstance(each, Key)}

    @classmethod
    def read(cls, raw: object) -> Self:
        """Return a table that is as it should be; a `Kind`."""
        given = any_table(raw)
        made, found, others = cls(), list[Found](), dict[str, Any]()
        for name, (attribute, each) in cls.keys.items():
            if name in given:
                setattr(made, attribute, tried(each.kind, given[name], name, found, each.remedy))
            elif each.default is REQUIRED:
                found.append(Found("is missing.", each.remedy, at=(name,)))
            else:
                setattr(made, attribute, each.default)
        for name in (each for each in given if each not in cls.keys):
            if cls.other is None:
                found.append(unknown(name, cls.keys))
            else:
                others[name] = tried(cls.other, given[name], name, found, "")
        made.others = others
        if not found:
            found.extend(made.wrong_together())
        if found:
            raise Wrong(*found)
        return made

    def values(self) -> dict[str, Any]:
        """Return what stands at each declared key."""
        return {attribute: getattr(self, attribute) for attribute, _ in self.keys.values()}

    def wrong_together(self) -> Iterable[Found]:
        """Return what is wrong with keys that are each as they should be."""
        return ()


def tried(kind: Kind, value: object, at: int | str, found: list[Found], remedy: str | None = None) -> Any:  # noqa: ANN401 - what `kind` keeps
    """Return what is kept of a value; what is wrong in it is added to `found`."""
    try:
        return kind(value)
    except Wrong as error:
        found.extend(each.below(at, remedy) for each in error.found)


def words(least: int = 0, most: int = NO_LIMIT, by: Kind = str) -> Kind:
    """Return the kind of text of `least` to `most` letters; `by` looks at it further."""

    def held(value: object) -> object:
        if not isinstance(value, str):
            raise wrong("should be text in quotation marks.")
        if len(value) < least:
            raise wrong("is empty.")
        if len(value) > most:
            raise wrong("is too long.")
        return by(value)

    return held


def number(least: int = 0, most: int = NO_LIMIT) -> Kind:
    """Return the kind of whole numbers from `least` to `most`."""

    def held(value: object) -> object:
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong("should be a whole number, without quotation marks.")
        if value < least:
            raise wrong("is too small.")
        if value > most:
            raise wrong("is too large.")
        return value

    return held


def one_of(*known: str | int) -> Kind:
    """Return the kind of these words, or numbers."""

    def held(value: object) -> object:
        if not any(value == each and type(value) is type(each) for each in known):
            near = did_you_mean(value, (each for each in known if isinstance(each, str)))
            raise wrong("is not one of the words that can stand here.", hint=near)
        return value

    return held


def flag(value: object) -> object:
    """Take true or false."""
    if not isinstance(value, bool):
        raise wrong("should be true or false, without quotation marks.")
    return value


def day(value: object) -> object:
    """Take a date, without a time."""
    if type(value) is not date:
        raise wrong("should be a date.")
    return value


def list_of(kind: Kind, least: int = 0) -> Kind:
    """Return the kind of lists of at least so many of a kind."""

    def held(value: object) -> list[Any]:
        if not isinstance(value, list):
            raise wrong("should be a list.")
        if len(value) < least:
            raise wrong("is empty.")
        found: list[Found] = []
        every = [tried(kind, each, at, found) for at, each in enumerate(value)]
        if found:
            raise Wrong(*found)
        return every

    return held


def one_or_more(kind: Kind) -> Kind:
    """Return the kind of lists of a kind, where one text may stand by itself."""
    held = list_of(kind)
    return lambda value: held([value] if isinstance(value, str) else value)


def table_of(kind: Kind) -> Kind:
    """Return the kind of tables whose keys are names of one's own, each for a value of a kind."""

    def held(value: object) -> dict[str, Any]:
        found: list[Found] = []
        every = {name: tried(kind, each, name, found) for name, each in any_table(value).items()}
        if found:
            raise Wrong(*found)
        return every

    return held


def any_table(value: object) -> dict[str, Any]:
    """Take a table, whatever is in it."""
    if not isinstance(value, dict):
        raise wrong("should be a table.")
    return value
