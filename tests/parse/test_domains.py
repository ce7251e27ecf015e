"""Domain names as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.domains import ascii_domain, domain_of, is_at_or_below, is_below


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Example.ORG", "example.org"),
        ("example.org.", "example.org"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("MÜNCHEN.example", "xn--mnchen-3ya.example"),
        ("mu\u0308nchen.example", "xn--mnchen-3ya.example"),
        ("xn--mnchen-3ya.example", "xn--mnchen-3ya.example"),
        ("praxis\uff0eexample", "praxis.example"),
        ("localhost", "localhost"),
    ],
)
def test_spellings_of_a_domain_become_one(text, expected):
    """Case, a final dot and the form of accented letters make no difference."""
    assert ascii_domain(text) == expected


@pytest.mark.parametrize(
    "text", ["", ".", "a..b", "-a.org", "a-.org", "a b.org", "a_b.org", "a" * 64, "a." * 127 + "ab"]
)
def test_what_is_no_domain_is_refused(text):
    """What cannot be a domain raises ValueError."""
    with pytest.raises(ValueError, match="it is not a domain name"):
        ascii_domain(text)


@given(st.text(max_size=40))
def test_any_text_is_a_domain_or_refused(text):
    """Whatever is given, the answer is stable ASCII or a ValueError."""
    try:
        domain = ascii_domain(text)
    except ValueError:
        return
    assert domain.isascii()
    assert ascii_domain(domain) == domain


def test_domain_of_an_address_follows_its_last_at():
    """The domain is what follows the last @; without one there is none."""
    assert domain_of(" jane@Example.org ") == "example.org"
    with pytest.raises(ValueError, match="no @"):
        domain_of("jane")


@pytest.mark.parametrize(
    ("domain", "suffix", "below", "at_or_below"),
    [
        ("google.com", "google.com", False, True),
        ("mx.google.com", "google.com", True, True),
        ("evilgoogle.com", "google.com", False, False),
    ],
)
def test_suffixes_end_on_a_label(domain, suffix, below, at_or_below):
    """A suffix is compared label by label."""
    assert (is_below(domain, suffix), is_at_or_below(domain, suffix)) == (below, at_or_below)
