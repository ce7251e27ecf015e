"""FETCH answers are read as imapclient reads them, or not at all."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.response_parser import parse_fetch_response

from mailcheck.gather.imap.fetched import fetch_values
from mailcheck.parse.structure import walk
from tests.patience import computing

SIMPLE = b'("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "8BIT" 120 4 NIL NIL NIL NIL)'


def by_imapclient(pieces):
    """Return what imapclient makes of the same answer."""
    line = []
    for number, (words, literal) in enumerate(pieces):
        text = (words if number else b"1 " + words.split(b" ", 3)[3]).rstrip(b"\r\n")
        line.append(text if literal is None else (text, literal))
    [values] = parse_fetch_response(line, normalise_times=False, uid_is_key=False).values()
    return {name: value for name, value in values.items() if name != b"SEQ"}


def plain(value):
    """Return a value without imapclient's own classes: a multipart's list of parts is put among its other fields."""
    if isinstance(value, tuple) and value and isinstance(value[0], list):
        value = (*value[0], *value[1:])
    return tuple(map(plain, value)) if isinstance(value, tuple | list) else value


def items(structure):
    """Return an answer with a structure."""
    return (
        b'* 7 FETCH (UID 9 RFC822.SIZE 1234 INTERNALDATE " 1-Nov-2026 10:02:03 +0130" BODYSTRUCTURE %s)\r\n' % structure
    )


@pytest.mark.parametrize(
    "structure",
    [
        SIMPLE,
        b"(" + SIMPLE * 2 + b' "MIXED" ("BOUNDARY" "a \\"b\\" (c) {3}") NIL NIL NIL)',
        b"((" + SIMPLE * 2 + b' "alternative")' + SIMPLE + b' "mixed" NIL)',
        b'("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 342 ("date" "s" (("A" NIL "a" "b")) NIL NIL NIL NIL NIL NIL "<i>") '
        + SIMPLE
        + b" 12)",
        b'("APPLICATION" "PDF" ("NAME" 2019) NIL NIL "BASE64" 0012 NIL ("ATTACHMENT" ("FILENAME" 17.pdf)) NIL)',
    ],
)
def test_structures_are_read_as_imapclient_reads_them(structure):
    """Nested, escaped, with brackets in their strings."""
    pieces = [(items(structure), None)]
    found, expected = fetch_values(pieces), by_imapclient(pieces)
    assert plain(tuple(sorted(found.items()))) == plain(tuple(sorted(expected.items())))
    assert walk(found[b"BODYSTRUCTURE"]) == walk(expected[b"BODYSTRUCTURE"])


def test_literals_stand_where_they_are_named():
    """A header block, and a file name as Dovecot writes one that is not ASCII."""
    pieces = [
        (b'* 7 FETCH (UID 9 BODYSTRUCTURE ("A" "B" ("NAME" {5}\r\n', b'a")(\r'),
        (b") NIL NIL NIL 1) BODY[HEADER.FIELDS (MESSAGE-ID)] {4}\r\n", b"x\r\n("),
        (b")\r\n", None),
    ]
    found = fetch_values(pieces)
    assert found == by_imapclient(pieces)
    assert found[b"BODYSTRUCTURE"][2] == (b"NAME", b'a")(\r')


def test_a_day_of_one_figure_and_every_time_zone():
    """RFC 9051 §9, date-time."""
    found = fetch_values([(b'* 7 FETCH (INTERNALDATE "01-Jan-2020 00:30:00 -0130")\r\n', None)])
    assert found[b"INTERNALDATE"].astimezone(UTC) == datetime(2020, 1, 1, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "words",
    [
        b"* 7 FETCH (UID 9\r\n",
        b"* 7 FETCH (UID 9))\r\n",
        b"* 7 FETCH (UID)\r\n",
        b"* 7 FETCH UID 9\r\n",
        b"* 7 FETCH (1 2)\r\n",
        b"* 7 EXISTS\r\n",
        b'* 7 FETCH (INTERNALDATE "yesterday")\r\n',
        b'* 7 FETCH (INTERNALDATE "31-Feb-2020 00:30:00 +0000")\r\n',
        b'* 7 FETCH (UID "9)\r\n',
        b"* 7 FETCH (" + b"(" * 400 + b")" * 400 + b")\r\n",
    ],
)
def test_what_is_no_answer_raises_value_error(words):
    """So that the message is asked for again."""
    with pytest.raises(ValueError, match=r"."):
        fetch_values([(words, None)])


TEXT = st.text(st.characters(codec="latin-1", exclude_characters='"\\\r\n\0'), max_size=9).map(
    lambda text: text.encode("latin-1")
)
QUOTED = TEXT.map(lambda text: b'"%s"' % text) | st.just(rb'"a \"b\" \\"')
ATOM = st.sampled_from([b"NIL", b"nil", b"12", b"BASE64", b"007", b"7BIT", b"x=y", b"a-b.c"])
NESTED = st.recursive(
    QUOTED | ATOM, lambda inside: st.lists(inside, min_size=1, max_size=4).map(lambda each: b"(%s)" % b" ".join(each))
)


@given(st.lists(NESTED, min_size=1, max_size=5))
def test_any_list_is_read_as_imapclient_reads_it(inside):
    """Generated ones."""
    pieces = [(b"* 7 FETCH (UID 9 X-LIST (%s))\r\n" % b" ".join(inside), None)]
    assert fetch_values(pieces) == by_imapclient(pieces)


@given(st.binary(max_size=80))
def test_whatever_comes_nothing_else_is_raised(octets):
    """Hostile answers too."""
    with suppress(ValueError):
        assert isinstance(fetch_values([(b"* 7 FETCH " + octets, None)]), dict)


@pytest.mark.parametrize(
    "words", [b"a" * 200_000 + b"}", b'"' + b"\\x" * 100_000, b"( " * 100_000, b" " * 200_000 + b"}"]
)
def test_long_answers_that_are_none_cost_little(words):
    """What cannot be read is given up at once, however often one might divide it otherwise."""
    with computing(at_most=1), pytest.raises(ValueError, match=r"."):
        fetch_values([(b"* 7 FETCH (" + words, None)])
