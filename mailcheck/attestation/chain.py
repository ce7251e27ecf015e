"""The attestations that a member has written: each names the one before, so that a gap shows.

Kept whole in mailcheck's data folder, beside the state and not in it: the state may be thrown away, the chain may not.
"""

import os
import re
import tempfile
from datetime import date
from hashlib import sha256
from pathlib import Path

from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, UserError
from mailcheck.parse.attested import Attested, read_attestation
from mailcheck.parse.sealed import NotSealed
from mailcheck.settings import Settings

_FILE = re.compile(r"(\d{6})\.jws")


@dataclass(frozen=True, slots=True)
class Last:
    """The attestation that was written last."""

    attested: Attested
    digest: str
    """The SHA-256 of it as it was written."""
    fingerprint: str
    """Of the key that signed it."""


def chain_folder(settings: Settings) -> Path:
    """Return where the attestations of the member of these settings are kept."""
    return settings.data_folder / f"attestations{settings.state_path.stem.removeprefix('state')}"


def last_of(folder: Path) -> Last | None:
    """Return the attestation written last; None if there is none. Raises UserError if it was damaged."""
    numbered = _numbered(folder)
    if not numbered:
        return None
    file = numbered[max(numbered)]
    try:
        octets = file.read_bytes()
        attested, sealed = read_attestation(octets)
    except (OSError, NotSealed):
        remedy = "Move it away; the next attestation then shows that one before it is missing."
        raise UserError(Problem("The attestation that you wrote last cannot be read.", str(file), remedy)) from None
    return Last(attested, digest(octets), sealed.fingerprint)


def digest(octets: bytes) -> str:
    """Return the SHA-256 of an attestation as it was written; a line end that mail added does not count."""
    return sha256(octets.removesuffix(b"\n").removesuffix(b"\r")).hexdigest()


def add(folder: Path, sequence: int, text: str) -> Path:
    """Keep an attestation that was written. Raises UserError if that is not possible, or its number is taken."""
    file = folder / f"{sequence:06}.jws"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".attestation-")
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        if file.exists():
            Path(name).unlink()
            raise UserError("Another attestation was written at this moment. Please do it again.")
        Path(name).replace(file)
    except OSError as error:
        why = error.strerror or "no reason given"
        raise UserError(Problem(f"The attestation could not be kept ({why}).", str(folder))) from None
    return file


def drop_old(folder: Path, today: date) -> int:
    """Delete attestations that need not be kept any longer, never the last; return how many."""
    numbered = _numbered(folder)
    gone = 0
    for number in sorted(numbered)[:-1]:
        try:
            attested, _ = read_attestation(numbered[number].read_bytes())
        except (OSError, NotSealed):
            continue
        if attested.keep_until >= today:
            break
        numbered[number].unlink(missing_ok=True)
        gone += 1
    return gone


def _numbered(folder: Path) -> dict[int, Path]:
    if not folder.is_dir():
        return {}
    found = ((_FILE.fullmatch(each.name), each) for each in folder.iterdir())
    return {int(name[1]): each for name, each in found if name}
