"""File names, whatever program wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.filenames import LONGEST_NAME, file_name, parameters
from tests.patience import computing


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(b"name", b"plain.pdf")], {"name": "plain.pdf"}),
        ([(b"NAME", b"Loud.PDF")], {"name": "Loud.PDF"}),
        ([(b"name*", b"utf-8''%C3%9Cbung.pdf")], {"name": "Übung.pdf"}),
        ([(b"name*", b"iso-8859-1'de'%DCbung.pdf")], {"name": "Übung.pdf"}),
        ([(b"name*0", b"long "), (b"name*1", b"name.pdf")], {"name": "long name.pdf"}),
        ([(b"NAME*1*", b"%9Cbung"), (b"NAME*0*", b"UTF-8''%C3"), (b"NAME*2", b".pdf")], {"name": "Übung.pdf"}),
        ([(b"name", b"=?UTF-8?B?w5xidW5nLnBkZg==?=")], {"name": "Übung.pdf"}),
        ([(b"name", b"=?UTF-8?Q?=C3=9Cbung?= =?UTF-8?Q?_zwei.pdf?=")], {"name": "Übung zwei.pdf"}),
        ([(b"name", "Übung.pdf".encode())], {"name": "Übung.pdf"}),
        ([(b"name", "Übung.pdf".encode("cp1252"))], {"name": "Übung.pdf"}),
        ([(b"name", b'quo"ted.pdf')], {"name": 'quo"ted.pdf'}),
    ],
)
def test_reads_every_way_of_writing_a_name(pairs, expected):
    """Plain, quoted, encoded, continued and raw names all come out as their sender saw them."""
    assert parameters(pairs) == expected


@pytest.mark.parametrize("charset", [b"us-ascii", b"iso-8859-1", b"windows-1252", b"no-such-set", b""])
def test_a_character_set_that_lies_is_not_believed(charset):
    """Octets that are valid UTF-8 are read as such, whatever single-octet set is declared."""
    assert parameters([(b"name*", charset + b"''%C3%9C.pdf")]) == {"name": "Ü.pdf"}


def test_a_declared_multi_octet_set_is_believed():
    """Japanese and Chinese names are decoded by the set they declare."""
    written = "記録.pdf".encode("shift_jis")
    quoted = b"".join(b"%%%02X" % octet for octet in written)
    assert parameters([(b"name*", b"shift_jis''" + quoted)]) == {"name": "記録.pdf"}
    assert parameters([(b"name", b"=?iso-2022-jp?B?GyRCNS1PPxsoQi5wZGY=?=")]) == {"name": "記録.pdf"}


def test_the_extended_form_wins_over_the_plain_one():
    """Programs write both for old readers; the extended one is the true one."""
    assert parameters([(b"name", b"Ubung.pdf"), (b"name*", b"utf-8''%C3%9Cbung.pdf")]) == {"name": "Übung.pdf"}


def test_the_disposition_names_before_the_type():
    """Content-Disposition's filename comes before Content-Type's name."""
    assert file_name({"filename": "a.pdf"}, {"name": "b.pdf"}) == "a.pdf"
    assert file_name({}, {"name": "b.pdf"}) == "b.pdf"
    assert file_name({"filename": "  "}, {}) is None
    assert file_name({}, {}) is None


def test_a_name_is_cut_to_a_bounded_length():
    """A name of a megabyte costs little and comes out short."""
    found = parameters([(b"name", b"a" * 1_000_000)])
    assert len(file_name(found, found) or "") == LONGEST_NAME


def test_hostile_continuations_cost_little():
    """Thousands of continuations full of encoded words are bounded in time."""
    with computing(at_most=2):
        parameters([(b"name*%d" % number, b"=?utf-8?q?x?=" * 300) for number in range(5000)])


@given(st.lists(st.tuples(st.binary(max_size=30), st.binary(max_size=60)), max_size=12))
def test_never_raises(pairs):
    """Whatever a server passes on, names and values come out as text."""
    assert all(isinstance(key, str) and isinstance(value, str) for key, value in parameters(pairs).items())
