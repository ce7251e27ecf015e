"""What a table is held to: everything that is wrong is told at once, with its place, and no value is repeated."""

from datetime import date, datetime

import pytest

from mailcheck.settings.problems import Found, problems
from mailcheck.settings.table import (
    Table,
    Wrong,
    any_table,
    day,
    entry,
    flag,
    list_of,
    number,
    one_of,
    one_or_more,
    table_of,
    words,
)


def told(kind, value):
    """Return what is said about a value, each with its place; the value itself if nothing is."""
    try:
        return kind(value)
    except Wrong as error:
        return [str(each).removeprefix("f: ").removeprefix('"f" ') for each in problems(error.found, value, "f")]


@pytest.mark.parametrize(
    ("kind", "good", "bad", "what"),
    [
        (words(), "", 3, "should be text in quotation marks."),
        (words(1), "a", "", "is empty."),
        (words(1, 3), "abc", "abcd", "is too long."),
        (number(1, 5), 5, 6, "is too large."),
        (number(1, 5), 1, 0, "is too small."),
        (number(), 7, True, "should be a whole number, without quotation marks."),
        (number(), 7, 7.0, "should be a whole number, without quotation marks."),
        (flag, False, 0, "should be true or false, without quotation marks."),
        (day, date(2026, 1, 2), datetime(2026, 1, 2), "should be a date."),
        (one_of("tls", "none"), "tls", "ltls", "is not one of the words that can stand here. Did you mean `tls`?"),
        (one_of(1), 1, True, "is not one of the words that can stand here."),
        (list_of(flag), [True], "x", "should be a list."),
        (list_of(flag, 1), [True], [], "is empty."),
        (any_table, {"a": 1}, [], "should be a table."),
        (table_of(flag), {"a": True}, 1, "should be a table."),
    ],
)
def test_each_kind_takes_its_own_values_alone(kind, good, bad, what):
    """No value that merely looks right: true is no number, and midnight is no day."""
    assert told(kind, good) == good
    assert told(kind, bad) == [what]


def test_one_text_may_stand_for_a_list_of_one():
    """A list is asked for otherwise."""
    kind = one_or_more(words(1))
    assert (kind("a"), kind(["a", "b"])) == (["a"], ["a", "b"])
    assert told(kind, 3) == ["should be a list."]


class Inner(Table):
    """A table in a table."""

    size: int = entry(number(1, 9), "Write a size.")


class Outer(Table):
    """One with every kind of key."""

    start: date = entry(day, "Write a day.", alias="from")
    inner: list[Inner] = entry(list_of(Inner.read), "Write an inner one.", ())
    names: list[str] = entry(list_of(words(1)), "Write names.", ())

    def wrong_together(self):
        """Return that there are as many names as inner ones."""
        if len(self.names) != len(self.inner):
            yield Found("do not fit together.", "Write as many.")


class Open(Table, other=flag):
    """One that takes keys of any name."""

    clause: str = entry(words(), "Write a clause.")


def test_a_table_is_its_keys_and_what_holds_without_them():
    """By the names of the class; the file may call them otherwise."""
    table = Outer.read({"from": date(2026, 1, 2), "inner": [{"size": 3}], "names": ["a"]})
    assert (table.start, table.inner[0].size, table.names) == (date(2026, 1, 2), 3, ["a"])
    assert Outer.read({"from": date(2026, 1, 2)}).values() == {"start": date(2026, 1, 2), "inner": (), "names": ()}


def test_everything_that_is_wrong_is_told_in_the_order_of_the_keys():
    """The remedy is that of the innermost key; a key that nobody knows may hold a password."""
    raw = {"inner": [{"size": 3}, {"size": 0, "password": "p"}, 4], "names": ["", 5], "form": 1}
    assert told(Outer.read, raw) == [
        "from: is missing. Write a day.",
        "inner 2: size: is too small. Write a size.",
        "inner 2: password: holds a password, which does not belong in this file. Take it out, change it where you "
        'have it from, and write `secret`, which says where the new one is kept: "keyring", for example.',
        "inner 3: should be a table. Write an inner one.",
        "names 1: is empty. Write names.",
        "names 2: should be text in quotation marks. Write names.",
        "form: is not something that mailcheck knows. Did you mean `from`?",
    ]


def test_keys_are_looked_at_together_once_each_is_sound():
    """Not before: one problem would be told twice."""
    assert told(Outer.read, {"from": date(2026, 1, 2), "names": ["a"]}) == ["do not fit together. Write as many."]
    assert told(Outer.read, {"names": ["a"]}) == ["from: is missing. Write a day."]


def test_a_table_may_take_other_keys_of_a_kind():
    """As a rule's options."""
    assert Open.read({"clause": "A", "x": True}).others == {"x": True}
    assert told(Open.read, {"clause": "A", "x": 1}) == ["x: should be true or false, without quotation marks."]
