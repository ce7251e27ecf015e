"""Attestations for the tests: made by the program, or by hand where it would not make one."""

from datetime import UTC, date, datetime, timedelta

from mailcheck.parse.attested import (
    KIND,
    AccountClaim,
    Attested,
    ClauseClaim,
    Incidents,
    Member,
    Onboarding,
    PolicyClaim,
    Served,
    Sorting,
    Tool,
    told,
)
from mailcheck.parse.sealed import seal

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
SEED = bytes(range(32))
OTHER_SEED = bytes(range(1, 33))
CODE = "MCABCDEFGH"


def onboarding(**given):
    """Somebody who has done everything."""
    values = {"code": CODE, "letter": "apart", "devices": 3, "devices_seen": 3, "practised": True, "nights": 14}
    return Onboarding(**{**values, **given})


def clause(id_="MIP-KB-1", status="met", since=date(2026, 11, 1), how="measured"):
    """A clause served by one rule."""
    served = (Served(name="separate-addresses", basis="clause", status=status, how=how),)
    return ClauseClaim(id=id_, status=status, since=since, served=served)


def attested(**given):
    """An attestation with something of everything."""
    values = {
        "tool": Tool(version="0.1.0"),
        "policy": PolicyClaim(id="mip-social-media", version="1", reviewed=date(2026, 11, 22)),
        "member": Member(name="Anna Smith", address=None),
        "made": NOW,
        "checked": NOW - timedelta(minutes=5),
        "since": date(2026, 10, 1),
        "sequence": 1,
        "previous": None,
        "status": "met",
        "accounts": (
            AccountClaim(
                role="professional", status="met", was_reached=True, letters=120, documents=told(3), unreadable=told(0)
            ),
        ),
        "clauses": (clause(),),
        "sorting": Sorting(confidential=told(0), not_confidential=told(38), asked_without=told(2), waiting=told(0)),
        "incidents": Incidents(standing=told(0), settled=told(1)),
        "declarations": (),
        "onboarding": onboarding(),
        "keep_until": date(2028, 11, 28),
    }
    return Attested(**{**values, **given})


def signed(seed=SEED, **given):
    """A signed attestation, as it is sent."""
    return seal(attested(**given).payload(), seed, kind=KIND)
