"""`dataclass` as the standard library has it, but for when a class gets its methods: they are made when first used.

The standard one compiles six methods for each class. For the 250 classes that a check loads, that was a fifth of all
it computes where nothing is new, and most of them are never made an instance of. Fields, slots and `match` are left to
the standard library, so that `fields`, `replace` and `asdict` work as ever; a test holds the two to be alike.
"""

import dataclasses
import sys
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True, repr: bool = True) -> Callable[[type], type]:  # noqa: A002 - as in the standard library
        """Give a class fields, slots and the methods that go with them."""
        assert slots  # noqa: S101 - all of ours have them
        return lambda given: _made(given, is_frozen=frozen, is_compared=eq, is_shown=repr)


def _made(given: type, *, is_frozen: bool, is_compared: bool, is_shown: bool) -> Any:  # noqa: ANN401 - any class
    own = given.__dict__
    made: Any = dataclasses.dataclass(given, init=False, repr=False, eq=False, slots=True)

    made.__init__ = _Init(made, is_frozen=is_frozen)
    if is_shown and "__repr__" not in own:
        made.__repr__ = _repr
    if is_compared and "__eq__" not in own:
        made.__eq__, hashed = _comparing(made)
        if own.get("__hash__") is None:
            made.__hash__ = hashed if is_frozen else None
    if is_frozen:
        made.__setattr__, made.__delattr__ = _refuse, _refuse
        made.__getstate__, made.__setstate__ = _state, _set_state
    return made


class _Init:
    """Stands where `__init__` will be, and puts it there when somebody asks for it: to call it, or to look at it."""

    def __init__(self, made: Any, *, is_frozen: bool) -> None:  # noqa: ANN401 - any class
        self._made, self._is_frozen = made, is_frozen

    def __get__(self, instance: object, owner: type) -> Any:  # noqa: ANN401 - a function or a method
        init = _compiled(self._made, is_frozen=self._is_frozen)
        self._made.__init__ = init
        return init.__get__(instance, owner)


def _compiled(made: Any, *, is_frozen: bool) -> Callable[..., None]:  # noqa: ANN401 - any class
    """Compile `__init__`: what is called most has to be as quick as the standard library's."""
    known: dict[str, Any] = {"_MISSING": MISSING}
    taken: list[str] = []
    lines: list[str] = []
    for each in fields(made):
        default = f"_default_{each.name}"
        has_factory = each.default_factory is not MISSING
        known[default] = each.default_factory if has_factory else each.default
        value = f"{default}()" if has_factory else default
        if each.init:
            taken.append(each.name if _is_required(each) else f"{each.name}={'_MISSING' if has_factory else default}")
            value = f"{value} if {each.name} is _MISSING else {each.name}" if has_factory else each.name
        elif _is_required(each):
            continue
        if is_frozen:  # the slot's own way: quicker than `object.__setattr__`, which looks for it by its name
            known[f"_set_{each.name}"] = getattr(made, each.name).__set__
        lines.append(f"_set_{each.name}(self, {value})" if is_frozen else f"self.{each.name} = {value}")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n  ".join((f"def __init__(self, {', '.join(taken)}):", *lines, "pass"))
    found: dict[str, Any] = {}
    exec(f"def _make({', '.join(known)}):\n {body}\n return __init__", vars(sys.modules[made.__module__]), found)  # noqa: S102 - names of fields
    init: Callable[..., None] = found["_make"](**known)
    init.__qualname__ = f"{made.__qualname__}.__init__"
    init.__annotations__ = {each.name: each.type for each in fields(made) if each.init} | {"return": None}
    return init


def _is_required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _comparing(made: type) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return `__eq__` and `__hash__`."""
    values: Callable[[object], object] | None = None

    def known() -> Callable[[object], object]:
        nonlocal values
        names = [each.name for each in fields(made) if each.compare]
        values = attrgetter(*names) if names else lambda instance: ()
        return values

    def __eq__(self: object, other: object) -> bool:  # noqa: N807 - a method
        if other.__class__ is not self.__class__:
            return NotImplemented
        of = values or known()
        return of(self) == of(other)

    def __hash__(self: object) -> int:  # noqa: N807 - a method
        return hash((values or known())(self))

    return __eq__, __hash__


def _repr(self: Any) -> str:  # noqa: ANN401 - of any class
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _refuse(self: object, name: str, value: object = None) -> None:
    raise FrozenInstanceError(f"cannot assign to or delete field {name!r}")


def _state(self: Any) -> list[Any]:  # noqa: ANN401 - of any class
    return [getattr(self, each.name) for each in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:  # noqa: ANN401 - of any class
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
