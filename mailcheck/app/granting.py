"""`mailcheck except --from FILE`: an exception that the institute signed."""

from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.settings import Settings

WRONG = {
    "other": ("is no signed exception.", "Ask your institute for the file again."),
    "changed": ("was changed or cut short since it was signed.", "Ask your institute for the file again."),
    "foreign": ("is signed with another key than the one in your settings.", "Ask your institute before you go on."),
    "newer": ("has a form that this version of mailcheck does not know.", "Update mailcheck."),
}
NO_KEY = Problem(
    "Your settings do not say whose signature counts.", remedy='Write your institute\'s key below [policy]: key = "…".'
)


def take_granted(settings: "Settings", file: Path) -> int:
    """Write an exception down, if the institute signed it, and for this member. Raises UserError."""
    from mailcheck.app.checking import asker
    from mailcheck.app.saying import say
    from mailcheck.attestation.key import member_key, own_fingerprint
    from mailcheck.gather.credentials import Secrets
    from mailcheck.model.days import day_in_words
    from mailcheck.parse.institute import read_signed_exception
    from mailcheck.parse.sealed import LARGEST, NotSealed
    from mailcheck.settings import record_granted
    from mailcheck.settings.granted import granted_of

    if not settings.institute_key:
        raise UserError(NO_KEY)
    try:
        octets = file.read_bytes()[: LARGEST + 3]
        signed = read_signed_exception(octets, settings.institute_key)
    except OSError as error:
        raise UserError(Problem(f"could not be read ({error.strerror or 'no reason given'}).", str(file))) from None
    except NotSealed as why:
        what, remedy = WRONG[why.key]
        raise UserError(Problem(what, str(file), remedy)) from None
    own = own_fingerprint(Secrets.of(settings, ask=asker()).own_key(member_key(settings)))
    if signed.member != own:
        raise UserError(Problem("is for another member, or for a key that you had before.", str(file)))
    record_granted(settings.said_path, granted_of(signed, octets.decode("ascii").strip()))
    reason = settings.policy.exception_reasons.get(signed.reason, signed.reason)
    say(f"Your institute's exception is written down, until {day_in_words(signed.until)}: {reason}")
    say("Until then what it names does not count. What is found from now on is not covered.")
    return 0
