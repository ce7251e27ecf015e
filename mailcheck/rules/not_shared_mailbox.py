"""Nobody in the family opens the professional mailbox."""

from collections.abc import Iterator
from dataclasses import replace

from mailcheck.model import AccountEvidence, Evidence, Grade, Missing, Outcome, RulePolicy, Sharing, Status
from mailcheck.parse.hiding import hides_settings
from mailcheck.rules import could_not_check, outcome, rule
from mailcheck.rules.access import about_signs, hidden, open_to_many, refused_folders
from mailcheck.rules.programs import several_programs
from mailcheck.rules.signs import in_words

REFUSED = "refused-command"
"""The key of a server that would not tell: at a provider that keeps it to itself, that was to be expected."""


@rule
def not_shared_mailbox(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """No partner and nobody in the family opens the professional mailbox.

    Why: clients write to you, and a letter that a second person can open is not confidential.
    Looks at: the mail server's own list of who may open the inbox, the Sent folder, the drafts and the archive;
        whether your home log-in is shown your professional mailbox; the form of your log-in name; how many e-mail
        programs your letters name.
    Cannot see: who knows your password; who has access at a provider that keeps it to itself, such as Gmail,
        Outlook, iCloud and Yahoo. There you are asked to look at the provider's own page.
    Put right: take the access away, or say who it is. A colleague or a clinical executor may have it, if agreed.
    """
    for seen in evidence.professional():
        match seen.sharing:
            case Missing(key=key) if key == REFUSED and hides_settings(seen.account):
                yield _with_programs(hidden(seen.account, evidence), seen)
            case Missing() as missing:
                yield could_not_check(seen.account.name, missing, evidence="J1 J2")
            case None:
                why = "Who else may open this mailbox was not looked at."
                yield could_not_check(seen.account.name, Missing(why), evidence="J1 J2")
            case Sharing() as sharing:
                yield from _judge(seen, sharing, evidence)


def _judge(seen: AccountEvidence, sharing: Sharing, evidence: Evidence) -> Iterator[Outcome]:
    troubles = [*open_to_many(seen), *about_signs(seen, evidence), *refused_folders(seen.account.name, sharing)]
    yield from troubles
    if not sharing.shows_rights or hides_settings(seen.account):
        yield _with_programs(hidden(seen.account, evidence), seen)
    elif not troubles:
        places = in_words(folder.folder for folder in sharing.folders)
        answer = outcome(
            Status.MET,
            seen.account.name,
            "Nobody else may open this mailbox.",
            detail=f"The mail server's own list names you alone for {places}.",
            grade=Grade.PROOF,
            evidence="J1 J2",
            looked_at=f"the mail server's list of who may open {places}",
        )
        yield _with_programs(answer, seen)


def _with_programs(answer: Outcome, seen: AccountEvidence) -> Outcome:
    """Return an answer with a sentence on the programs that letters were written with; it changes nothing (J12)."""
    told = several_programs(seen)
    if not told:
        return answer
    return replace(answer, detail=f"{answer.detail} {told}".strip(), evidence_ids=(*answer.evidence_ids, "J12"))
