"""An institute's signed policy: held against the pinned key and against the one that was used before.

The policy that was used last is kept beside the state. So an older one is refused, and where the policy is fetched
from an https address, a night without a network is judged by the last one.
"""

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, SettingsError
from mailcheck.parse.institute import LARGEST_POLICY, SignedPolicy, read_signed_policy
from mailcheck.parse.sealed import NotSealed, is_public_key

_WRONG = {
    "other": ("is not signed.", "Ask your institute for the signed file; an unsigned one is not used."),
    "changed": ("was changed or cut short since it was signed.", "Ask your institute for it again. It is not used."),
    "foreign": ("is signed with another key than the one in your settings.", "Ask your institute before you go on."),
    "newer": ("has a form that this version of mailcheck does not know.", "Update mailcheck."),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a signed policy comes from, and whose it must be."""

    where: str
    """An https address, or a path."""
    key: str
    """The institute's public key."""
    base: Path
    """The folder to which a path is relative."""
    memory: Path
    """The file in which the policy that was used last is kept."""

    @property
    def is_remote(self) -> bool:
        """Whether it is fetched from an https address."""
        return urlsplit(self.where).scheme == "https"

    @property
    def path(self) -> Path:
        """The file, if it is one."""
        return self.base / Path(self.where).expanduser()


def source_of(where: str, key: str, base: Path, data_folder: Path) -> Source:
    """Return where a signed policy comes from. Raises SettingsError if the two settings cannot be right."""
    scheme = urlsplit(where).scheme
    if len(scheme) > 1 and scheme != "https":  # one letter is a drive on Windows
        remedy = "Write an address that begins with https://, or the path of a file."
        raise SettingsError(Problem("is no address that mailcheck fetches a policy from.", "policy.signed", remedy))
    if not is_public_key(key):
        remedy = 'Write the 43 letters and digits that your institute gave you: key = "…".'
        raise SettingsError(Problem("is missing, or is no key of an institute.", "policy.key", remedy))
    return Source(where, key, base, data_folder / f"policy-{sha256(key.encode()).hexdigest()[:12]}.jws")


def current(source: Source) -> SignedPolicy:
    """Return the policy to judge by, and remember it if it is newer than the one before. Raises SettingsError."""
    if source.is_remote:
        found = remembered(source)
        if found is None:
            remedy = "Run `mailcheck policy --update` while you are connected."
            raise SettingsError(Problem("has not been fetched yet.", source.where, remedy))
        return found
    try:
        octets = source.path.read_bytes()[: LARGEST_POLICY + 3]
    except OSError as error:
        what = f"could not be read ({error.strerror or 'no reason given'})."
        raise SettingsError(Problem(what, str(source.path), "Put the signed policy there.")) from None
    return accept(source, octets)


def accept(source: Source, octets: bytes) -> SignedPolicy:
    """Return a policy if it is signed, by the pinned key, and not older than the last one. Raises SettingsError."""
    try:
        found = read_signed_policy(octets, source.key)
    except NotSealed as why:
        what, remedy = _WRONG[why.key]
        raise SettingsError(Problem(what, source.where, remedy)) from None
    before = remembered(source)
    if before is not None and found.serial < before.serial:
        what = f"is number {found.serial}, older than number {before.serial}, which was used before. It is not used."
        raise SettingsError(Problem(what, source.where, "Ask your institute for the current one."))
    if before is not None and found.serial == before.serial and found != before:
        what = f"carries the same number, {found.serial}, as another policy that was used before. It is not used."
        raise SettingsError(Problem(what, source.where, "Ask your institute, which should give each its own number."))
    if before is None or found.serial > before.serial:
        _remember(source, octets)
    return found


def remembered(source: Source) -> SignedPolicy | None:
    """Return the policy that was used last; None if there was none, or it cannot be relied on."""
    try:
        return read_signed_policy(source.memory.read_bytes(), source.key)
    except (OSError, NotSealed):
        return None


def _remember(source: Source, octets: bytes) -> None:
    """Keep a policy for the next time. Where that is not possible, it is still used: an older one then passes later."""
    with suppress(OSError):
        source.memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=source.memory.parent, prefix=".policy-")
        with os.fdopen(handle, "wb") as file:
            file.write(octets)
        Path(name).replace(source.memory)
