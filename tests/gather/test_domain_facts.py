"""What an account's domain says of mail."""

from dataclasses import replace
from datetime import date

import pytest

from mailcheck.gather.domain import NO_ANSWER, NOT_WORKING
from mailcheck.gather.domain_facts import look_at_domain
from mailcheck.gather.mta_sts import UNREACHABLE
from mailcheck.model.domain import Delivery, Dmarc, DomainFacts, MailExchange, MtaSts, MtaStsMode, Spf, SpfState, Tlsa
from tests.gather.name_servers import Canned, NameServer

DOMAIN, HOST, DAY = "practice.example", "imap.practice.example", date(2026, 11, 22)
POLICY = "version: STSv1\nmode: enforce\nmx: mx1.practice.example\nmax_age: 604800\n"
ZONE = {
    (HOST, "A"): ["192.0.2.5"],
    (DOMAIN, "MX"): ["10 mx1.practice.example."],
    (DOMAIN, "TXT"): ["v=spf1 mx -all", "other=1"],
    (f"_dmarc.{DOMAIN}", "TXT"): ["v=DMARC1; p=reject"],
    (f"_mta-sts.{DOMAIN}", "TXT"): ["v=STSv1; id=1"],
    ("_25._tcp.mx1.practice.example", "TLSA"): ["3 1 1 " + "ab" * 32],
}
FACTS = DomainFacts(
    domain=DOMAIN,
    looked=DAY,
    exchange=MailExchange(Delivery.EXCHANGERS, ("mx1.practice.example",)),
    spf=Spf(SpfState.ONE, "-"),
    dmarc=Dmarc("reject", DOMAIN),
    mta_sts=MtaSts(MtaStsMode.ENFORCE, True, 604800),
    tlsa=Tlsa(1, 1),
)


def look(zone=None, *, without=(), policy=POLICY, domain=DOMAIN, **given):
    """Look at a domain, by names in memory."""
    kept = {key: records for key, records in (ZONE | (zone or {})).items() if key not in without}
    return look_at_domain(domain, HOST, resolver=Canned(kept, **given), today=DAY, fetch=lambda _: policy)


def test_a_well_kept_domain():
    """Everything is there, by a real name server too."""
    quoted = {key: [f'"{text}"' for text in texts] if key[1] == "TXT" else texts for key, texts in ZONE.items()}
    with NameServer(quoted) as server:
        found = look_at_domain(DOMAIN, HOST, resolver=server.resolver(), today=DAY, fetch=lambda _: POLICY)

    assert (look(), found) == (FACTS, FACTS)


@pytest.mark.parametrize(
    ("domain", "zone"), [(DOMAIN, ZONE), (DOMAIN, {(HOST, "AAAA"): ["::1"]}), ("a.practice.co.uk", ZONE)]
)
def test_few_look_ups_are_needed(domain, zone):
    """Six to eleven, the check of the resolver included."""
    resolver = Canned(zone)
    look_at_domain(domain, HOST, resolver=resolver, today=DAY, fetch=lambda _: POLICY)

    assert 6 <= len(resolver.asked) <= 12


def test_where_look_ups_do_not_work_nothing_is_said_of_the_domain():
    """A resolver that answers no to everything would make every domain look neglected (N0)."""
    assert look_at_domain(DOMAIN, HOST, resolver=Canned({}), today=DAY) == NOT_WORKING


def test_a_bare_domain():
    """Nothing is there, and that is said of each."""
    assert look({(DOMAIN, "A"): ["192.0.2.9"]}, without=set(ZONE) - {(HOST, "A")}) == DomainFacts(
        DOMAIN, DAY, MailExchange(Delivery.HOST), Spf(SpfState.NONE), Dmarc(), None, None
    )


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ({(DOMAIN, "MX"): ["0 ."]}, MailExchange(Delivery.REFUSED)),
        ({(DOMAIN, "MX"): []}, MailExchange(Delivery.NOWHERE)),
        ({(DOMAIN, "MX"): ["nonsense"]}, MailExchange(Delivery.NOWHERE)),
    ],
)
def test_a_domain_that_takes_no_mail(zone, expected):
    """A null MX and no MX are told apart (N1)."""
    assert look(zone).exchange == expected


@pytest.mark.parametrize("failing", ["MX", "TXT", "TLSA"])
def test_each_fact_can_be_missing_alone(failing):
    """One look-up that fails takes nothing else down."""
    missing = {
        "MX": {"exchange": NO_ANSWER, "tlsa": NO_ANSWER},
        "TXT": {"spf": NO_ANSWER, "dmarc": NO_ANSWER, "mta_sts": NO_ANSWER},
        "TLSA": {"tlsa": NO_ANSWER},
    }[failing]

    assert look(failing=(failing,)) == replace(FACTS, **missing)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (
            {(DOMAIN, "TXT"): ["v=spf1 redirect=_spf.host.example"], ("_spf.host.example", "TXT"): ["v=spf1 ~all"]},
            Spf(SpfState.ONE, "~", "_spf.host.example"),
        ),
        ({(DOMAIN, "TXT"): ["v=spf1 redirect=_spf.host.example"]}, Spf(SpfState.BROKEN)),
        ({(DOMAIN, "TXT"): [f"v=spf1 redirect={DOMAIN}"]}, Spf(SpfState.BROKEN)),
        ({(DOMAIN, "TXT"): ["v=spf1 -all", "v=spf1 ~all"]}, Spf(SpfState.SEVERAL)),
    ],
)
def test_a_record_elsewhere_is_followed(zone, expected):
    """A redirect holds, unless it leads nowhere or in a circle (N3)."""
    assert look(zone).spf == expected


def test_a_domain_falls_back_on_the_one_above_it():
    """A sub-domain without a record has its organisation's policy for sub-domains (N4)."""
    zone = {("_dmarc.practice.example", "TXT"): ["v=DMARC1; p=reject; sp=quarantine"]}

    assert look(zone, domain="mail.practice.example").dmarc == Dmarc("quarantine", DOMAIN)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (POLICY.replace("enforce", "testing"), MtaSts(MtaStsMode.TESTING, True, 604800)),
        (POLICY.replace("mx1.", "mx9."), MtaSts(MtaStsMode.ENFORCE, False, 604800)),
        ("<html>", UNREACHABLE),
        (UNREACHABLE, UNREACHABLE),
    ],
)
def test_an_announced_policy_is_read(policy, expected):
    """A policy in testing, for other hosts, or out of reach is not one that holds (N2)."""
    assert look(policy=policy).mta_sts == expected


def test_a_policy_that_is_not_announced_is_not_fetched():
    """Nobody is asked for what they do not have."""
    fetched = []
    without = {key: value for key, value in ZONE.items() if key[0] != f"_mta-sts.{DOMAIN}"}
    facts = look_at_domain(DOMAIN, HOST, resolver=Canned(without), today=DAY, fetch=fetched.append)

    assert (facts.mta_sts, fetched) == (None, [])


@pytest.mark.parametrize(
    ("zone", "authenticated", "expected"),
    [
        ({}, True, Tlsa(1, 1, True)),
        ({}, False, Tlsa(1, 1)),
        ({("_25._tcp.mx1.practice.example", "TLSA"): ["0 1 1 abcd"]}, True, Tlsa(0, 1)),
        ({("_25._tcp.mx1.practice.example", "TLSA"): ["nonsense"]}, True, Tlsa(0, 1)),
        ({(DOMAIN, "MX"): ["10 mx1.practice.example.", "20 mx2.practice.example."]}, True, Tlsa(1, 2, True)),
    ],
)
def test_published_certificates_count_with_dnssec_only(zone, authenticated, expected):
    """Without a validating resolver on this computer they are counted but vouch for nothing (N2)."""
    assert look(zone, authenticated=authenticated).tlsa == expected
