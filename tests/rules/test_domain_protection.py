"""What a domain says of mail in its name: the member's own domain, or a provider's."""

from dataclasses import replace

import pytest

from mailcheck.model import Status
from mailcheck.model.domain import (
    Delivery,
    Dmarc,
    DomainFacts,
    MailExchange,
    MtaSts,
    MtaStsMode,
    Spf,
    SpfState,
    Tlsa,
)
from mailcheck.rules.domain_protection import domain_protection
from tests.factories import GONE, NOW, account, evidence, home, policy, seen
from tests.rules.forwarding import inbox

WELL = DomainFacts(
    "harbour.example",
    NOW.date(),
    MailExchange(Delivery.EXCHANGERS, ("mx.harbour.example",)),
    Spf(SpfState.ONE, "-"),
    Dmarc("reject", "harbour.example"),
    None,
    Tlsa(0, 1),
)


def judged(facts, of=None, **elsewhere):
    """Return what the rule says of a professional account's domain."""
    private = seen(home(), domain=GONE, **elsewhere)
    return tuple(domain_protection(evidence(seen(of or account(), domain=facts), private), policy()))


def test_a_well_kept_domain_is_met():
    """SPF and DMARC guard it."""
    (answer,) = judged(WELL)
    assert (answer.status, answer.evidence_ids) == (Status.MET, ("N1", "N3", "N4"))


def test_encryption_on_the_way_and_a_seal_are_noted():
    """MTA-STS enforced, or certificates vouched for (N2); a DKIM seal seen on the other account (N5)."""
    enforced = replace(WELL, mta_sts=MtaSts(MtaStsMode.ENFORCE))
    vouched = replace(WELL, tlsa=Tlsa(1, 1, is_authenticated=True))
    for facts in (enforced, vouched):
        (answer,) = judged(facts, traces=inbox(sealed=("practice",)))
        assert answer.evidence_ids == ("N1", "N2", "N3", "N4", "N5")
        assert answer.detail.endswith("Your letters carry a seal of origin.")
    (answer,) = judged(replace(WELL, mta_sts=MtaSts(MtaStsMode.TESTING), tlsa=Tlsa(1, 1)))
    assert "N2" not in answer.evidence_ids


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ({"exchange": MailExchange(Delivery.REFUSED)}, "N1"),
        ({"exchange": MailExchange(Delivery.NOWHERE)}, "N1"),
        ({"spf": Spf(SpfState.NONE)}, "N3"),
        ({"spf": Spf(SpfState.SEVERAL)}, "N3"),
        ({"spf": Spf(SpfState.BROKEN)}, "N3"),
        ({"spf": Spf(SpfState.ONE, "?")}, "N3"),
        ({"dmarc": Dmarc()}, "N4"),
        ({"dmarc": Dmarc("none", "harbour.example")}, "N4"),
    ],
)
def test_what_is_missing_at_ones_own_domain_is_ones_own_to_change(change, row):
    """One piece of advice each, with somebody to ask."""
    (answer,) = judged(replace(WELL, **change))
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, (row,))
    assert "yours to change" in answer.detail
    assert answer.remedy.startswith("Ask whoever looks after your domain to")


def test_a_providers_domain_is_a_note_only():
    """Nothing at gmail.com is the member's to change, whatever it lacks."""
    (answer,) = judged(replace(WELL, dmarc=Dmarc(), spf=Spf(SpfState.NONE)), account(provider_by_domain=True))
    assert (answer.status, answer.remedy) == (Status.NOT_APPLICABLE, "")


@pytest.mark.parametrize("facts", [GONE, None, replace(WELL, dmarc=GONE)])
def test_what_could_not_be_looked_up_is_no_pass(facts):
    """The name system did not answer, wholly or in part."""
    (answer,) = judged(facts)
    assert answer.status is Status.COULD_NOT_CHECK


def test_a_part_that_is_missing_does_not_hide_what_is_wrong():
    """Both are told."""
    answers = judged(replace(WELL, dmarc=GONE, spf=Spf(SpfState.NONE)))
    assert [each.status for each in answers] == [Status.ATTENTION, Status.COULD_NOT_CHECK]
