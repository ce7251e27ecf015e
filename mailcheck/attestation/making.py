"""From a report to an attestation: verdicts, dates and counts, and nothing that could name a client. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from mailcheck.attestation.onboarding import is_practised, letter_told
from mailcheck.dataclass import dataclass
from mailcheck.model import NOT_CONNECTED, Policy, Said, Status
from mailcheck.model.days import months_later
from mailcheck.parse.attested import (
    AccountClaim,
    Attested,
    ClauseClaim,
    DeclarationClaim,
    ExceptionClaim,
    Incidents,
    Member,
    Onboarding,
    PolicyClaim,
    Served,
    Sorting,
    Tool,
    told,
)

Told = Mapping[str, Any]
"""A report in the contract `mailcheck.report/1`."""
NIGHTS = timedelta(days=14)
_UNUSUAL = re.compile(r"[^\w .,'’-]")


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that an attestation rests on."""

    report: Told
    policy: Policy
    said: Said
    now: datetime
    name: str = ""
    address: str = ""
    """The professional address, if the member agreed to show it."""
    earlier: Sequence[Told] = ()
    """Reports of earlier runs with their details, the newest first."""
    runs: Iterable[datetime] = ()
    """When checks were finished."""
    last: Attested | None = None
    """The attestation before this one."""
    previous: str | None = None
    """Its SHA-256."""
    replaces: str | None = None
    """The fingerprint of the member's key before, if this is the first with a new one."""


def attested(grounds: Grounds) -> Attested:
    """Return the attestation that follows from a report. Nothing is added to what the report says."""
    report, last = grounds.report, grounds.last
    accounts = tuple(map(_account, report["accounts"]))
    return Attested(
        tool=Tool(version=report["tool"]["version"]),
        policy=_policy(report["policy"], grounds.policy),
        member=Member(name=_name(grounds.name), address=grounds.address or None),
        made=grounds.now,
        checked=report["finished"],
        since=report["since"],
        sequence=last.sequence + 1 if last else 1,
        previous=grounds.previous,
        replaces=grounds.replaces,
        status=report["status"],
        accounts=accounts,
        clauses=tuple(_clauses(grounds)),
        sorting=_sorting(report["accounts"]),
        incidents=_incidents(report["findings"]),
        declarations=tuple(map(_declaration, report["declarations"])),
        exceptions=tuple(_exceptions(report["findings"])),
        onboarding=_onboarding(grounds),
        keep_until=months_later(grounds.now.date(), grounds.policy.attesting.keep_months),
    )


def _name(name: str) -> str | None:
    return " ".join(_UNUSUAL.sub(" ", name).split())[:80] or None


def _policy(told_of: Told, policy: Policy) -> PolicyClaim:
    return PolicyClaim(id=told_of["id"], version=told_of["version"], reviewed=told_of["reviewed"], serial=policy.serial)


def _account(account: Told) -> AccountClaim:
    seen = account["coverage"]
    is_connected = asdict(NOT_CONNECTED) not in seen["not_looked"]
    return AccountClaim(
        role=account["role"],
        status=account["status"],
        was_reached=is_connected and account["problem"] is None,
        letters=told(seen["messages"]),
        documents=told(seen["documents"]),
        unreadable=told(seen["unreadable"]),
    )


def _clauses(grounds: Grounds) -> Iterator[ClauseClaim]:
    declared = {each["id"] for each in grounds.report["declarations"]}
    for clause in grounds.report["clauses"]:
        served = tuple(
            Served(
                name=rule["name"],
                basis=rule["basis"],
                status=rule["status"],
                how="declared" if rule["name"] in declared or rule["status"] == Status.DECLARED else "measured",
            )
            for rule in clause["rules"]
        )
        yield ClauseClaim(id=clause["id"], status=clause["status"], since=_since(clause, grounds), served=served)


def _since(clause: Told, grounds: Grounds) -> date:
    """Return the first day of the unbroken row of reports, back from now, in which a clause stands as it does.

    Where the reports with details end, the attestation before this one is asked what it knew.
    """
    since = _day(grounds.report["finished"])
    for earlier in grounds.earlier:
        state = next((each["status"] for each in earlier["clauses"] if each["id"] == clause["id"]), None)
        if state != clause["status"]:
            return since
        since = _day(earlier["finished"])
    before = grounds.last
    known = next((each for each in before.clauses if each.id == clause["id"]), None) if before else None
    if before and known and known.status == clause["status"] and before.checked.date() >= since - timedelta(days=7):
        return min(since, known.since)
    return since


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).date()


def _sorting(accounts: Iterable[Told]) -> Sorting:
    every = [account["coverage"].get("sorting", {}) for account in accounts]
    return Sorting(**{key: told(sum(each.get(key, 0) for each in every)) for key in Sorting.model_fields})


def _incidents(findings: Iterable[Told]) -> Incidents:
    incidents = [each for each in findings if each.get("incident")]
    settled = sum(each["settled"] is not None for each in incidents)
    return Incidents(standing=told(len(incidents) - settled), settled=told(settled))


def _declaration(declaration: Told) -> DeclarationClaim:
    return DeclarationClaim(
        id=declaration["id"],
        clause=declaration["clause"],
        status=declaration["status"],
        answer=declaration["answer"],
        made=declaration["date"],
        expires=declaration["expires"],
    )


def _exceptions(findings: Iterable[Told]) -> Iterator[ExceptionClaim]:
    """Yield every exception once: how many letters one covers is nobody else's business."""
    seen = set()
    for finding in findings:
        if exception := finding["exception"]:
            claim = ExceptionClaim(
                clause=finding["clause"],
                rule=finding["rule"],
                reason=exception["reason"],
                until=exception["until"],
                by_institute=exception.get("by_institute", False),
            )
            if claim not in seen:
                seen.add(claim)
                yield claim


def _onboarding(grounds: Grounds) -> Onboarding | None:
    invitation = grounds.said.invitation
    if invitation is None:
        return None
    before = grounds.last.onboarding if grounds.last else None
    since = grounds.now - NIGHTS
    return Onboarding(
        code=invitation.code,
        letter=letter_told(grounds.said, grounds.report),
        devices=len(grounds.said.devices),
        devices_seen=sum(each.seen is not None for each in grounds.said.devices),
        practised=is_practised(grounds.said, before),
        nights=min(14, len({each.date() for each in grounds.runs if each > since})),
    )
