"""Files that are sent as a link are protected too."""

from collections import Counter
from collections.abc import Iterator

from mailcheck.model import Evidence, Grade, Missing, Outcome, RulePolicy, Status, Words
from mailcheck.rules import could_not_check, outcome, rule
from mailcheck.rules.letters import place_of


@rule
def links_protected(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """A file that is sent as a link is protected as one that is attached.

    Why: many services open a link to whoever has it. A letter that is passed on passes the file on.
    Looks at: only if you switched it on (`read_words`), whether the letters you sent link to a file kept with a service
        such as OneDrive, Dropbox or WeTransfer. No link is followed.
    Cannot see: what lies behind the link, and who may open it.
    Put right: in the service's own settings let only the reader open the file, and let the link run out; or protect the
        file itself before it is uploaded.
    """
    for seen in evidence.professional():
        name = seen.account.name
        match seen.words:
            case None:
                title = "Links were not looked at: the words of letters are not read."
                remedy = "If you wish them to be looked at, write read_words = true under [check] in your settings."
                yield outcome(Status.NOT_APPLICABLE, name, title, remedy=remedy, evidence="A9")
            case Missing() as missing:
                yield could_not_check(name, missing, evidence="A9")
            case Words() as words:
                yield _judge(name, words)


def _judge(name: str, words: Words) -> Outcome:
    looked = f"the words of {words.letters} sent letters"
    if not words.links:
        if words.unread:
            why = f"The words of {len(words.unread)} sent letters could not be read."
            return could_not_check(name, Missing(why), evidence="A9")
        return outcome(Status.MET, name, "No letter links to a stored file.", evidence="A9", looked_at=looked)
    services = Counter(service for _, found in words.links for service in found)
    count = len(words.links)
    return outcome(
        Status.ATTENTION,
        name,
        f"{'1 letter links' if count == 1 else f'{count} letters link'} to a stored file. Is the file protected?",
        detail="; ".join(f"{service.value}: {times}" for service, times in services.most_common()),
        remedy="Look in the service who may open the file. If it is confidential, let only the reader do so.",
        grade=Grade.WEAK,
        evidence="A9",
        looked_at=looked,
        items=[place_of(message) for message, _ in words.links],
    )
