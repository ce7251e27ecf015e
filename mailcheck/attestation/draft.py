"""An attestation before it is written: made of the last report, shown, and only then signed."""

import json
from datetime import datetime, timedelta

from mailcheck.attestation.chain import Last, add, chain_folder, digest, drop_old, last_of
from mailcheck.attestation.key import KeyKeeper, in_words, member_key, own_fingerprint
from mailcheck.attestation.making import Grounds, attested
from mailcheck.attestation.telling import Section, sections
from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, UserError
from mailcheck.model import Role
from mailcheck.parse.attested import KIND, Attested
from mailcheck.parse.sealed import seal
from mailcheck.settings import Settings
from mailcheck.state import Run, State

OLDEST = timedelta(days=7)
"""An attestation does not rest on an older check."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An attestation that waits for the member's yes."""

    attested: Attested
    sections: tuple[Section, ...]
    """All of it in words."""
    words: str
    """The fingerprint of the member's key in words, for the call."""
    fingerprint: str


def make_draft(settings: Settings, keeper: KeyKeeper, now: datetime, *, new_key: bool = False) -> Draft:
    """Return the attestation that follows from the last check. Writes nothing but the member's key on first use.

    `new_key` makes a new key in the place of a lost one. Raises UserError if there is no recent check.
    """
    with State.open(settings.state_path) as state:
        runs = state.history()
    report = _newest(runs, settings, now)
    last = last_of(chain_folder(settings))
    fingerprint = own_fingerprint(keeper.own_key(member_key(settings), anew=new_key))
    made = attested(_grounds(settings, report, runs, last, fingerprint, now))
    words = in_words(fingerprint)
    return Draft(made, sections(made, settings.policy, words), words, fingerprint)


def sign(settings: Settings, keeper: KeyKeeper, draft: Draft) -> str:
    """Return the signed text of a draft that the member has seen, and keep it as the last of the chain.

    Raises UserError if another attestation was written since, or the key is no longer the one that was shown.
    """
    seed = keeper.own_key(member_key(settings))
    last = last_of(chain_folder(settings))
    is_next = draft.attested.previous == (last.digest if last else None)
    if not is_next or own_fingerprint(seed) != draft.fingerprint:
        raise UserError("Something changed since this was shown. Please begin again.")
    text = seal(draft.attested.payload(), seed, kind=KIND)
    add(chain_folder(settings), draft.attested.sequence, text)
    drop_old(chain_folder(settings), draft.attested.made.date())
    return text


def file_name(draft: Draft) -> str:
    """Return the name of the file to send: the day, enough of the key to tell two members apart, and its number."""
    key = digest(draft.fingerprint.encode())[:8]
    return f"mailcheck-{draft.attested.made:%Y-%m-%d}-{key}-{draft.attested.sequence}.jws"


def _newest(runs: tuple[Run, ...], settings: Settings, now: datetime) -> dict[str, object]:
    told = json.loads(runs[0].report) if runs else {}
    if not told.get("clauses") or now - runs[0].finished > OLDEST:
        remedy = "Run `mailcheck check` first; an attestation rests on a check of the last seven days."
        raise UserError(Problem("There is no recent check.", remedy=remedy))
    if (told["policy"]["id"], told["policy"]["version"]) != (settings.policy.id, settings.policy.version):
        raise UserError(Problem("The policy has changed since the last check.", remedy="Run `mailcheck check` again."))
    return dict(told)


def _grounds(
    settings: Settings,
    report: dict[str, object],
    runs: tuple[Run, ...],
    last: Last | None,
    fingerprint: str,
    now: datetime,
) -> Grounds:
    earlier = [told for each in runs[1:] if "clauses" in (told := json.loads(each.report))]
    professional = [each.account.address for each in settings.accounts if each.account.role is Role.PROFESSIONAL]
    return Grounds(
        report=report,
        policy=settings.policy,
        said=settings.said,
        now=now,
        name=settings.member,
        address=professional[0] if professional and settings.shares_address else "",
        earlier=earlier,
        runs=tuple(each.finished for each in runs),
        last=last.attested if last else None,
        previous=last.digest if last else None,
        replaces=last.fingerprint if last and last.fingerprint != fingerprint else None,
    )
