"""Reads whether letters greet, or are signed by, two people, if the member asked for words to be read (J9).

The newest letters of a professional account, received and sent, in memory and within bounds. Nothing of them is kept:
not a name, only how many letters there are.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from mailcheck.errors import AccountProblem
from mailcheck.gather.mailbox import Envelope, Items, Mailbox, Piece, Wanted
from mailcheck.gather.sent_folders import find_sent
from mailcheck.model import Account, Missing
from mailcheck.model.traces import Whose
from mailcheck.model.words import Salutations
from mailcheck.parse.arrival import is_bulk
from mailcheck.parse.headers import addresses, read_headers
from mailcheck.parse.letter_words import plain_text
from mailcheck.parse.people import people_named
from mailcheck.parse.recognise import Recogniser
from mailcheck.parse.salutations import greets_two, signed_by
from mailcheck.parse.transfer import decode_whole
from mailcheck.parse.word_parts import WordPart, word_parts

INBOX = "INBOX"
NEWEST = 200
MOST_OCTETS = 32 * 1024
"""Of a letter's words, as transferred; a longer one is left out."""
_FIELDS = ("From", "To", "Cc", "List-Id", "List-Unsubscribe", "Precedence")


def look_at_salutations(mailbox: Mailbox, account: Account, recognise: Recogniser) -> Salutations | Missing:
    """Read how the newest letters greet and sign, in the inbox and in the first sent folder."""
    greeted: list[bool] = []
    signed: list[str] = []
    try:
        for envelope, text in _words(mailbox, INBOX):
            if is_to_the_member_alone(envelope, recognise):
                greeted.append(greets_two(text))
        for folder in find_sent(mailbox, account)[:1]:
            signed += [signed_by(text) for _, text in _words(mailbox, folder.name)]
    except AccountProblem as problem:
        return Missing.of(problem)
    names = Counter(name for name in signed if name)
    return Salutations(len(greeted), sum(greeted), len(signed), people_named(names))


def is_to_the_member_alone(envelope: Envelope, recognise: Recogniser) -> bool:
    """Whether a letter from somebody else goes to the member alone: else two people are rightly greeted."""
    headers = read_headers(envelope.header)
    readers = [recognise(address).whose for address in addresses(headers, "To", "Cc")]
    writers = [recognise(address).whose for address in addresses(headers, "From")]
    is_from_outside = bool(writers) and set(writers) == {Whose.UNKNOWN}
    return is_from_outside and bool(readers) and Whose.UNKNOWN not in readers and not is_bulk(headers)


def _words(mailbox: Mailbox, folder: str) -> Iterator[tuple[Envelope, str]]:
    """Yield the newest letters with their senders' own words; one whose words do not come is left out."""
    mailbox.examine(folder)
    uids = mailbox.newest(NEWEST)
    envelopes = mailbox.envelopes(uids, Items(_FIELDS, structure=True)) if uids else ()
    parts = {each.uid: part for each in envelopes if (part := _first(each)) is not None}
    texts: dict[int, str] = {}
    for arrived in mailbox.pieces([Wanted(uid, (_piece(part),)) for uid, part in parts.items()]):
        uid = arrived.wanted.uid
        texts[uid] = _text(parts[uid], arrived.octets)
    yield from ((each, texts[each.uid]) for each in envelopes if texts.get(each.uid))


def _first(envelope: Envelope) -> WordPart | None:
    """Return the part with a letter's words: plain text if there is any."""
    parts = [part for part in word_parts(envelope.bodystructure) if part.size <= MOST_OCTETS]
    return next((part for part in parts if part.media_type == "text/plain"), parts[0] if parts else None)


def _piece(part: WordPart) -> Piece:
    return Piece(part.section, None, MOST_OCTETS)


def _text(part: WordPart, octets: Mapping[Piece, bytes]) -> str:
    found = octets.get(_piece(part))
    return "" if found is None else plain_text(decode_whole(found, part.encoding), part.media_type, part.charset)
