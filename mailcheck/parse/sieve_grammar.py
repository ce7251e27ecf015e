"""Sieve's sentences: commands with their arguments, tests and blocks (RFC 5228 §2.6–2.9, §8.2)."""

from collections.abc import Iterable, Iterator
from dataclasses import field
from itertools import pairwise

from mailcheck.dataclass import dataclass
from mailcheck.parse.sieve_lexer import Token, Unreadable, Word, tokens

DEEPEST = 32
"""Nested blocks or tests; RFC 5228 §2.10.5 asks for 15 at least."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A `:word` among the arguments."""

    name: str


@dataclass(frozen=True, slots=True)
class Texts:
    """A string, or a list of them."""

    values: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number; its value never matters here."""


Argument = Tag | Texts | Number


@dataclass(frozen=True, slots=True)
class Test:
    """A condition and the conditions inside it."""

    name: str
    tests: tuple["Test", ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a script."""

    name: str
    arguments: tuple[Argument, ...] = ()
    test: Test | None = None
    block: tuple["Command", ...] | None = None
    """None: it ended with a semicolon."""

    def has(self, tag: str) -> bool:
        """Whether `:tag` is among the arguments."""
        return Tag(tag) in self.arguments

    def behind(self, tag: str) -> tuple[str, ...]:
        """Return the string or list that follows `:tag`; empty if there is none."""
        for argument, following in pairwise(self.arguments):
            if argument == Tag(tag) and isinstance(following, Texts):
                return following.values
        return ()

    def last(self) -> tuple[str, ...]:
        """Return the last string or list: the positional argument comes behind the tagged ones (RFC 5228 §2.6.2)."""
        return next((given.values for given in reversed(self.arguments) if isinstance(given, Texts)), ())


def commands(script: str) -> tuple[Command, ...]:
    """Return the commands of a script. Raises Unreadable."""
    return tuple(_Reader(tokens(script)).commands(depth=0))


class _Reader:
    """Reads tokens one by one, looking one ahead."""

    def __init__(self, words: Iterable[Token]) -> None:
        self._words = iter(words)
        self._next = next(self._words, None)

    def commands(self, depth: int) -> Iterator[Command]:
        """Yield commands up to the end of the script, or of the block that they stand in."""
        before = ""
        while self._next is not None and not (depth and self._is("}")):
            command = self._command(depth)
            if not _fits(command, before):
                raise Unreadable("a condition in pieces")
            before = command.name
            yield command

    def _command(self, depth: int) -> Command:
        name = self._take(Word.NAME)
        arguments = tuple(self._arguments())
        tests = self._tests(0)
        if len(tests) > 1:
            raise Unreadable("a list of tests where one belongs")
        test = tests[0] if tests else None
        if self._has("{"):
            if depth >= DEEPEST:
                raise Unreadable("blocks too deep inside each other")
            block = tuple(self.commands(depth + 1))
            self._demand("}")
            return Command(name, arguments, test, block)
        self._demand(";")
        return Command(name, arguments, test)

    def _arguments(self) -> Iterator[Argument]:
        while self._next is not None:
            match self._next.kind:
                case Word.TAG:
                    yield Tag(self._take(Word.TAG))
                case Word.NUMBER:
                    self._take(Word.NUMBER)
                    yield Number()
                case Word.TEXT:
                    yield Texts((self._take(Word.TEXT),))
                case Word.MARK if self._has("["):
                    yield Texts(tuple(self._listed()))
                case _:
                    return

    def _listed(self) -> Iterator[str]:
        # Pigeonhole takes an empty list, though the grammar does not.
        while not self._has("]"):
            yield self._take(Word.TEXT)
            if not self._is("]"):
                self._demand(",")

    def _tests(self, depth: int) -> tuple[Test, ...]:
        """Return one test, or the tests between parentheses."""
        if depth > DEEPEST:
            raise Unreadable("tests too deep inside each other")
        if self._next is not None and self._next.kind is Word.NAME:
            return (self._test(depth),)
        if not self._has("("):
            return ()
        found = [self._test(depth)]
        while self._has(","):
            found.append(self._test(depth))
        self._demand(")")
        return tuple(found)

    def _test(self, depth: int) -> Test:
        name = self._take(Word.NAME)
        for _ in self._arguments():
            pass  # what a test compares with what does not matter here
        return Test(name, self._tests(depth + 1))

    def _is(self, mark: str) -> bool:
        return self._next is not None and self._next.kind is Word.MARK and self._next.text == mark

    def _has(self, mark: str) -> bool:
        found = self._is(mark)
        if found:
            self._next = next(self._words, None)
        return found

    def _demand(self, mark: str) -> None:
        if not self._has(mark):
            raise Unreadable("something missing")

    def _take(self, kind: Word) -> str:
        if self._next is None or self._next.kind is not kind:
            raise Unreadable("something else was expected")
        text = self._next.text
        self._next = next(self._words, None)
        return text


def _fits(command: Command, before: str) -> bool:
    """Whether a part of a condition is whole, and stands behind the part that it belongs to (RFC 5228 §3.1)."""
    match command.name:
        case "if":
            return command.test is not None and command.block is not None
        case "elsif":
            return before in {"if", "elsif"} and command.test is not None and command.block is not None
        case "else":
            return before in {"if", "elsif"} and command.test is None and command.block is not None
    return True
