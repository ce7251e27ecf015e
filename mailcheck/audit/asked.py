"""Which declarations need an answer at all, as far as what was seen can tell.

A declaration that stands in for something a provider hides is not asked where the mail server shows it, and asked
without its condition where it is known to be hidden. Where nobody can tell, the condition is asked as before.
"""

from collections.abc import Callable, Iterable

from mailcheck.model import Account, AccountEvidence, Declaration, Evidence, Missing, Role, Sharing
from mailcheck.model.letter import LetterState
from mailcheck.model.traces import SieveLook
from mailcheck.parse.hiding import hides_settings
from mailcheck.rules.crossing import letter_for
from mailcheck.rules.signs import access_signs
from mailcheck.rules.who_else import grants_access, is_open

NOT_SHOWN = "sieve-not-offered"
"""The key of a server that has no service for mail rules."""


def applies(asked: Declaration, evidence: Evidence | None) -> bool | None:
    """Whether a declaration applies to the member; None if what was seen cannot tell."""
    look = _LOOKS.get(asked.only_if)
    return None if look is None or evidence is None else look(evidence)


def _access_hidden(evidence: Evidence) -> bool | None:
    """Whether a professional account's server keeps to itself who else has access."""
    if _is_declared(evidence):
        return False
    return _any(_hides_access(seen) for seen in evidence.professional())


def _hides_access(seen: AccountEvidence) -> bool | None:
    if hides_settings(seen.account):
        return True
    return not seen.sharing.shows_rights if isinstance(seen.sharing, Sharing) else None


def _forwarding_hidden(evidence: Evidence) -> bool | None:
    """Whether an account's server keeps its mail rules to itself, and no test letter has shown that none forwards."""
    if _is_declared(evidence):
        return False
    return _any(_hides_rules(seen, evidence) for seen in evidence.accounts)


def _is_declared(evidence: Evidence) -> bool:
    """Whether every account is declared instead of connected: another declaration speaks of it as a whole then."""
    return bool(evidence.declared) and not evidence.accounts


def _hides_rules(seen: AccountEvidence, evidence: Evidence) -> bool | None:
    if _is_shown_by_letters(seen.account, evidence):
        return False
    match seen.scripts:
        case _ if hides_settings(seen.account):
            return True
        case SieveLook():
            return False
        case Missing(key=key) if key == NOT_SHOWN:
            return True
    return None


def _is_shown_by_letters(account: Account, evidence: Evidence) -> bool:
    """Whether a test letter to this account appeared in none of the accounts on the other side."""
    others = evidence.personal() if account.role.is_professional else evidence.professional()
    letters = [letter_for(evidence, account.name, other.account.name) for other in others]
    return bool(letters) and all(letter is not None and letter.state is LetterState.APART for letter in letters)


def _access_granted(evidence: Evidence) -> bool | None:
    """Whether the member said that a colleague, staff, executor or supplier reads a professional mailbox."""
    judged = [seen for seen in evidence.professional() if seen.account.role is not Role.ENQUIRIES]
    if any(grants_access(seen, evidence) for seen in judged):
        return True
    is_clear = all(
        isinstance(seen.sharing, Sharing)
        and seen.sharing.shows_rights
        and not access_signs(seen, evidence)
        and not is_open(seen, evidence)
        for seen in judged
    )
    has_answered = all(evidence.said.who_else_reads(seen.account.name) for seen in judged)
    return False if is_clear or has_answered else None


def _not_connected(evidence: Evidence) -> bool | None:
    """Whether one of the two sides is not connected here, so that they cannot be compared."""
    if evidence.left_out:
        return None
    return bool(evidence.declared) or not any(True for _ in evidence.personal())


def _work_not_connected(evidence: Evidence) -> bool | None:
    """Whether a professional account is declared instead of connected."""
    return any(account.role.is_professional for account in evidence.declared)


_LOOKS: dict[str, Callable[[Evidence], bool | None]] = {
    "access-hidden": _access_hidden,
    "forwarding-hidden": _forwarding_hidden,
    "access-granted": _access_granted,
    "not-connected": _not_connected,
    "work-not-connected": _work_not_connected,
}


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Return True if one is True, else None if one is not known, else False."""
    known = list(answers)
    return True if True in known else None if None in known or not known else False
