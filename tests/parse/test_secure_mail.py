"""How a letter travelled: by a secure system's word, between secure addresses, or with a word that does nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.model import SecureRoute
from mailcheck.parse.secure_mail import SecureMail, SecureSystem, words_in_subject

LIST = SecureMail(
    date(2026, 11, 22),
    (SecureSystem("NHSmail", ("nhs.net",), ("[secure]",)), SecureSystem("Trust", ("trust.example",), ("[encrypt]",))),
    ("nhs.net",),
)
NHS, HOME, TRUST = "anna@nhs.net", "anna@harbour.example", "anna@trust.example"


@pytest.mark.parametrize(
    ("sender", "recipients", "marks", "route"),
    [
        (NHS, ("ben@else.example",), ("[secure]",), SecureRoute.GATEWAY),
        ("anna@trust.nhs.net", ("ben@else.example",), ("[secure]",), SecureRoute.GATEWAY),
        (NHS, ("ben@nhs.net", "c@x.nhs.net"), (), SecureRoute.SECURE_DOMAINS),
        (NHS, ("ben@nhs.net", "c@else.example"), (), None),
        (NHS, (), (), None),
        (NHS, ("ben@else.example",), ("[encrypt]",), SecureRoute.WORD_ONLY),
        (TRUST, ("ben@nhs.net",), ("[encrypt]",), SecureRoute.GATEWAY),
        (HOME, ("ben@nhs.net",), ("[secure]",), SecureRoute.WORD_ONLY),
        (HOME, ("ben@nhs.net",), (), None),
        ("anna@evilnhs.net", ("ben@else.example",), ("[secure]",), SecureRoute.WORD_ONLY),
        ("no address", (), ("[secure]",), SecureRoute.WORD_ONLY),
    ],
)
def test_the_route_of_a_letter(sender, recipients, marks, route):
    """The word counts only from a system that heeds it; secure addresses only if all are."""
    assert LIST.route(sender, recipients, marks) is route


def test_each_word_is_asked_for_once():
    """However many systems share it."""
    twice = SecureMail(LIST.compiled, (*LIST.systems, SecureSystem("Other", ("o.example",), ("[secure]",))))
    assert twice.words == ("[secure]", "[encrypt]")


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("[Secure] your report", ("[secure]",)),
        ("Re: (SECURE) [ENCRYPT]", ("[encrypt]",)),
        ("=?utf-8?q?=5Bsecure=5D_Gr=C3=BC=C3=9Fe?=", ("[secure]",)),
        ("=?utf-8?b?W3NlYw==?= =?iso-8859-1?q?ure]?=", ("[secure]",)),
        ("Gr\udcc3\udcbc\udcc3\udc9fe [secure] =?no-such-set?q?=5Bencrypt=5D?=", ("[secure]", "[encrypt]")),
        ("=?utf-8?q?=5Bgr=C3=BC=C3=9F=5D?=", ("[grüß]",)),
        ("[gr\udcc3\udcbc\udcc3\udc9f]", ("[grüß]",)),
        ("[ secure ] secure", ()),
        ("", ()),
    ],
)
def test_words_in_a_subject(subject, found):
    """As a server's SEARCH finds them: decoded, in any letter case, anywhere."""
    assert words_in_subject(subject, ("[secure]", "[encrypt]", "[grüß]")) == found


@given(st.text(), st.lists(st.text(min_size=1)))
def test_no_subject_makes_it_stumble(subject, words):
    """Whatever a server sends."""
    assert set(
        words_in_subject(subject.encode("utf-8", "surrogatepass").decode("ascii", "surrogateescape"), words)
    ) <= set(words)
