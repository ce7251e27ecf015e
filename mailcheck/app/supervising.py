"""What a supervisor does with a roster, for both doors: the terminal and the page."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.model import Policy
    from mailcheck.roster.people import Person, Signer
    from mailcheck.roster.store import Roster
    from mailcheck.roster.taken import Taken

MOST_DEVICES = 20
NEW_CODE = (
    "They are confirmed already, and stay so. A new invitation makes a new code in the place of theirs: you send them "
    "the new letter, and they run `mailcheck onboarding` with the new code and attest again. Until then the "
    "roster says that their attestation carries another code."
)
"""What follows from inviting somebody again."""


def open_roster(file: Path | None) -> "Roster":
    """Open the roster that is named, else the usual one."""
    from mailcheck.roster.store import Roster
    from mailcheck.settings import default_data_folder

    return Roster.open(file or default_data_folder() / "roster.sqlite3")


def chosen_policy(file: Path | None) -> "Policy":
    """Return the policy to judge by: the one that is named, else that of the settings, else the one that ships."""
    from mailcheck.settings import load_policy, load_settings, usual_settings_path

    if file is None and usual_settings_path().exists():
        return load_settings().policy
    return load_policy(file)


def invited(opened: "Roster", address: str, devices: int) -> "Person":
    """Note an invitation with a new code. Raises UserError if that is no address."""
    from mailcheck.gather.letter import new_code
    from mailcheck.parse.addresses import canonical

    try:
        canonical(address)
    except ValueError:
        remedy = "Write it as name@domain, and nothing else."
        raise UserError(Problem("is not an email address.", address[:60], remedy)) from None
    return opened.invite(address.strip(), new_code(), date.today(), devices)


def is_confirmed(opened: "Roster", address: str) -> bool:
    """Whether the words were compared with whoever is invited at an address."""
    return any(each.address == address.strip() and each.confirmed for each in opened.people())


def the_one(opened: "Roster", who: str) -> "Person":
    """Return the member that an address or a number names. Raises UserError."""
    wanted = who.strip().casefold()
    found = [each for each in opened.people() if wanted in {str(each.id), each.address.casefold()}]
    if len(found) != 1:
        remedy = "Write the address or the number as `mailcheck roster show --all` shows it."
        raise UserError(Problem("There is no such member." if not found else "fits more than one.", who[:60], remedy))
    return found[0]


def newest(opened: "Roster", person: "Person") -> "Signer | None":
    """Return the key of a member's newest attestation; None if none has come."""
    known = (each for each in opened.signers(person.id) if each.latest)
    return max(known, key=lambda each: (each.made, each.id), default=None)


def to_compare(opened: "Roster", person: "Person") -> "Signer":
    """Return the key whose words are compared in a call. Raises UserError if no attestation has come."""
    signer = newest(opened, person)
    if signer is None:
        raise UserError(Problem("No attestation of this member has come yet.", person.address))
    return signer


def taken_in_lines(taken: "Taken") -> list[str]:
    """Return what came of some files, a line each."""
    from mailcheck.report.words import count
    from mailcheck.roster.taken import Came
    from mailcheck.roster.text import CAME

    lines = [f"{count(taken.files, 'file')} looked at, {taken.read:,} of them new or changed."]
    came = taken.came
    lines.append(f"- {count(taken.added, 'new attestation')} taken in")
    lines.append(f"- {count(came.get(Came.TAKEN, 0), 'file')} of attestations in all, with those taken in before")
    for key, words in CAME.items():
        if number := came.get(Came(key)):
            named = _named(taken.changed, number) if key == Came.CHANGED else ""
            lines.append(f"- {count(number, 'file')} {words}{named}")
    if taken.dropped:
        lines.append(f"- {count(taken.dropped, 'attestation')} forgotten, as they need not be kept any longer")
    return lines


def _named(names: Sequence[str], number: int) -> str:
    """Return the names of files that somebody is to be asked for, for the supervisor's own screen."""
    from mailcheck.parse.harmless import harmless

    told = "; ".join(" ".join(harmless(each).split())[:100] or "(a file without a name)" for each in names)
    left = number - len(names)
    return f": {told}; and {left:,} more" if left else f": {told}"
