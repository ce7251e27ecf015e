"""What is to be said of one thing that shows who may open a mailbox (for `not-shared-mailbox`)."""

from collections.abc import Iterator

from mailcheck.model import (
    Account,
    AccountEvidence,
    Declared,
    Evidence,
    Grade,
    Missing,
    Outcome,
    ReaderKind,
    Role,
    Sharing,
    Status,
)
from mailcheck.model.days import day_in_words
from mailcheck.rules import outcome
from mailcheck.rules.own_look import THEN_SAY, at_access
from mailcheck.rules.signs import Sign, access_signs, in_words, readers_of
from mailcheck.rules.who_else import Answered, answered, said_on

REVIEWED = "access-settings-reviewed"
"""The declaration that stands in where a provider shows nothing."""
ASK = "Answer one question about it: `mailcheck answer` shows you what was found, and asks once."
TAKE_AWAY = (
    "Take the access away: in your webmail's settings for sharing this folder, or ask whoever runs the mail server. "
    "Then check again."
)
ELSEWHERE = "Look on the provider's own page for people you let in, family groups and shared mailboxes."
_EXPLAINED = {
    "J1": "The mail server keeps a list of who may open each folder, and it names somebody beside you.",
    "J2": "The mail server keeps a list of who may open each folder, and it names a group.",
    "J3": "Whoever uses that account can read your professional mail. Does anybody but you?",
    "J4": "Such a mailbox can have several users. Who else has access?",
    "J11": "Some providers let one person write for another. Who else has access?",
}
_MISTAKE = "The mail server's list still names somebody, so that looks like a mistake."


def open_to_many(seen: AccountEvidence) -> Iterator[Outcome]:
    """Yield what is not met at once: everybody, or a whole group, may read (J2)."""
    kinds = {ReaderKind.EVERYONE: "Everybody with an account", ReaderKind.GROUP: "A whole group of people"}
    for kind, who in kinds.items():
        found = readers_of(seen, kind)
        if not found or (kind is ReaderKind.GROUP and seen.account.role is Role.ENQUIRIES):
            continue
        places = in_words(folder for folders in found.values() for folder in folders)
        yield outcome(
            Status.NOT_MET,
            seen.account.name,
            f"{who} on your mail server may read {places}.",
            detail="The mail server's own list says so. It is often a setting that somebody made by mistake.",
            remedy=TAKE_AWAY,
            grade=Grade.PROOF,
            evidence="J2",
            key=f"J2 {kind.value} {places}",
        )


def about_signs(seen: AccountEvidence, evidence: Evidence) -> Iterator[Outcome]:
    """Yield what each sign of access comes to, after what the member said of it (J1, J3, J4, J11)."""
    signs = access_signs(seen, evidence)
    reply = answered(seen.account, signs, evidence.said)
    told = said_on(evidence.said.who_else_reads(seen.account.name))
    shared = {home.account.name for home in evidence.personal() if home.account.joint}
    for sign in signs:
        status, detail, remedy = _shared_home() if sign.account in shared else _weighed(sign, reply, told)
        yield outcome(
            status,
            (seen.account.name, sign.account) if sign.account else seen.account.name,
            sign.words,
            detail=detail,
            remedy=remedy,
            grade=sign.grade,
            evidence=sign.row,
            key=sign.key,
        )


def _shared_home() -> tuple[Status, str, str]:
    """Return the state, what to say and what to do where the settings themselves say who else uses an account."""
    detail = "Your settings say that others use that account too, so they can read your professional mail."
    return Status.NOT_MET, detail, TAKE_AWAY


def _weighed(sign: Sign, reply: Answered, told: str) -> tuple[Status, str, str]:
    """Return the same after an answer; "nobody" cannot be right where the server's list names somebody."""
    match reply:
        case Answered.NOT_YET:
            return Status.ATTENTION, _EXPLAINED.get(sign.row, ""), ASK
        case Answered.FAMILY:
            return Status.NOT_MET, told, TAKE_AWAY
        case Answered.NOBODY if sign.row in {"J1", "J2"}:
            return Status.ATTENTION, f"{told} {_MISTAKE}", TAKE_AWAY
    return Status.DECLARED, told, ""


def refused_folders(name: str, sharing: Sharing) -> Iterator[Outcome]:
    """Yield the folders about which the server would not tell."""
    refused = {each.folder: each.readers for each in sharing.folders if isinstance(each.readers, Missing)}
    if refused:
        yield outcome(
            Status.COULD_NOT_CHECK,
            name,
            f"The mail server would not say who may open {in_words(refused)}.",
            detail=" ".join(dict.fromkeys(missing.reason for missing in refused.values())),
            remedy="Nothing you did is wrong. Look in your webmail's settings for sharing; the next check tries again.",
            evidence="J1 J2",
            key=f"refused {in_words(refused)}",
        )


def hidden(account: Account, evidence: Evidence) -> Outcome:
    """Return that the server does not show it: a question, until the member has looked for themselves (J13)."""
    whose = account.provider.name if account.provider else "This mail server"
    title = f"{whose} does not show mailcheck who else has access to this mailbox."
    answer = _own_look(evidence)
    if answer is not None and answer.answer == "yes":
        detail = "You looked for yourself; your own answer counts instead."
        return outcome(Status.NOT_APPLICABLE, account.name, title, detail=detail, evidence="J13", key="J13")
    not_yet = f" On {day_in_words(answer.made)} you said that you have not looked yet." if answer else ""
    return outcome(
        Status.ATTENTION,
        account.name,
        title,
        detail=f"Only you can see it.{not_yet}",
        remedy=f"{at_access(account) or ELSEWHERE} {THEN_SAY}",
        evidence="J13",
        key="J13",
    )


def _own_look(evidence: Evidence) -> Declared | None:
    """Return the member's latest "yes" or "no" to having looked for themselves, if it still holds."""
    given = [each for each in evidence.said.declarations if each.id == REVIEWED]
    latest = max(given, key=lambda each: each.made, default=None)
    holds = latest is not None and latest.answer in {"yes", "no"} and evidence.now.date() <= latest.expires
    return latest if holds else None
