"""What an institute signs: its policy, and an exception for one member. Imported only when one is made or read."""

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mailcheck.parse.attested import Fingerprint, Key
from mailcheck.parse.sealed import NotSealed, unseal

POLICY = "mailcheck-policy"
EXCEPTION = "mailcheck-exception"
"""What the envelope says that it holds (`typ`)."""
LARGEST_POLICY = 512 * 1024

Finding = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    def payload(self) -> bytes:
        """Return the one way in which it is written."""
        return self.model_dump_json(by_alias=True).encode()


class SignedPolicy(_Shape):
    """A policy file, word for word, with the number by which a later one is known."""

    format: Literal["mailcheck.policy/1"] = Field(
        default="mailcheck.policy/1", validation_alias="schema", serialization_alias="schema"
    )
    serial: Annotated[int, Field(ge=1, le=1_000_000)]
    signed: date
    policy: Annotated[str, Field(max_length=300_000)]
    """The policy file (TOML)."""


class SignedException(_Shape):
    """What the institute excepts for one member: findings that were seen, by their names in the member's report."""

    format: Literal["mailcheck.exception/1"] = Field(
        default="mailcheck.exception/1", validation_alias="schema", serialization_alias="schema"
    )
    member: Fingerprint
    """The fingerprint of the member's key."""
    rule: Key
    findings: Annotated[tuple[Finding, ...], Field(min_length=1, max_length=50)]
    reason: Key
    made: date
    until: date


S = TypeVar("S", bound=_Shape)


def read_signed_policy(octets: bytes, key: str) -> SignedPolicy:
    """Return a policy that the holder of `key` signed.

    Raises NotSealed: `other` (not signed at all), `changed`, `foreign` (signed by another key), or `newer`.
    """
    return _read(octets, key, POLICY, SignedPolicy, LARGEST_POLICY)


def read_signed_exception(octets: bytes, key: str) -> SignedException:
    """Return an exception that the holder of `key` signed. Raises NotSealed, as `read_signed_policy` does."""
    return _read(octets, key, EXCEPTION, SignedException, LARGEST_POLICY)


def _read(octets: bytes, key: str, kind: str, shape: type[S], largest: int) -> S:
    sealed = unseal(octets, kind=kind, largest=largest)
    if sealed.public != key:
        raise NotSealed("foreign")
    try:
        found = shape.model_validate_json(sealed.payload)
    except ValidationError:
        raise NotSealed("newer") from None
    if found.payload() != sealed.payload:
        raise NotSealed("newer")
    return found
