"""Our `dataclass` makes what the standard library's makes; only later."""

import copy
import dataclasses
import inspect
import pickle
import re
from dataclasses import field
from pathlib import Path
from types import SimpleNamespace
from typing import get_type_hints

import pytest

import mailcheck
from mailcheck.dataclass import dataclass


def classes(decorated):
    """Return a few classes of every kind that we have, made by one or the other."""

    @decorated(frozen=True, slots=True)
    class Place:
        """Where something is."""

        folder: str
        uid: int = 0
        flags: tuple[str, ...] = field(default_factory=tuple, repr=False)
        seen: bool = field(default=False, compare=False)

    @decorated(frozen=True, slots=True)
    class Nearer(Place):
        """Somewhere nearer."""

        day: str = ""

    @decorated(frozen=True, slots=True)
    class Nothing:
        """Nothing at all."""

    @decorated(slots=True)
    class Count:
        """Something that is counted."""

        name: str
        double: int = field(init=False)
        many: list[int] = field(default_factory=list, init=False)
        once: int = field(default=3, init=False)

        def __post_init__(self) -> None:
            self.double = 2 * len(self.name)

    @decorated(slots=True, eq=False)
    class Itself:
        """Something that is equal to nothing else."""

        name: str

    @decorated(frozen=True, slots=True, repr=False)
    class Hidden:
        """Something with a text of its own."""

        name: str

        def __repr__(self) -> str:
            return "Hidden()"

        def __hash__(self) -> int:
            return 7

    return SimpleNamespace(Place=Place, Nearer=Nearer, Nothing=Nothing, Count=Count, Itself=Itself, Hidden=Hidden)


OURS, THEIRS = classes(dataclass), classes(dataclasses.dataclass)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is written down and read again."""

    name: str
    many: tuple[int, ...] = ()


def outcome(do):
    """Return what comes of something: its text, or the kind of error."""
    try:
        return str(do())
    except Exception as error:  # noqa: BLE001 - whatever it is, both raise it
        return type(error)


CALLS = {
    "all values": lambda of: of.Place("Sent", 3, ("a",), True),
    "by name": lambda of: of.Place(uid=3, folder="Sent"),
    "too few": lambda of: of.Place(),
    "too many": lambda of: of.Place(1, 2, 3, 4, 5),
    "unknown": lambda of: of.Place("Sent", more=1),
    "twice": lambda of: of.Place("Sent", folder="Sent"),
    "not set by a caller": lambda of: of.Count("a", many=[1]),
    "inherited": lambda of: of.Nearer("Sent", day="today"),
    "no field": lambda of: (
        of.Nothing(),
        of.Nothing() == of.Nothing(),
        hash(of.Nothing()) == hash(of.Nothing()),
    ),
    "made afterwards": lambda of: (of.Count("abc"), of.Count("a").many is of.Count("a").many),
    "equal": lambda of: (of.Place("a") == of.Place("a"), of.Place("a") == of.Place("b"), of.Place("a") == "a"),
    "not compared": lambda of: of.Place("a", seen=True) == of.Place("a"),
    "equal of a kind": lambda of: of.Place("a") == of.Nearer("a"),
    "equal to itself": lambda of: (
        of.Itself("a") == of.Itself("a"),
        hash(of.Itself("a")) > 0,
    ),
    "hashed": lambda of: {of.Place("a"): 1}[of.Place("a", seen=True)],
    "not hashed": lambda of: hash(of.Count("a")),
    "own text": lambda of: (of.Hidden("a"), hash(of.Hidden("a"))),
    "assigned": lambda of: setattr(of.Place("a"), "uid", 4),
    "deleted": lambda of: delattr(of.Place("a"), "uid"),
    "assigned where it may": lambda of: setattr(of.Count("a"), "once", 4),
    "assigned where nothing is": lambda of: setattr(of.Count("a"), "other", 4),
    "replaced": lambda of: dataclasses.replace(of.Place("a", 4), folder="b"),
    "as a dictionary": lambda of: dataclasses.asdict(of.Place("a", 4)),
    "fields": lambda of: [(each.name, each.default) for each in dataclasses.fields(of.Nearer)],
    "matched": lambda of: of.Place.__match_args__,
    "slots": lambda of: (of.Place.__slots__, of.Nearer.__slots__, hasattr(of.Nearer("a"), "__dict__")),
    "copied": lambda of: (copy.copy(of.Place("a", 4)), copy.deepcopy(of.Place("a", 4, ("b",))).flags),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_both_are_alike(call):
    """Whatever is done with a class, the same comes of it."""
    ours, theirs = outcome(lambda: call(OURS)), outcome(lambda: call(THEIRS))
    assert ours == theirs


def test_what_was_pickled_comes_back():
    """As where members are checked on several computers."""
    assert pickle.loads(pickle.dumps(Kept("a", (1, 2)))) == Kept("a", (1, 2))


def test_an_init_is_compiled_once_and_by_the_first_who_needs_it():
    """A class of which nothing is made costs nothing."""
    made = classes(dataclass).Place
    before = vars(made)["__init__"]
    made("a")
    after = vars(made)["__init__"]
    made("b")
    assert (before is after, vars(made)["__init__"] is after) == (False, True)


@pytest.mark.parametrize("name", ["Place", "Nearer", "Nothing", "Count"])
def test_what_a_class_is_made_of_can_be_asked_before_it_is_used(name):
    """As hypothesis asks, and an editor."""
    ours, theirs = getattr(classes(dataclass), name), getattr(THEIRS, name)
    assert list(inspect.signature(ours).parameters) == list(inspect.signature(theirs).parameters)
    assert get_type_hints(ours.__init__) == get_type_hints(theirs.__init__)


def test_nobody_uses_the_standard_one():
    """It compiles six methods for each class that a command loads, most of which are never made an instance of."""
    package = Path(mailcheck.__file__).parent
    using = {
        str(file.relative_to(package))
        for file in package.rglob("*.py")
        if re.search(r"^from dataclasses import .*\bdataclass\b", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert using <= {"dataclass.py"}
