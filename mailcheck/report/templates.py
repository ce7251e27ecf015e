"""What fills in the templates of `look/`: everything is escaped, and nothing in it steers the reader's screen."""

from functools import cache
from typing import TYPE_CHECKING

from mailcheck.model.days import day_in_words
from mailcheck.report.parts import only_waits
from mailcheck.report.pictures import KINDS, SORTED, by_month
from mailcheck.report.words import STATUS, harmless, label

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment
    from markupsafe import Markup


@cache
def environment() -> "Environment":
    """Return what fills in the report."""
    return environment_of(loader())


def loader() -> "BaseLoader":
    """Return what finds the templates that the report and the page share."""
    from jinja2 import PackageLoader

    return PackageLoader("mailcheck.report", "look")


def environment_of(templates: "BaseLoader") -> "Environment":
    """Return what fills in some templates, with the words and pictures of a report at hand."""
    from jinja2 import Environment, StrictUndefined

    made = Environment(
        loader=templates,
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["prose"] = prose
    made.globals |= {
        "STATUS": STATUS,
        "label": label,
        "only_waits": only_waits,
        "KINDS": tuple(KINDS),
        "KIND_WORDS": tuple(KINDS.items()),
        "READ": (("protected", "Judged"), ("unreadable", KINDS["unreadable"])),
        "SORTED": SORTED,
        "by_month": by_month,
        "day_in_words": day_in_words,
    }
    return made


def style(*names: str) -> "Markup":
    """Return style sheets of ours, one after the other, as they go into a page."""
    from markupsafe import Markup

    look = environment()
    assert look.loader is not None  # noqa: S101 - given above
    return Markup("".join(look.loader.get_source(look, name)[0] for name in names))  # noqa: S704 - our own files


def prose(text: str) -> "Markup":
    """Return a sentence with each `command` in it set as one."""
    from markupsafe import Markup, escape

    pieces = harmless(text).split("`")
    if len(pieces) % 2 == 0:  # a mark without its partner is only a mark
        return escape(harmless(text))
    marked = (Markup("<code>{}</code>").format(each) if at % 2 else escape(each) for at, each in enumerate(pieces))
    return Markup("").join(marked)


def _harmless(value: object) -> object:
    return harmless(value) if type(value) is str else value
