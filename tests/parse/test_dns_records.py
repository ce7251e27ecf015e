"""What a domain's records say of mail in its name and of mail on the way to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.model.domain import Delivery, Dmarc, MailExchange, MtaSts, MtaStsMode, Spf, SpfState
from mailcheck.parse.dns_records import (
    DmarcRecord,
    dmarc,
    dmarc_record,
    exchange,
    has_mta_sts,
    is_host_name,
    is_usable_tlsa,
    mta_sts_policy,
    names_above,
    spf,
)

ONE = SpfState.ONE


@pytest.mark.parametrize(
    ("records", "has_address", "expected"),
    [
        (
            [(20, "b.example."), (10, "A.example.")],
            False,
            MailExchange(Delivery.EXCHANGERS, ("a.example", "b.example")),
        ),
        ([(0, ".")], True, MailExchange(Delivery.REFUSED)),
        ([(0, "."), (10, "a.example.")], False, MailExchange(Delivery.EXCHANGERS, ("a.example",))),
        ([], True, MailExchange(Delivery.HOST)),
        ([], False, MailExchange(Delivery.NOWHERE)),
    ],
)
def test_where_mail_goes(records, has_address, expected):
    """Exchangers by preference, a null MX, an address alone, nothing (N1)."""
    assert exchange(records, has_address=has_address) == expected


@pytest.mark.parametrize(
    ("texts", "expected", "guards"),
    [
        (["v=spf1 include:_spf.example -all"], Spf(ONE, "-"), True),
        (["V=SPF1 mx ~ALL"], Spf(ONE, "~"), True),
        (["v=spf1 ?all"], Spf(ONE, "?"), False),
        (["v=spf1 +all"], Spf(ONE, "+"), False),
        (["v=spf1 all"], Spf(ONE, "+"), False),
        (["v=spf1 redirect=_spf.google.com"], Spf(ONE, "", "_spf.google.com"), False),
        (["v=spf1 redirect=_spf.example ~all"], Spf(ONE, "~"), True),
        (["v=spf1 redirect=%{d}.example"], Spf(ONE), False),
        (["v=spf1 a:mail.example -all.example"], Spf(ONE), False),
        (["v=spf1"], Spf(ONE), False),
        (["v=spf1 -all", "v=spf1 ~all"], Spf(SpfState.SEVERAL), False),
        (["v=spf10 -all", "google-site-verification=x", "spf2.0/pra -all"], Spf(SpfState.NONE), False),
        ([], Spf(SpfState.NONE), False),
    ],
)
def test_who_may_send(texts, expected, guards):
    """One record with -all or ~all guards; none, several or a weaker ending do not (N3)."""
    said = spf(texts)

    assert (said, said.guards) == (expected, guards)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["v=DMARC1; p=reject; sp=none"], DmarcRecord("reject", "none", False, "u")),
        (["v=DMARC1;p=QUARANTINE"], DmarcRecord("quarantine", "quarantine", False, "u")),
        (["v=DMARC1; p=none; rua=mailto:a@b.example", "other=x"], DmarcRecord("none", "none", False, "u")),
        (["v=DMARC1; p=reject; t=y"], DmarcRecord("reject", "reject", True, "u")),
        (["v=DMARC1; p=reject; pct=0"], DmarcRecord("reject", "reject", True, "u")),
        (["v=DMARC1; p=reject; pct=10"], DmarcRecord("reject", "reject", False, "u")),
        (["v=DMARC1; p=reject; psd=y"], DmarcRecord("reject", "reject", False, "y")),
        (["v=DMARC1; rua=mailto:a@b.example"], DmarcRecord("none", "none", False, "u")),
        (["v=DMARC1; p=refuse"], None),
        (["v=DMARC1; sp=reject"], None),
        (["p=reject; v=DMARC1"], None),
        (["v=DMARC2; p=reject"], None),
        (["v=DMARC1; p=reject", "v=DMARC1; p=none"], None),
        ([""], None),
    ],
)
def test_a_dmarc_record(texts, expected):
    """A record begins with its version and has a policy; two records are none."""
    assert dmarc_record(texts) == expected


def record(policy: str, below: str = "", suffix: str = "u", *, is_test: bool = False) -> DmarcRecord:
    return DmarcRecord(policy, below or policy, is_test, suffix)


@pytest.mark.parametrize(
    ("found", "expected", "guards"),
    [
        ({"a.b.example": record("reject")}, Dmarc("reject", "a.b.example"), True),
        ({"b.example": record("none", "quarantine")}, Dmarc("quarantine", "b.example"), True),
        ({"a.b.example": record("none"), "b.example": record("reject")}, Dmarc("none", "a.b.example"), False),
        ({"b.example": record("reject"), "example": record("none", suffix="y")}, Dmarc("reject", "b.example"), True),
        ({"example": record("reject", suffix="y")}, Dmarc("reject", "example"), True),
        ({"b.example": record("reject", suffix="n"), "example": record("none")}, Dmarc("reject", "b.example"), True),
        ({"a.b.example": record("reject", is_test=True)}, Dmarc("reject", "a.b.example", True), False),
        ({}, Dmarc(), False),
    ],
)
def test_the_policy_that_holds(found, expected, guards):
    """The domain's own record comes first, then the organisation's, then the registry's (N4)."""
    policy = dmarc("a.b.example", found)

    assert (policy, policy.guards) == (expected, guards)


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("example.org", ("example.org", "org")),
        ("mail.practice.co.uk", ("mail.practice.co.uk", "practice.co.uk", "co.uk", "uk")),
        ("a.b.c.d.e.f.g.h.i.org", ("a.b.c.d.e.f.g.h.i.org", "d.e.f.g.h.i.org", "e.f.g.h.i.org", "f.g.h.i.org",
                                   "g.h.i.org", "h.i.org", "i.org", "org")),
    ],
)  # fmt: skip
def test_the_walk_up_the_tree_is_short(domain, expected):
    """However long a name is, at most eight are asked about."""
    assert names_above(domain) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["v=STSv1; id=20261101T000000;"], True),
        (["v=STSv1; id=x y"], False),
        (["v=STSv1"], False),
        (["v=STSv1; id=1", "v=STSv1; id=2"], False),
        (["id=1; v=STSv1"], False),
        ([], False),
    ],
)
def test_a_policy_for_the_way_in_is_announced(texts, expected):
    """Exactly one record, with its version first and an id (N2)."""
    assert has_mta_sts(texts) is expected


POLICY = "version: STSv1\r\nmode: {}\r\nmx: mx1.example\r\nmx: *.mail.example\r\nmax_age: 604800\r\n"
ENFORCE = MtaSts(MtaStsMode.ENFORCE, True, 604800)


@pytest.mark.parametrize(
    ("text", "hosts", "expected"),
    [
        (POLICY.format("enforce"), ["mx1.example", "a.mail.example"], ENFORCE),
        (POLICY.format("enforce").replace("\r", ""), [], ENFORCE),
        (POLICY.format("testing"), ["mx1.example"], MtaSts(MtaStsMode.TESTING, True, 604800)),
        (POLICY.format("enforce"), ["a.b.mail.example"], MtaSts(MtaStsMode.ENFORCE, False, 604800)),
        (POLICY.format("enforce"), ["mail.example"], MtaSts(MtaStsMode.ENFORCE, False, 604800)),
        ("version: STSv1\nmode: none\nmax_age: 86400", [], MtaSts(MtaStsMode.NONE, True, 86400)),
        ("version: STSv1\nmode: enforce\nmax_age: 86400", [], None),
        (POLICY.format("strict"), [], None),
        (POLICY.format("enforce").replace("604800", "soon"), [], None),
        ("<html>not found</html>", [], None),
        ("", [], None),
    ],
)
def test_the_policy_for_the_way_in(text, hosts, expected):
    """Testing is not enforcing, and a star stands for one label."""
    assert mta_sts_policy(text, hosts) == expected


@pytest.mark.parametrize(
    ("fields", "usable"),
    [
        ((3, 1, 1), True),
        ((2, 0, 2), True),
        ((0, 1, 1), False),
        ((1, 1, 1), False),
        ((3, 2, 1), False),
        ((3, 1, 9), False),
    ],
)
def test_which_published_certificates_count(fields, usable):
    """Only those that a sending mail server may use (RFC 7672)."""
    assert is_usable_tlsa(*fields) is usable


@pytest.mark.parametrize("text", ["", "a", "%{i}.x.example", "a..b", "-a.example", "a b.example", "x." * 130 + "org"])
def test_what_is_no_name_is_never_looked_up(text):
    """A redirect to a macro or to nonsense is not followed."""
    assert not is_host_name(text)


@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_records_have_an_answer(texts):
    """Hostile records break nothing and guard nothing by chance."""
    for prefix in ("", "v=spf1 ", "v=DMARC1;", "v=STSv1;", "version: STSv1\n"):
        given_texts = [prefix + text for text in texts]
        assert isinstance(spf(given_texts), Spf)
        assert isinstance(has_mta_sts(given_texts), bool)
        dmarc_record(given_texts)
        for text in given_texts:
            mta_sts_policy(text, ("mx.example",))
