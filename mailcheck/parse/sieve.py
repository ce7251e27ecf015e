"""What the scripts on a server do with mail that concerns somebody else (evidence F1–F5).

Reads every way through a script at once: a condition that is not plainly true or false may go either way. Nothing of a
script is kept but whom it sends to, as a name of the member's own accounts or a keyed digest.
"""

from collections.abc import Mapping
from dataclasses import field, replace

from mailcheck.dataclass import dataclass
from mailcheck.model.traces import SieveAction, SieveScript, SieveTrouble
from mailcheck.parse.sieve_actions import Recognise, sent_by
from mailcheck.parse.sieve_flow import SURELY, End, Place, any_of, chains, verdict
from mailcheck.parse.sieve_grammar import Command, Tag, Texts, commands
from mailcheck.parse.sieve_lexer import Unreadable
from mailcheck.parse.sieve_words import Scope, Values, decode_characters, expand, modified

LARGEST_SCRIPT = 1 << 20
MOST_COMMANDS = 250_000
MOST_ACTIONS = 1000
DEEPEST = 64
"""Blocks and included scripts inside each other."""


@dataclass(frozen=True, slots=True)
class _Extensions:
    """What a script says it needs that changes how its strings are read."""

    variables: bool = False
    encoded: bool = False

    def read(self, text: str, scope: Scope) -> Values:
        """Return what a string can stand for."""
        plain = decode_characters(text) if self.encoded else text
        return expand(plain, scope) if self.variables else frozenset((plain,))


@dataclass(slots=True)
class _Stored:
    """All scripts of an account, each taken apart once, and how much may still be read of them."""

    scripts: Mapping[str, bytes]
    left: int = MOST_COMMANDS
    _read: dict[str, tuple[Command, ...] | SieveTrouble] = field(default_factory=dict)

    def commands(self, name: str) -> tuple[Command, ...] | SieveTrouble:
        """Return the commands of a script, or why there are none."""
        if name not in self._read:
            self._read[name] = self._take_apart(self.scripts[name])
        return self._read[name]

    def _take_apart(self, octets: bytes) -> tuple[Command, ...] | SieveTrouble:
        if len(octets) > LARGEST_SCRIPT:
            return SieveTrouble.TOO_LONG
        try:
            return commands(octets.decode("utf-8", "replace").removeprefix("\ufeff"))
        except Unreadable:
            return SieveTrouble.UNREADABLE


@dataclass(slots=True)
class _Run:
    """One way of running a script: as the active one, or as one that is only stored."""

    stored: "_Stored"
    recognise: Recognise
    actions: dict[SieveAction, None] = field(default_factory=dict)
    troubles: dict[SieveTrouble, None] = field(default_factory=dict)
    included: set[str] = field(default_factory=set)

    def script(self, name: str, place: Place) -> End:
        """Read one script from its beginning."""
        every = self.stored.commands(name)
        if isinstance(every, SieveTrouble):
            self.troubles[every] = None
            return End()
        needs = {need for command in every if command.name == "require" for need in command.last()}
        shared = (name for command in every if command.name == "global" for name in command.last())
        scope = Scope(unknown=frozenset(name.lower() for name in shared))
        return self.block(every, scope, _Extensions("variables" in needs, "encoded-character" in needs), place)

    def block(self, every: tuple[Command, ...], scope: Scope, words: _Extensions, place: Place) -> End:
        """Read the commands of a block."""
        end = End()
        for chain in chains(every):
            self.stored.left -= len(chain)
            if self.stored.left < 0 or place.depth > DEEPEST:
                self.troubles[SieveTrouble.TOO_LONG] = None
                return end
            here = place
            if end.ends:
                here = replace(place, active=place.active and end.ends < SURELY, may_be_stopped=True)
            following = self.condition(chain, scope, words, here) if chain[0].test else None
            end.then(following or self.command(chain[0], scope, words, here))
        return end

    def condition(self, chain: tuple[Command, ...], scope: Scope, words: _Extensions, place: Place) -> End:
        """Read an `if` with its `elsif` and `else`: each may run, unless its test is plainly true or false."""
        branches: list[Scope] = []
        ends: list[End] = []
        is_settled = is_conditional = False
        for command in chain:
            outcome = verdict(command.test) if command.test else True
            runs = outcome is not False and not is_settled
            is_conditional = is_conditional or outcome is None
            inner = Scope(scope)
            here = replace(
                place,
                conditional=place.conditional or is_conditional,
                active=place.active and runs,
                depth=place.depth + 1,
            )
            end = self.block(command.block or (), inner, words, here)
            if runs:
                branches.append(inner)
                ends.append(end)
            is_settled = is_settled or (runs and outcome is True)
        scope.merge(branches, is_complete=is_settled)
        return any_of(ends, is_complete=is_settled)

    def command(self, command: Command, scope: Scope, words: _Extensions, place: Place) -> End:
        """Read one command that is no condition."""
        match command.name:
            case "stop" | "error":
                return End(stops=SURELY)
            case "return":
                return End(returns=SURELY)
            case "include":
                return self.include(command, scope, place)
            case "set" if len(texts := _constants(command)) == 2:
                name = texts[0].lower()
                scope.values[name] = modified(words.read(texts[1], scope), _tags(command))
        for kind, target, is_certain in sent_by(command, lambda text: words.read(text, scope), self.recognise):
            conditional = place.conditional or not is_certain
            action = SieveAction(kind, target, conditional, place.active, place.may_be_stopped)
            if len(self.actions) < MOST_ACTIONS:
                self.actions[action] = None
        if command.block is None:
            return End()
        inner, here = Scope(scope), replace(place, conditional=True, depth=place.depth + 1)  # foreverypart, for example
        end = self.block(command.block, inner, words, here)
        scope.merge([inner], is_complete=False)
        return any_of([end], is_complete=False)

    def include(self, command: Command, scope: Scope, place: Place) -> End:
        """Read an included script (RFC 6609 §3.2); its name is never made of variables."""
        name = next(iter(command.last()), "")
        scope.forget_shared()
        if not command.has("global") and name in self.stored.scripts:
            self.included.add(name)
            if name in place.within:
                self.troubles[SieveTrouble.UNREADABLE] = None  # it includes itself, and no server runs that
                return End()
            inner = replace(place, within=(*place.within, name), depth=place.depth + 8)
            return End(stops=self.script(name, inner).stops)
        if command.has("global"):
            self.troubles[SieveTrouble.INCLUDE_UNSEEN] = None
        elif not command.has("optional"):
            self.troubles[SieveTrouble.INCLUDE_MISSING] = None
        return End()


def _constants(command: Command) -> tuple[str, ...]:
    texts = (given.values for given in command.arguments if isinstance(given, Texts))
    return tuple(values[0] for values in texts if len(values) == 1)


def _tags(command: Command) -> tuple[str, ...]:
    return tuple(given.name for given in command.arguments if isinstance(given, Tag))


def read_scripts(scripts: Mapping[str, bytes], active: str | None, recognise: Recognise) -> tuple[SieveScript, ...]:
    """Return what each stored script sends to whom; the active one first, with those that it includes.

    `scripts` holds every script by its name. Never raises on hostile input, and takes time in proportion to its length.
    """
    stored = _Stored(scripts)
    found: list[SieveScript] = []
    included: set[str] = set()
    for name in sorted(scripts, key=lambda name: (name != active, name)):
        if name in included:
            continue
        run = _Run(stored, recognise)
        run.script(name, Place(active=name == active, within=(name,)))
        included |= run.included if name == active else set()
        found.append(SieveScript(name == active, tuple(run.actions), tuple(run.troubles)))
    return tuple(found)
