"""What an institute signs with its own key: its policy, and an exception for one member."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mailcheck.errors import Problem, UserError
from mailcheck.gather.installation_key import OwnKey
from mailcheck.parse.institute import EXCEPTION, POLICY, SignedException, SignedPolicy, read_signed_policy
from mailcheck.parse.sealed import NotSealed, public_of, seal
from mailcheck.settings import load_policy

KEY = OwnKey(
    "institute key",
    "institute.key",
    Problem(
        "The institute's key is lost or damaged.",
        remedy="Bring it back from your copy. A new key would have to be written into every member's settings.",
    ),
)
"""Where the institute's key is kept."""


def sign_policy(text: str, name: str, seed: bytes, *, serial: int, today: date) -> str:
    """Return the signed form of a policy file. Raises SettingsError if the policy itself cannot be used."""
    load_policy(text=(text, name))
    return seal(SignedPolicy(serial=serial, signed=today, policy=text).payload(), seed, kind=POLICY)


def next_serial(file: Path, seed: bytes) -> int:
    """Return the number after that of the signed policy in a file; 1 if there is none. Raises UserError."""
    try:
        return read_signed_policy(file.read_bytes(), public_of(seed)).serial + 1
    except FileNotFoundError:
        return 1
    except (OSError, NotSealed):
        remedy = "Say the number with --number: it has to be higher than every one before."
        raise UserError(Problem("is there, and is no policy that this key signed.", str(file), remedy)) from None


def sign_exception(
    member: str, findings: Sequence[str], seed: bytes, *, rule: str, reason: str, today: date, until: date
) -> str:
    """Return a signed exception for findings of the member with a key of that fingerprint. Raises UserError."""
    from pydantic import ValidationError  # noqa: PLC0415 - slow to load

    try:
        made = SignedException(
            member=member, rule=rule, findings=tuple(findings), reason=reason, made=today, until=until
        )
    except ValidationError:
        remedy = "A finding's name has twelve letters and digits, as the member's report shows it in square brackets."
        raise UserError(Problem("This cannot be signed as it stands.", remedy=remedy)) from None
    return seal(made.payload(), seed, kind=EXCEPTION)
