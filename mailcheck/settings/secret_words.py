"""How the settings say where a secret is. Imported only when a file is read."""

import re
from pathlib import Path

from mailcheck.settings.settings import (
    FromCommand,
    FromPrompt,
    FromSignIn,
    InCredential,
    InEnvironment,
    InFile,
    InKeyring,
    InTurn,
    OneSource,
    SecretSource,
)
from mailcheck.settings.table import wrong

SOURCES = (
    'Write "keyring", "env:NAME", "file:PATH", "credential:NAME", "prompt", "oauth:ISSUER", '
    'or { command = ["program", "argument"] }; or a list of these. '
    "If you wrote the password itself, take it out and change it."
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ISSUER = re.compile(r"[a-z][a-z0-9-]{0,30}")
_CREDENTIAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]*")


def secret_source(value: object) -> SecretSource:
    """Read where a secret is. What is no known source may be the secret itself, and is never repeated."""
    match value:
        case [_, *_]:
            return InTurn(tuple(_one_source(each) for each in value))
        case _:
            return _one_source(value)


def _one_source(value: object) -> OneSource:
    match value:
        case {"command": [str(), *_] as command, **rest} if not rest and all(isinstance(word, str) for word in command):
            return FromCommand(tuple(command))
        case str():
            if source := _named_source(value.strip()):
                return source
    raise wrong("does not say where the password is kept. A password itself does not belong in this file.", SOURCES)


def _named_source(text: str) -> OneSource | None:  # noqa: PLR0911 - one for each kind of place
    kind, colon, name = text.partition(":")
    match kind, colon:
        case "keyring", "":
            return InKeyring()
        case "prompt", "":
            return FromPrompt()
        case "env", ":" if _NAME.fullmatch(name):
            return InEnvironment(name)
        case "file", ":" if name:
            return InFile(Path(name))
        case "credential", ":" if _CREDENTIAL.fullmatch(name):
            return InCredential(name)
        case "oauth", ":" if _ISSUER.fullmatch(name):
            return FromSignIn(name)
    return None
