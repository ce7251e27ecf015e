"""Recognises why a server refused and says it in plain words (config/refusals.toml)."""

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import Any

import tomli

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.model import Account
from mailcheck.settings.shipped import shipped

SHOWN_AT_MOST = 300
SHORT = 4
GAP = "…"
"""In `match`: anything may stand here."""
START = "^"
"""In `match`, first: nothing stands before it."""


class Stage(StrEnum):
    """Where we were when we were refused."""

    GREETING = "greeting"
    CAPABILITY = "capability"
    SIGN_IN = "sign-in"
    SESSION = "session"
    CONNECT = "connect"
    BROWSER = "browser"
    STORE = "store"


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """One row of the table; the fields are explained at the head of the file."""

    key: str
    stages: tuple[str, ...]
    say: str
    retry: str
    match: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    challenge: tuple[str, ...] = ()
    confidence: str = ""
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else is known when something is refused; each may be unknown."""

    stage: Stage
    provider: str = ""
    """The provider's id."""
    host: str = ""
    greeting: str = ""
    secret: str = ""
    """`password`, `app-password` (it looks like one) or `token`."""
    challenge: str = ""
    """The JSON object by which a server explains why it refuses a token."""


_OTHERWISE = {
    Stage.GREETING: "not-imap",
    Stage.CAPABILITY: "no-way-in",
    Stage.SIGN_IN: "generic-bad",
    Stage.SESSION: "unexpected-answer",
    Stage.CONNECT: "unreachable",
    Stage.BROWSER: "oauth-refused",
    Stage.STORE: "store-failed",
}


@cache
def refusals() -> tuple[RefusalRow, ...]:
    """Return the table in its order. The file ships with mailcheck; a test holds it to its schema."""
    return tuple(_row(table) for table in tomli.loads(shipped("refusals.toml"))["refusal"])


def _row(table: Mapping[str, Any]) -> RefusalRow:
    known = {field.name for field in fields(RefusalRow)}
    if unknown := set(table) - known:
        raise ValueError(f"refusals.toml: {table.get('key')}: unknown {sorted(unknown)}")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return RefusalRow(**values)


def row(key: str) -> RefusalRow:
    """Return the row named `key`."""
    return next(found for found in refusals() if found.key == key)


def find(said: str, about: Circumstances) -> RefusalRow | None:
    """Return the first row that fits what was said, if one does."""
    return next((found for found in refusals() if _fits(found, said, about)), None)


def recognise(said: str, about: Circumstances) -> RefusalRow:
    """Return the row that fits best: the first that fits, else what holds for the stage in general."""
    if (found := find(said, about)) is not None:
        return found
    if about.stage is Stage.SIGN_IN and about.secret == "token":  # noqa: S105 - the kind of secret, not a secret
        return row("token-refused")
    return row(_OTHERWISE[about.stage])


def _fits(candidate: RefusalRow, said: str, about: Circumstances) -> bool:
    return (
        about.stage in candidate.stages
        and _says(said, candidate.match)
        and _is_there(candidate, about)
        and (not candidate.secrets or not about.secret or about.secret in candidate.secrets)
        and (not candidate.challenge or _says(about.challenge, candidate.challenge))
    )


def _is_there(candidate: RefusalRow, about: Circumstances) -> bool:
    if not (candidate.providers or candidate.hosts or candidate.greetings):
        return True
    return (
        about.provider in candidate.providers
        or any(about.host.lower() == end or about.host.lower().endswith("." + end) for end in candidate.hosts)
        or _says(about.greeting, candidate.greetings)
    )


def _says(said: str, texts: Iterable[str]) -> bool:
    return any(_pattern(text).search(said) for text in texts)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    start = r"\A" if text.startswith(START) else ""
    words = text.removeprefix(START).split(GAP)
    return re.compile(start + ".*".join(re.escape(word) for word in words), re.IGNORECASE)


def problem(found: RefusalRow, account: Account, *, said: str = "", hidden: Iterable[str] = ()) -> AccountProblem:
    """Return the error that tells a member of a refusal.

    `said` is the server's own sentence and is cleaned here; `hidden` is what it must not repeat, such as the secret.
    """
    text = found.say.replace("{account}", account.name).replace("{host}", account.host)
    if found.steps and account.provider is not None:
        text = " ".join((text, *account.provider.steps))
    names = (account.user, account.user.partition("@")[0], account.address, account.address.partition("@")[0])
    return AccountProblem(text, key=found.key, retry=found.retry, said=cleaned(said, hidden=hidden, names=names))


def cleaned(said: str, *, hidden: Iterable[str] = (), names: Iterable[str] = ()) -> str:
    """Return a server's sentence without addresses, links, anything that looks like a token, `hidden` and `names`.

    A sentence that holds a hidden text too short to be blotted out without a trace is left out altogether.
    """
    text = re.sub(r"^b(['\"])(.*)\1$", r"\2", said.strip(), flags=re.DOTALL)
    for secret in sorted(_shapes(hidden), key=len, reverse=True):
        if len(secret) < SHORT and secret.lower() in text.lower():
            return ""
        text = re.sub(re.escape(secret), "(hidden)", text, flags=re.IGNORECASE)
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+", " ", text)
    text = re.sub(r"(?i)\bhttps?://([^\s/\]]+)[^\s\]]*", r"\1", text)
    text = re.sub(r"[^\s<>\[\](),;:\"']+@[^\s<>\[\](),;:\"']+", "(address)", text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "(name)", text, flags=re.IGNORECASE)
    text = re.sub(r"[A-Za-z0-9+/=_~.-]{24,}", "(code)", text)
    return " ".join(text.split())[:SHOWN_AT_MOST]


def _shapes(hidden: Iterable[str]) -> set[str]:
    """Return each hidden text as it may come back: plain, and in base64 at any of its three alignments."""
    shapes = set()
    for text in filter(None, hidden):
        shapes.add(text)
        if len(text) < SHORT:
            continue
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + text.encode()).decode().rstrip("=")
            shapes.add(coded[(0, 2, 3)[shift] : len(coded) - (1 if (shift + len(text.encode())) % 3 else 0)])
    return {shape for shape in shapes if shape}


def shown(error: BaseException) -> str:
    """Return an error of the socket or of TLS as a text that the table can match: its kinds and its words."""
    kinds = " ".join(kind.__name__ for kind in type(error).__mro__ if issubclass(kind, OSError))
    return f"{kinds}: {error}"
