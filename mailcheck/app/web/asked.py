"""What a page is asked, and what it answers: values, so that a page can be tried without a browser."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from mailcheck.app.web.form import Form
from mailcheck.dataclass import dataclass
from mailcheck.errors import UserError

if TYPE_CHECKING:
    from mailcheck.app.web.desk import Desk


class NotInDemo(UserError):
    """What the demo cannot show, because nothing of it would be the member's own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    path: Mapping[str, str] = field(default_factory=dict)
    """What stands in its address."""
    query: Mapping[str, str] = field(default_factory=dict)
    form: Form = field(default_factory=Form)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: a template, and what it is filled in with."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The answer to a change: the page to look at now, so that loading it anew changes nothing again."""

    address: str


@dataclass(frozen=True, slots=True)
class Data:
    """An answer for the page's own script."""

    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    """A file to be saved."""

    name: str
    content: bytes = field(repr=False)


Answer = Shown | Elsewhere | Data | File
Page = Callable[["Desk", Asked], Answer]
