"""The password of a document does not travel with it."""

from collections.abc import Iterator

from mailcheck.model import (
    Evidence,
    Grade,
    Handover,
    MessageRef,
    Missing,
    Outcome,
    ProtectionState,
    RulePolicy,
    SentMail,
    Status,
    Words,
)
from mailcheck.rules import SENT_NOT_LOOKED_AT, could_not_check, outcome, rule
from mailcheck.rules.handing_over import trouble_of
from mailcheck.rules.letters import place_of

SHUT = frozenset({ProtectionState.PROTECTED, ProtectionState.PARTIAL})
DECISION = "password_by_later_mail"
DECIDED = {"accepted": Status.MET, "attention": Status.ATTENTION, "not-met": Status.NOT_MET}


@rule
def password_apart(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """The password of a document is told another way than the document itself.

    Why: whoever gets into the mailbox, yours or the reader's, finds both letters, and the password protects nothing.
    Looks at: only if you switched it on (`read_words`), the words of letters that you sent: whether the letter with
        the document holds its password, a short letter within the hour does, or the password is a rule such as a date
        of birth. The words are read in memory and forgotten at once.
    Cannot see: what you say by telephone or text message; a password written so that no programme takes it for one.
    Put right: tell it by telephone or text message, and send the document again with another password.
    """
    later = DECIDED.get(str(policy.options.get(DECISION)), Status.ATTENTION)
    for seen in evidence.professional():
        name = seen.account.name
        match seen.sent, seen.words:
            case _, None:
                yield _not_asked(name)
            case Missing() as missing, _:
                yield could_not_check(name, missing, evidence="A5")
            case _, Missing() as missing:
                yield could_not_check(name, missing, evidence="A5")
            case SentMail() as sent, Words() as words:
                yield from _judge(name, sent, words, later)
            case _:
                yield could_not_check(name, SENT_NOT_LOOKED_AT, evidence="A5")


def _not_asked(name: str) -> Outcome:
    title = "How passwords are told was not looked at: the words of letters are not read."
    remedy = "If you wish it to be looked at, write read_words = true under [check] in your settings."
    return outcome(Status.NOT_APPLICABLE, name, title, remedy=remedy, evidence="A5")


def _judge(name: str, sent: SentMail, words: Words, later: Status) -> Iterator[Outcome]:
    shut = {document.message.key for document in sent.documents.where(lambda each: each.protection.state in SHUT)}
    letters = [(message, how) for message, how in words.handovers if message.key in shut]
    troubles = [trouble for message, how in letters if (trouble := trouble_of(name, message, how, later))]
    yield from troubles
    unread = [(message, why) for message, why in words.unread if message.key in shut or not message.key]
    if unread:
        yield outcome(
            Status.COULD_NOT_CHECK,
            name,
            f"The words of {len(unread)} sent {'letter' if len(unread) == 1 else 'letters'} could not be read.",
            detail="; ".join(sorted({why for _, why in unread})),
            evidence="A5",
            items=[place_of(message) for message, _ in unread],
        )
    if not troubles and not unread:
        yield _all_well(name, letters, words)


def _all_well(name: str, letters: list[tuple[MessageRef, Handover]], words: Words) -> Outcome:
    looked = f"the words of {words.letters} sent letters, {len(letters)} of them with a protected document"
    if not letters:
        title = "No protected document was sent, so there was no password to tell."
        return outcome(Status.NOT_APPLICABLE, name, title, evidence="A5", looked_at=looked)
    ways = [how for _, how in letters]
    facts = [f"{count} told another way" for count in [ways.count(Handover.ANOTHER_WAY)] if count]
    facts += [f"{count} by a later e-mail, which is accepted" for count in [ways.count(Handover.LATER_LETTER)] if count]
    return outcome(
        Status.MET,
        name,
        "No letter with a protected document held its password.",
        detail="; ".join(facts),
        grade=Grade.STRONG,
        evidence="A5 A6 A8" if Handover.ANOTHER_WAY in ways else "A5 A6",
        looked_at=looked,
    )
