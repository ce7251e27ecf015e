"""The shape of an attestation (schema `mailcheck.attestation/1`). Imported only when one is made or read.

What has no field here cannot be attested: no recipient, subject, file or folder name, and no free text. Words come from
lists or have a narrow form; small numbers are told as "fewer than 5". The JSON Schema in docs/ is made from this file.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from mailcheck.model import Basis, Status
from mailcheck.model.letter import LetterState
from mailcheck.parse.sealed import NotSealed, Sealed, unseal

SCHEMA = "mailcheck.attestation/1"
KIND = "mailcheck-attestation"
"""What the envelope says that it holds (`typ`)."""

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,47}$")]
"""The id of a clause, rule, declaration, policy or reason."""
Version = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+-]{0,29}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Fingerprint = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
Name = Annotated[str, Field(pattern=r"^[\w .,'’-]{1,80}$")]
Address = Annotated[str, Field(pattern=r"^[^@\s<>\x22\x00-\x1f]{1,64}@[^@\s<>\x22\x00-\x1f]{1,190}$")]
Code = Annotated[str, Field(pattern=r"^MC[2-9A-HJ-NP-Z]{8}$")]
Count = Literal["none", "fewer than 5"] | Annotated[int, Field(ge=5, le=10_000_000)]
Few = Annotated[int, Field(ge=0, le=99)]


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class Shape(BaseModel):
    """Takes no unknown keys, shows no value in an error, never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Tool(Shape):
    """What made the attestation."""

    name: Literal["mailcheck"] = "mailcheck"
    version: Version


class PolicyClaim(Shape):
    """The policy that was judged by."""

    id: Key
    version: Version
    reviewed: date
    serial: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="The number of the institute's signed policy."
    )


class Member(Shape):
    """Who attests; each only if the member agreed."""

    name: Name | None = None
    address: Address | None = Field(default=None, description="The professional address.")


class AccountClaim(Shape):
    """One account: its role and how much was looked at. Neither its name nor its provider."""

    role: Literal["professional", "personal", "enquiries"]
    status: Status
    was_reached: bool = Field(description="False of one that is declared instead of connected, too.")
    letters: Count
    documents: Count
    unreadable: Count


class Served(Shape):
    """One rule or declaration that serves a clause."""

    name: Key
    basis: Basis
    status: Status
    how: Literal["measured", "declared"]


class ClauseClaim(Shape):
    """How a clause stands, since when, and by what."""

    id: Key
    status: Status
    since: date = Field(description="The day since which it stands like this, as far as this computer remembers.")
    served: Annotated[tuple[Served, ...], Field(max_length=40)] = ()


class Sorting(Shape):
    """What the member said of documents that left without protection: the member's own judgement."""

    confidential: Count
    not_confidential: Count
    asked_without: Count
    waiting: Count = Field(description="Without an answer yet.")


class Incidents(Shape):
    """Letters with an open document."""

    standing: Count
    settled: Count = Field(description="Put right, as the member says; no longer judged.")


class DeclarationClaim(Shape):
    """A declaration and how it stands."""

    id: Key
    clause: Key
    status: Status
    answer: Literal["", "yes", "no", "not-applicable"]
    made: date | None = None
    expires: date | None = None


class ExceptionClaim(Shape):
    """A dated exception, by the key of its reason."""

    clause: Key
    rule: Key
    reason: Key
    until: date
    by_institute: bool = False


class Onboarding(Shape):
    """How far the member has come since the invitation."""

    code: Code
    letter: LetterState | Literal["not-looked", "declared"] = Field(
        description="What came of the letter with the code; declared: no professional account is connected, so it "
        "could not be looked for."
    )
    devices: Few
    devices_seen: Few
    practised: bool = Field(description="A document that needs a secret was in the practice letter, known by its code.")
    nights: Few = Field(description="Days of the last fourteen on which a check ran.")

    @property
    def is_declared(self) -> bool:
        """Whether the letter could not be looked for."""
        return self.letter == "declared"


class Attested(Shape):
    """A whole attestation."""

    format: Literal["mailcheck.attestation/1"] = Field(
        default="mailcheck.attestation/1", validation_alias="schema", serialization_alias="schema"
    )
    tool: Tool
    policy: PolicyClaim
    member: Member
    made: Moment
    checked: Moment = Field(description="When the check that it rests on was finished.")
    since: date = Field(description="Letters sent before this day do not count.")
    sequence: Annotated[int, Field(ge=1, le=1_000_000)]
    previous: Digest | None = Field(description="The SHA-256 of the attestation before this one, as it was written.")
    replaces: Fingerprint | None = Field(default=None, description="The fingerprint of the key before, if it was lost.")
    status: Status
    accounts: Annotated[tuple[AccountClaim, ...], Field(max_length=40)]
    clauses: Annotated[tuple[ClauseClaim, ...], Field(max_length=100)]
    sorting: Sorting
    incidents: Incidents
    declarations: Annotated[tuple[DeclarationClaim, ...], Field(max_length=100)]
    exceptions: Annotated[tuple[ExceptionClaim, ...], Field(max_length=100)] = ()
    onboarding: Onboarding | None = None
    keep_until: date = Field(description="Whoever receives it deletes it after this day.")

    def payload(self) -> bytes:
        """Return the one way in which it is written."""
        return self.model_dump_json(by_alias=True).encode()


def told(number: int) -> Count:
    """Return a number as an attestation tells it: small ones could point at one person."""
    if number <= 0:
        return "none"
    return "fewer than 5" if number < 5 else number


def read_attestation(octets: bytes) -> tuple[Attested, Sealed]:
    """Return an attestation and its key, if every octet is as mailcheck writes it and the signature fits.

    Raises NotSealed: `other` (no attestation at all), `changed` (since it was signed), or `newer` (signed rightly, and
    of a form that this version does not know).
    """
    sealed = unseal(octets, kind=KIND)
    try:
        attested = Attested.model_validate_json(sealed.payload)
    except ValidationError:
        raise NotSealed("newer") from None
    if attested.payload() != sealed.payload:  # spaces, keys given twice, unusual escapes: room for something else
        raise NotSealed("newer")
    return attested, sealed
