"""Whether people answer letters that this account sent: without them in a sent folder, something is hidden."""

from mailcheck.errors import AccountProblem
from mailcheck.gather.mailbox import Items, Mailbox
from mailcheck.gather.wishes import Wish, Wishes
from mailcheck.model import Account, Missing
from mailcheck.parse.headers import HeaderFields, addresses, read_headers

NEWEST = 200
_FIELDS = ("In-Reply-To", "To", "Cc", "From", "List-Id")


def wishes_for_replies(account: Account) -> Wishes:
    """Return what is asked of the newest letters."""
    return Wishes(inbox=Wish(NEWEST, Items(_FIELDS)))


def count_replies(mailbox: Mailbox, account: Account) -> int | Missing:
    """Count the letters among the newest in the inbox that answer one of the account's own."""
    try:
        mailbox.examine("INBOX")
        uids = mailbox.newest(NEWEST)
        envelopes = mailbox.envelopes(uids, Items(_FIELDS)) if uids else ()
    except AccountProblem as problem:
        return Missing.of(problem)
    own = account.address.strip().lower()
    return sum(_is_reply(read_headers(envelope.header), own) for envelope in envelopes)


def _is_reply(headers: HeaderFields, own: str) -> bool:
    """Say whether a letter answers somebody, went to the account's own address, and is no list's or its own."""
    return (
        bool(headers.first("in-reply-to"))
        and headers.first("list-id") is None
        and own in addresses(headers, "to", "cc")
        and own not in addresses(headers, "from")
    )
