"""Finds rules, formats and reports: those that ship with mailcheck, then plugins that the configuration names.

Nothing registers itself. A module marks a function (`@rule`, `@format`, `@report`) and `discover` collects the
marks, so importing a module changes nothing and two runs in one process cannot disturb each other.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from mailcheck.errors import Problem, SettingsError

MARK = "__mailcheck__"

F = TypeVar("F", bound=Callable[..., Any])


def marked(function: F, kind: str) -> F:
    """Mark a function as a rule, a format or a report; `discover` looks for the mark."""
    setattr(function, MARK, kind)
    return function


def discover(package: str, kind: str, *, plugins: Sequence[str] = ()) -> tuple[Callable[..., Any], ...]:
    """Return every function marked as `kind` in `package`, sorted by name, then those of the named plugins.

    A plugin is an entry point of the group `mailcheck.<kind>s`; it runs only if `plugins` names it.
    Raises SettingsError if a named plugin is not installed or offers nothing of any kind.
    """
    own = sorted(marked_in(package, kind), key=lambda function: function.__name__)
    return (*own, *_from_plugins(kind, plugins))


def marked_in(package: str, kind: str, *, like: str = "") -> Iterator[Callable[..., Any]]:
    """Yield every function marked as `kind` in `package`, loading one module after the other.

    Modules whose name begins with `like` come first, so that whoever seeks one function need not load them all.
    """
    root = importlib.import_module(package)
    names = [found.name for found in pkgutil.iter_modules(root.__path__)]
    for name in sorted(names, key=lambda name: not (like and name.startswith(like))):
        module = importlib.import_module(f"{package}.{name}")
        for value in vars(module).values():
            if getattr(value, MARK, None) == kind and value.__module__ == module.__name__:
                yield value


def _from_plugins(kind: str, plugins: Sequence[str]) -> Iterator[Callable[..., Any]]:
    if not plugins:
        return
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow to load, and rarely needed

    for entry in entry_points(group=f"mailcheck.{kind}s"):
        if entry.name in plugins:
            function = entry.load()
            if getattr(function, MARK, None) != kind:
                raise SettingsError(
                    Problem(
                        f"the plugin {entry.name!r} is not marked as a {kind}.",
                        where="plugins",
                        remedy="Update the plugin, or take its name out.",
                    )
                )
            yield function


def missing_plugins(plugins: Sequence[str]) -> tuple[str, ...]:
    """Return the names in `plugins` that no installed package offers as a rule, format or report."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow to load, and rarely needed

    groups = ("mailcheck.rules", "mailcheck.formats", "mailcheck.reports")
    installed = {entry.name for group in groups for entry in entry_points(group=group)}
    return tuple(name for name in plugins if name not in installed)
