"""Sieve's words (RFC 5228 §2.1–2.4, §8.1), found in one pass over the script.

Our own, because the one maintained parser (sievelib) refuses scripts that real servers run: `include`, `ihave`,
`duplicate`, `addheader`, `redirect :notify`. Each character is looked at a fixed number of times; multi-line texts are
found by searching for the line that ends them, not by a regular expression.
"""

import re
from collections.abc import Iterator
from dataclasses import field
from enum import Enum, auto

from mailcheck.dataclass import dataclass


class Unreadable(ValueError):
    """The script is not Sieve as we know it. Never quotes it."""


class Word(Enum):
    """The kinds of token."""

    NAME = auto()
    TAG = auto()
    NUMBER = auto()
    TEXT = auto()
    MARK = auto()
    """One of `; , ( ) { } [ ]`."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a script."""

    kind: Word
    text: str = field(repr=False)
    """Names and tags in lower case, a tag without its colon; a string without its quotes."""


_BLANK = re.compile(r"[ \t\r\n]+")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_NUMBER = re.compile(r"[0-9]+[KMGkmg]?")
_PLAIN = re.compile(r'[^"\\]+')
_TEXT_START = re.compile(r"text:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n)", re.IGNORECASE)
_MARKS = frozenset(";,(){}[]")


def tokens(script: str) -> Iterator[Token]:
    """Yield the words of a script; comments are no words. Raises Unreadable."""
    at, end = 0, len(script)
    while at < end:
        character = script[at]
        if blank := _BLANK.match(script, at):
            at = blank.end()
        elif character == "#":
            at = _after(script, "\n", at, missing=end)
        elif script.startswith("/*", at):
            at = _after(script, "*/", at + 2)
        else:
            token, at = _token(script, at)
            yield token


def _token(script: str, at: int) -> tuple[Token, int]:
    character = script[at]
    if character in _MARKS:
        return Token(Word.MARK, character), at + 1
    if character == '"':
        return _quoted(script, at + 1)
    if start := _TEXT_START.match(script, at):
        return _multi_line(script, start.end())
    if character == ":" and (name := _NAME.match(script, at + 1)):
        return Token(Word.TAG, name.group().lower()), name.end()
    if name := _NAME.match(script, at):
        return Token(Word.NAME, name.group().lower()), name.end()
    if number := _NUMBER.match(script, at):
        return Token(Word.NUMBER, number.group()), number.end()
    raise Unreadable("a character that has no place there")


def _after(script: str, ending: str, at: int, *, missing: int | None = None) -> int:
    found = script.find(ending, at)
    if found >= 0:
        return found + len(ending)
    if missing is None:
        raise Unreadable("a comment or text without an end")
    return missing


def _quoted(script: str, at: int) -> tuple[Token, int]:
    """Read on behind an opening quote; a backslash stands for the character behind it (RFC 5228 §2.4.2)."""
    pieces: list[str] = []
    while at < len(script):
        if plain := _PLAIN.match(script, at):
            pieces.append(plain.group())
            at = plain.end()
        elif script[at] == '"':
            return Token(Word.TEXT, "".join(pieces)), at + 1
        else:
            pieces.append(script[at + 1 : at + 2])
            at += 2
    raise Unreadable("a string without an end")


def _multi_line(script: str, at: int) -> tuple[Token, int]:
    """Read on behind `text:`, up to the line that holds a full stop alone; a doubled stop at a line's start is one."""
    lines: list[str] = []
    while at < len(script):
        after = _after(script, "\n", at, missing=len(script))
        line = script[at:after]
        at = after
        if line.rstrip("\r\n") == ".":
            return Token(Word.TEXT, "".join(lines)), at
        lines.append(line[1:] if line.startswith("..") else line)
    raise Unreadable("a text without an end")
