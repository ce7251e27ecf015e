"""Our reading of records beside checkdmarc's, a program that people who run domains use."""

import pytest
from checkdmarc.dmarc import DMARCError, parse_dmarc_record
from checkdmarc.mta_sts import MTASTSError, parse_mta_sts_policy
from checkdmarc.spf import SPFError, parse_spf_record

from mailcheck.model.domain import Dmarc
from mailcheck.parse.dns_records import dmarc, dmarc_record, mta_sts_policy, spf

DOMAIN = "practice.example"
SIGNS = {"fail": "-", "softfail": "~", "neutral": "?", "pass": "+"}


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 ip4:192.0.2.0/24 -all",
        "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all",
        "v=spf1 ?all",
        "v=spf1 +all",
        "v=spf1 all",
        "v=spf10 -all",
    ],
)
def test_spf_is_read_alike(record):
    """What holds for all other senders is the same for both; it does not take capitals, which RFC 7208 does."""
    try:
        theirs = SIGNS[parse_spf_record(record, DOMAIN)["parsed"]["all"]]
    except SPFError:
        theirs = ""

    assert spf([record]).otherwise == theirs


@pytest.mark.parametrize(
    "record",
    [
        "v=DMARC1; p=reject; sp=none",
        "v=DMARC1;p=QUARANTINE",
        "v=DMARC1; p=none; psd=n",
        "v=DMARC1; p=reject; t=y",
        "v=DMARC1; p=refuse",
        "p=reject; v=DMARC1",
        "v=DMARC1; p=quarantine; adkim=s; aspf=s; fo=1",
    ],
)
def test_dmarc_is_read_alike(record):
    """Policy, policy for sub-domains and the wish not to carry it out are the same for both."""
    try:
        tags = {name: tag["value"] for name, tag in parse_dmarc_record(record, DOMAIN)["tags"].items()}
        theirs = Dmarc(tags["p"], DOMAIN, tags["t"] == "y"), Dmarc(tags["sp"], DOMAIN, tags["t"] == "y")
    except DMARCError:
        theirs = Dmarc(), Dmarc()
    found = {DOMAIN: dmarc_record([record])}

    assert (dmarc(DOMAIN, found), dmarc(f"mail.{DOMAIN}", found)) == theirs


@pytest.mark.parametrize(
    "policy",
    [
        "version: STSv1\r\nmode: enforce\r\nmx: *.mail.example\r\nmax_age: 604800\r\n",
        "version: STSv1\nmode: testing\nmx: a.example\nmax_age: 86400",
        "version: STSv1\nmode: none\nmax_age: 86400",
        "version: STSv1\nmode: strict\nmx: a.example\nmax_age: 86400",
        "mode: enforce\nmx: a.example\nmax_age: 86400",
        "<html></html>",
    ],
)
def test_a_policy_for_the_way_in_is_read_alike(policy):
    """Mode and age are the same for both, and both refuse the same texts."""
    try:
        read = parse_mta_sts_policy(policy)["policy"]
        theirs = read["mode"], read["max_age"]
    except MTASTSError:
        theirs = None
    ours = mta_sts_policy(policy, ())

    assert (ours and (ours.mode.value, ours.max_age)) == theirs
