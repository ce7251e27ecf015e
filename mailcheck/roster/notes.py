"""What a supervisor should look at beside the clauses: keys, chains, addresses and policies that do not fit. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from mailcheck.model import Policy, Role, Status
from mailcheck.model.days import day_in_words
from mailcheck.roster.people import Person, Signer

NO_LETTER = (
    "The professional account is declared; no letter could be looked for. That the address is theirs rests on their "
    "word and on your call."
)


def is_declared(told: Mapping[str, Any]) -> bool:
    """Whether no professional account is connected, so that neither the code's letter nor any other could be seen."""
    work = [each for each in told["accounts"] if each["role"] == Role.PROFESSIONAL]
    is_connected = any(each["status"] != Status.DECLARED for each in work)
    return bool(told["onboarding"] and told["onboarding"]["letter"] == "declared" and not is_connected)


def notes_of(
    person: Person,
    signers: Sequence[Signer],
    signer: Signer,
    told: Mapping[str, Any],
    policy: Policy,
    now: datetime,
    shared: Mapping[str, int],
) -> Iterator[str]:
    """Yield what a supervisor should look at, each in a sentence that accuses nobody."""
    yield from _identity_notes(person, signers, signer, told)
    yield from shared_notes({person.address, told["member"]["address"] or ""}, shared)
    yield from _chain_notes(signer)
    yield from _policy_notes(told["policy"], policy)
    if datetime.fromtimestamp(signer.made, UTC) > now + timedelta(minutes=10):
        yield "The newest attestation is dated ahead of this computer's clock. One of the two clocks is wrong."
    if told["onboarding"] and told["onboarding"]["letter"] == "both":
        yield "The letter with the code is in the home mailbox too: mail is passed on, or both are one mailbox."
    if is_declared(told):
        yield NO_LETTER
    if any(each["by_institute"] for each in told["exceptions"]):
        yield "An exception that the institute signed is in force."


def _identity_notes(
    person: Person, signers: Sequence[Signer], signer: Signer, told: Mapping[str, Any]
) -> Iterator[str]:
    code = told["onboarding"]["code"] if told["onboarding"] else None
    if person.code is None:
        yield "Not invited here: nothing ties this attestation to an address."
    elif code != person.code:
        yield "The attestation carries another code than the latest invitation, or none."
    own = told["member"]["address"]
    if own and person.address and own.casefold() != person.address.casefold():
        yield "The address in the attestation is not the one that was invited."
    if person.confirmed and person.confirmed != signer.fingerprint:
        yield "A new key signs since the call. Compare the words again before you rely on it."
    elif len(signers) > 1:
        how = "takes the place of a key that was lost" if signer.replaces else "began a chain of its own"
        yield f"Enrolled again on {day_in_words(signer.first_taken)}: a new key {how}."


def shared_notes(own: Iterable[str], shared: Mapping[str, int]) -> Iterator[str]:
    """Yield that another member has the same address, if that is so."""
    if any(shared.get(address.casefold(), 0) > 1 for address in own if address):
        yield "Another member has the same professional address."


def _chain_notes(signer: Signer) -> Iterator[str]:
    if signer.missing:
        are = "attestation is" if signer.missing == 1 else "attestations are"
        yield f"{signer.missing} {are} missing in the chain. Perhaps a letter went astray: ask for it."
    if signer.forked:
        yield "Two different attestations carry the same number: two computers, or a copy put back."
    if signer.broken:
        yield "An attestation does not follow from the one before it."
    if signer.backwards:
        yield "An attestation is dated before the one that it follows. Perhaps a clock was wrong."
    if signer.refused:
        why = {"future": "is dated in the future", "expired": "is older than it may be kept"}[signer.refused]
        yield f"One more attestation was not taken in: it {why}."


def _policy_notes(judged_by: Mapping[str, Any], policy: Policy) -> Iterator[str]:
    if judged_by["id"] != policy.id:
        yield "Judged by another institute's policy."
    elif judged_by["version"] != policy.version:
        yield f"Judged by version {judged_by['version']} of the policy; the current one is {policy.version}."
    elif policy.serial and (judged_by["serial"] or 0) < policy.serial:
        yield "Judged by an earlier edition of the institute's signed policy."
