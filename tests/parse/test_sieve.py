"""What scripts do with mail that concerns somebody else."""

import itertools
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.model.traces import SieveAction, SieveKind, SieveScript, SieveTrouble, Target, Whose
from mailcheck.parse.recognise import Recogniser
from mailcheck.parse.sieve import LARGEST_SCRIPT, read_scripts
from mailcheck.parse.sieve_lexer import Unreadable, tokens
from tests import factories
from tests.parse.sieve_samples import HOME, OWN, SAMPLES, THIRD
from tests.patience import computing

RECOGNISE = Recogniser(factories.account(), (factories.home(),), "digest:{}".format)


def look(text: str, **others: str) -> SieveScript:
    """Read a script that is switched on."""
    stored = {"main": text.encode()} | {name: script.encode() for name, script in others.items()}
    return read_scripts(stored, "main", RECOGNISE)[0]


def shown(action: SieveAction) -> str:
    """Return an action in the words of sieve_samples.py."""
    target = action.target
    whom = {Whose.OTHER: "home", Whose.OWN: "own"}.get(target.whose, "?" if target.key else "…")
    when = "sometimes" if action.conditional else "" if not action.active else "always"
    words = (action.kind, whom, when, "" if action.active else "never", "unless" if action.may_be_stopped else "")
    return " ".join(filter(None, words))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_scripts_as_people_write_them(sample):
    """Every script of the collection is read as it would run."""
    found = look(sample.text)

    assert (tuple(map(shown, found.actions)), found.troubles) == (sample.does, sample.troubles)


def test_the_collection_is_large_enough():
    """The issue asks for 17 realistic scripts at least, each with its own name."""
    assert len({sample.name for sample in SAMPLES}) == len(SAMPLES) >= 17


def test_an_action_carries_no_address_but_a_digest():
    """A third party's address is gone; the member's own account is named."""
    third = Target(Whose.UNKNOWN, key=f"digest:{THIRD}")

    assert look(f'redirect "{THIRD}";').actions == (
        SieveAction(SieveKind.REDIRECT, third, conditional=False, active=True),
    )


def test_a_script_that_is_not_switched_on_is_told_apart():
    """A stored script is read too, and nothing in it counts as active (F5)."""
    stored = {"main": b"keep;", "old": f'redirect "{HOME}";'.encode()}

    main, old = read_scripts(stored, "main", RECOGNISE)

    assert (main, old.active, [shown(action) for action in old.actions]) == (
        SieveScript(active=True),
        False,
        ["redirect home never"],
    )


def test_no_script_is_switched_on():
    """With no active script nothing is active."""
    assert read_scripts({"a": f'redirect "{HOME}";'.encode()}, None, RECOGNISE)[0].actions[0].active is False


def test_an_included_script_counts_as_part_of_the_one_that_includes_it():
    """What an included script does is told once, under the conditions of both (RFC 6609)."""
    text = 'require "include"; if header :is "x" "y" { include :personal "forward"; }'
    stored = {"main": text.encode(), "forward": f'redirect "{HOME}";'.encode()}

    found = read_scripts(stored, "main", RECOGNISE)

    assert [[shown(action) for action in script.actions] for script in found] == [["redirect home sometimes"]]


@pytest.mark.parametrize(
    ("inner", "when"),
    [
        ("stop;", "never unless"),
        ("return;", "always"),
        ('if exists "x" { stop; }', "always unless"),
        ("keep;", "always"),
    ],
)
def test_an_included_script_can_end_the_one_around_it(inner, when):
    """`stop` ends everything, `return` only the included script."""
    found = look(f'include "inner"; redirect "{HOME}";', inner=inner)

    assert [shown(action) for action in found.actions] == [f"redirect home {when}"]


def test_a_script_that_includes_itself_is_not_followed():
    """No server runs it, so nothing is claimed but that it could not be read."""
    assert look('include "main"; keep;').troubles == (SieveTrouble.UNREADABLE,)


def test_scripts_that_include_each_other_end():
    """Two scripts that include each other many times do not take for ever."""
    assert look('include "b";' * 500, b='include "c";' * 500, c="keep;" * 500).troubles == (SieveTrouble.TOO_LONG,)


def test_a_shared_variable_is_not_trusted_across_scripts():
    """What another script may have set is only known when a letter arrives."""
    text = f'require ["include","variables"]; global "to"; set "to" "{HOME}"; include "b"; redirect "${{to}}";'

    assert [shown(action) for action in look(text, b="keep;").actions] == ["redirect … always"]


def test_a_script_that_is_too_long_is_said_to_be():
    """What is not read is never taken for harmless."""
    assert look("#" * (LARGEST_SCRIPT + 1)).troubles == (SieveTrouble.TOO_LONG,)


def test_letters_that_are_no_utf_8_do_not_matter():
    """A comment in another alphabet hides nothing."""
    found = read_scripts({"main": b'\xef\xbb\xbf# \xff\xfe\nredirect "anna@home.example";'}, "main", RECOGNISE)

    assert [shown(action) for action in found[0].actions] == ["redirect home always"]


@pytest.mark.parametrize("depth", [33, 400, 50_000])
@pytest.mark.parametrize("piece", ["if true {", "if not ", "if anyof (", "foreverypart {"])
def test_deep_nesting_is_refused_and_nothing_breaks(piece, depth):
    """Neither blocks nor tests can exhaust the stack."""
    assert look(piece * depth).troubles == (SieveTrouble.UNREADABLE,)


# What a script does, worked out in another way: run it once for every way its conditions can turn out.


@st.composite
def blocks(draw, depth=3):
    """Return a block: redirects to numbered people, stops, and conditions with up to two further branches."""
    kinds = ["redirect", "redirect", "stop", "noise"] + (["if", "if"] if depth else [])
    block = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=3)):
        if kind == "if":
            tests = draw(st.lists(st.sampled_from(["?", "?", "true", "false", "not true"]), min_size=1, max_size=2))
            branches = [(test, draw(blocks(depth - 1))) for test in tests]
            otherwise = draw(st.none() | blocks(depth - 1))
            block.append(("if", branches, otherwise))
        else:
            block.append((kind,))
    return block


NOISE = ['# redirect "x@x.x";\n', "/* stop; } */", "keep;", 'fileinto "stop;";', "addheader text:\nstop;\n..\n.\n;"]


def written(block, counter, rng) -> str:
    pieces = []
    for statement in block:
        match statement:
            case ("redirect",):
                pieces.append(f'redirect "n{next(counter)}@x.example";')
            case ("if", branches, otherwise):
                for position, (test, inner) in enumerate(branches):
                    shown_test = f'header :is "h{next(counter)}" "v"' if test == "?" else test
                    word = "elsif" if position else "if"
                    pieces.append(f"{word} {shown_test} {{ {written(inner, counter, rng)} }}")
                if otherwise is not None:
                    pieces.append(f"else {{ {written(otherwise, counter, rng)} }}")
            case ("stop",):
                pieces.append("stop;")
            case _:
                pieces.append(rng.choice(NOISE))
    return " ".join(pieces)


class Stop(Exception):
    pass


def run(block, counter, turns, sent):
    """Run a numbered block; a test of the letter takes the next of `turns`. Every number is counted, run or not."""
    for statement in block:
        match statement:
            case ("redirect",):
                sent.add(next(counter))
            case ("if", branches, otherwise):
                taken = None
                parts = []
                for test, inner in branches:
                    holds = turns[next(counter)] if test == "?" else test == "true"
                    parts.append((inner, holds))
                    start = next_number(counter)
                    if holds and taken is None:
                        taken = (inner, start)
                    skip(inner, counter)
                start = next_number(counter)
                if otherwise is not None:
                    taken = taken or (otherwise, start)
                    skip(otherwise, counter)
                if taken:
                    run(taken[0], itertools.count(taken[1]), turns, sent)
            case ("stop",):
                raise Stop


def next_number(counter) -> int:
    """Return the number that a counter gives next, without taking it."""
    return counter.__reduce__()[1][0]


def skip(block, counter):
    for statement in block:
        match statement:
            case ("redirect",):
                next(counter)
            case ("if", branches, otherwise):
                for test, inner in branches:
                    if test == "?":
                        next(counter)
                    skip(inner, counter)
                if otherwise is not None:
                    skip(otherwise, counter)


def questions(block, counter) -> list[int]:
    """Return the numbers of the tests that depend on the letter."""
    found = []
    for statement in block:
        if statement[0] == "redirect":
            next(counter)
        if statement[0] == "if":
            for test, inner in statement[1]:
                if test == "?":
                    found.append(next(counter))
                found += questions(inner, counter)
            found += questions(statement[2] or [], counter)
    return found


@settings(max_examples=150, deadline=None)
@given(blocks(), st.randoms(use_true_random=False))
def test_scripts_are_read_as_they_run(block, rng):
    """Running a made-up script every way it can go gives the same answer as reading it."""
    asked = questions(block, itertools.count())
    if len(asked) > 7:
        return
    outcomes = []
    for turns in itertools.product([True, False], repeat=len(asked)):
        sent: set[int] = set()
        with suppress(Stop):
            run(block, itertools.count(), dict(zip(asked, turns, strict=True)), sent)
        outcomes.append(sent)
    sometimes, always = set.union(*outcomes), set.intersection(*outcomes)

    found = look(written(block, itertools.count(), rng))

    numbers = {int(action.target.key.partition(":n")[2].partition("@")[0]): action for action in found.actions}
    assert found.troubles == ()
    assert {number for number, action in numbers.items() if not action.active}.isdisjoint(sometimes)
    certain = {
        number
        for number, action in numbers.items()
        if action.active and not action.conditional and not action.may_be_stopped
    }
    assert certain <= always
    assert sometimes <= {number for number, action in numbers.items() if action.active}


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_nothing_that_a_server_sends_breaks_the_reader(octets):
    """Any octets give an answer."""
    (found,) = read_scripts({"main": octets}, "main", RECOGNISE)

    assert found.active


@given(st.lists(st.sampled_from(['"', "\\", "{", "}", "[", "text:\n", ".\n", "/*", "*/", "${", "hex:", "a", ":", ";"])))
def test_pieces_of_the_language_in_any_order_break_nothing(pieces):
    """The lexer either gives tokens or refuses."""
    try:
        found = list(tokens("".join(pieces)))
    except Unreadable:
        return
    assert all(token.text or token.kind.name == "TEXT" for token in found)


HOSTILE = {
    "open comments": "/*",
    "escapes": '"\\"',
    "stops": "text:\n.\n..",
    "conditions": 'if a { set "a" "${a}x"; }\n',
    "branches": 'if a {} elsif b { set "b" "${b}c"; }\n',
    "growing variables": 'set "a" "${a}${a}0123456789";',
    "addresses": 'redirect "<<<<";',
    "unfinished codes": 'keep "${hex:40 ";',
    "different variables": 'if a { set "v%d" "${w%d}"; }',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_length_and_no_faster(name):
    """Four times the script takes about four times as long, not sixteen times."""

    def seconds(size: int) -> float:
        piece = HOSTILE[name]
        pieces = (piece.replace("%d", str(number)) for number in range(size // len(piece)))
        script = {"main": ('require ["variables","encoded-character"];' + "".join(pieces)).encode()}
        began = time.thread_time()
        read_scripts(script, "main", RECOGNISE)
        return time.thread_time() - began

    small, large = min(seconds(20_000) for _ in range(3)), min(seconds(80_000) for _ in range(3))

    assert large < 9 * max(small, 0.005)


def test_own_and_third_addresses_are_those_of_the_samples():
    """The samples speak of the accounts that the recogniser knows."""
    assert (RECOGNISE(HOME).account, RECOGNISE(OWN).account, RECOGNISE(THIRD).account) == ("home", "practice", "")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_script_of_a_megabyte_costs_little(name):
    """A few microseconds for each octet, whatever it is made of."""
    piece = HOSTILE[name]
    pieces = (piece.replace("%d", str(number)) for number in range(1_000_000 // len(piece)))
    script = {"main": ('require ["variables","encoded-character"];' + "".join(pieces)).encode()}
    with computing(at_most=6.0):
        read_scripts(script, "main", RECOGNISE)
