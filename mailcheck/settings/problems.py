"""Problems of a file that a person wrote, as that person understands them. Never repeats a value."""

import re
from collections.abc import Iterable

from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem

Location = tuple[int | str, ...]

_HOLDS_SECRET = re.compile(r".*(pass|pwd|secret|token|credential).*|pw|pin|key|api_?key", re.IGNORECASE | re.DOTALL)
_TAKE_IT_OUT = (
    "Take it out, change it where you have it from, and write `secret`, which says where the new one is kept: "
    '"keyring", for example.'
)
_NOBODY_READS_IT = "is not something that mailcheck knows."
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong somewhere in a value."""

    what: str
    remedy: str | None = None
    """What would be right; None, if that is what its key says."""
    hint: str = ""
    """What is told before that."""
    at: Location = ()
    """Where it stands in the value."""

    def below(self, at: int | str, remedy: str | None) -> "Found":
        """Return it as a thing that is wrong in the value around it, at one of its keys or numbers."""
        return Found(self.what, remedy if self.remedy is None else self.remedy, self.hint, (at, *self.at))


def problems(found: Iterable[Found], raw: object, file: str, at: Location = ()) -> list[Problem]:
    """Return a problem for everything that was found in `raw`, the content of `file`, below the place `at`."""
    return [Problem(one.what, place(raw, file, at + one.at), f"{one.hint} {one.remedy or ''}".strip()) for one in found]


def unknown(key: str, known: Iterable[str]) -> Found:
    """Return what is wrong with a key that a table does not have: nobody reads it, and it may hold a password."""
    if _HOLDS_SECRET.fullmatch(key):
        return Found("holds a password, which does not belong in this file.", _TAKE_IT_OUT, at=(key,))
    return Found(_NOBODY_READS_IT, _nearest(key, known), at=(key,))


def unknown_key(key: str, known: Iterable[str], where: str) -> Problem:
    """Return the problem of a key that nobody reads, with the nearest one that exists."""
    return Problem(_NOBODY_READS_IT, where, _nearest(key, known))


def _nearest(key: str, known: Iterable[str]) -> str:
    names = sorted(known)
    return did_you_mean(key, names) or f"Known here: {', '.join(names)}."


def did_you_mean(given: object, names: Iterable[str]) -> str:
    """Return a question that names the one of `names` that is nearest to what was written; empty if none is near."""
    if not isinstance(given, str):
        return ""
    import difflib  # noqa: PLC0415 - only for what is wrong

    by_form = {name.lower().replace("-", "_"): name for name in names}
    near = difflib.get_close_matches(given.lower().replace("-", "_"), list(by_form), n=1, cutoff=0.6)
    return f"Did you mean `{by_form[near[0]]}`?" if near else ""


def place(raw: object, file: str, location: Location) -> str:
    """Say where in a file something stands: `mailcheck.toml: account 2 "home": port`."""
    text = ""
    for part in location:
        raw = _inside(raw, part)
        if isinstance(part, int):
            text += f" {part + 1}{_label(raw)}:"
        else:
            text += f"{'' if not text else ' ' if text.endswith(':') else '.'}{shown(part)}"
    return f"{file}: {text.removesuffix(':')}" if text else file


def shown(key: str) -> str:
    """Return a key or a name so that it is safe to show: short, and without control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in key[:_LONGEST])


def _inside(raw: object, part: int | str) -> object:
    match raw, part:
        case dict(), str():
            return raw.get(part)
        case list(), int() if part < len(raw):
            return raw[part]
    return None


def _label(raw: object) -> str:
    """Return the name of a table, as the file gives it."""
    label = (raw.get("name") or raw.get("id")) if isinstance(raw, dict) else None
    return f' "{shown(label)}"' if isinstance(label, str) else ""
