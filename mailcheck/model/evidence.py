"""What was seen, in a form that holds no other person's data.

Nothing here can carry a subject, a file name, a third party's address or a folder's own name: identifiers are
keyed digests (HMAC-SHA256), folders are labels. A rule takes these values and returns outcomes.
"""

from collections.abc import Iterator
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.model.account import Account, Security
from mailcheck.model.baseline import Baseline
from mailcheck.model.comparison import Comparison
from mailcheck.model.message import MessageProtection
from mailcheck.model.said import Said
from mailcheck.model.sent import Documents, MessageRef, SentDocument
from mailcheck.model.sharing import Sharing
from mailcheck.model.transition import Transition
from mailcheck.model.words import Salutations, SecureRoute, Words

if TYPE_CHECKING:  # they are built of what stands here
    from mailcheck.model.domain import DomainFacts
    from mailcheck.model.traces import SieveLook
    from mailcheck.model.use import Contacts, SentUse, TraceLook


APART = "personal-account-apart"
"""The declaration that stands in for looking, where one of the two sides is not connected."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that should have been looked at and could not be."""

    reason: str
    """In plain words, fit for a report."""
    key: str = ""
    """The row of the table of refusals, if a server refused."""
    retry: str = "later"
    said: str = ""
    """The server's own sentence, with addresses and tokens removed."""

    @classmethod
    def of(cls, problem: AccountProblem) -> "Missing":
        """Return what an account's problem leaves unseen."""
        return cls(problem.text, problem.key, problem.retry, problem.said)


@dataclass(frozen=True, slots=True)
class Connection:
    """How an account was reached."""

    security: Security
    tls_version: str = ""
    """As negotiated: `TLSv1.3`; empty without encryption."""
    mechanism: str = ""
    """The sign-in mechanism used: `PLAIN`, `LOGIN`, `OAUTHBEARER` or `XOAUTH2`."""
    is_loopback: bool = False
    server: str = ""
    """The server's canonical name: host and port in lower case, for comparing two accounts."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One sent folder that was looked at."""

    label: str
    messages: int
    """Messages in the folder since the day that counts."""
    total: int
    """All messages in the folder."""


@dataclass(frozen=True, slots=True)
class SentMail:
    """What has left one account."""

    folders: tuple[Folder, ...]
    messages: int
    """Messages looked at, since the day that counts."""
    documents: Documents
    """Attached documents, and pictures inside the text that are no recurring logo."""
    protected_messages: tuple[tuple[MessageRef, MessageProtection], ...] = ()
    """Messages encrypted or signed as a whole (A2, A3)."""
    unexamined: tuple[tuple[MessageRef, str], ...] = ()
    """Messages whose structure could not be read, and why (A12)."""
    new_messages: int = 0
    gone: tuple[SentDocument, ...] = ()
    """Documents that an earlier run saw without protection, in letters that are no longer in the sent folders."""
    routes: tuple[tuple[MessageRef, SecureRoute], ...] = ()
    """Letters that travelled through a secure system, or say so (A4)."""
    is_final: bool = True
    """False: something could not be fetched, and the next run tries again."""

    def __post_init__(self) -> None:
        """Take documents in whatever way they are told."""
        object.__setattr__(self, "documents", Documents.of(self.documents))


@dataclass(frozen=True, slots=True)
class SampledMessage:
    """One message as a point of comparison between two mailboxes."""

    uid: int
    size: int
    stored: datetime
    """INTERNALDATE."""
    key: str
    """A keyed digest of its Message-ID under this run's own random key; `""` if it has none."""
    gmail_key: str = ""
    """The same of the number that Gmail gives it (X-GM-MSGID); `""` elsewhere."""


@dataclass(frozen=True, slots=True)
class MailboxLook:
    """One folder, looked at to tell two mailboxes apart."""

    folder: str
    """`INBOX` or `Sent`."""
    uidvalidity: int
    total: int
    uidnext: int | None = None
    """The UID that the next letter will have; None if the server does not say."""
    guid: str = ""
    """Keyed digest of Dovecot's X-GUID; empty if the server has none."""
    mailbox_id: str = ""
    """Keyed digest of a MAILBOXID long enough to mean something (evidence.md §2); else empty."""
    account_id: str = ""
    """Keyed digest of an ACCOUNTID, whose folder it is; empty if the server does not say (OBJECTID+)."""
    newest: tuple[SampledMessage, ...] = ()
    """The newest messages, oldest first."""
    is_complete: bool = False
    """True: `newest` is the whole folder."""


@dataclass(frozen=True, slots=True)
class FolderMarks:
    """How far a folder has come: while none of it changes, nothing came and nothing went."""

    folder: str
    """`INBOX`, or a sent folder's label."""
    uidvalidity: int
    uidnext: int
    messages: int
    place: str = ""
    """A keyed digest of its own name under the installation key."""


@dataclass(frozen=True, slots=True)
class Looked:
    """When one kind of evidence was looked at."""

    what: str
    """The field of AccountEvidence."""
    day: date
    is_recalled: bool = False
    """True: an earlier run looked, and what it found still holds."""
    server: str = ""
    """A keyed digest of what the server offered and how its folders stood; empty if that is not known."""


@dataclass(frozen=True, slots=True)
class AccountEvidence:
    """Everything seen of one account."""

    account: Account
    connection: Connection | Missing
    sent: SentMail | Missing | None = None
    """None: not asked, as for a personal account."""
    looks: tuple[MailboxLook, ...] | Missing = ()
    replies: int | Missing = 0
    """Letters in the inbox that answer the member's own (for `sent-coverage`)."""
    earlier: SentMail | Missing | None = None
    """What was sent before the day that counts: history, for no rule to judge. None: not asked for."""
    words: Words | Missing | None = None
    """What the words of sent letters tell. None: the member did not ask for them to be read."""
    salutations: Salutations | Missing | None = None
    """How letters greet and sign. None: the member did not ask for words to be read."""
    sharing: Sharing | Missing | None = None
    """Who else may open the mailbox. None: not asked."""
    traces: "TraceLook | Missing | None" = None
    """The ways that the newest letters in the inbox took; None: not looked at, as for a joint home address."""
    sent_use: "SentUse | Missing | None" = None
    """Under whose address letters were sent; None: not looked at."""
    scripts: "SieveLook | Missing | None" = None
    """The mail rules on the server; None: not asked for."""
    domain: "DomainFacts | Missing | None" = None
    """What the name system says of the account's domain; None: not asked for."""
    contacts: "Contacts | Missing | None" = None
    """Whom the account corresponds with; None: not switched on, or a joint home address."""
    looked: tuple[Looked, ...] = ()
    """When what stands above was looked at; what is not named here was looked at in this run."""
    marks: tuple[FolderMarks, ...] = ()
    """How far the inbox and the sent folders have come; empty if they were not asked."""
    before: Baseline | None = None
    """How the inbox stood at an earlier run (evidence D8); None if none looked."""


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """What can only be seen by looking at two accounts together."""

    professional: str
    """Account name."""
    personal: str
    looked_together: bool = False
    """True: neither inbox changed while both were looked at, so a difference is a real one."""
    comparison: Comparison | None = None
    """What comparing them showed; None: it is to be made from what was gathered now."""
    looked: date | None = None
    """The day on which they were compared; None: now."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the rules judge."""

    now: datetime
    since: date
    """Incidents are judged from this day on."""
    accounts: tuple[AccountEvidence, ...]
    pairs: tuple[PairEvidence, ...] = ()
    said: Said = field(default_factory=Said)
    left_out: tuple[str, ...] = ()
    """Accounts of the member that were left out of this run on request, by name."""
    transition: Transition | None = None
    """The weeks in which the member separates one mailbox into two."""
    declared: tuple[Account, ...] = ()
    """Accounts that the member declares instead of connecting; nothing is measured of them."""

    @property
    def separated_since(self) -> date | None:
        """The day before which letters do not count against the separation; None: all of them count."""
        transition = self.transition
        return transition.start if transition and transition.holds_on(self.now.date()) else None

    def professional(self) -> Iterator[AccountEvidence]:
        """Yield the accounts that are judged as professional ones."""
        return (seen for seen in self.accounts if seen.account.role.is_professional)

    def personal(self) -> Iterator[AccountEvidence]:
        """Yield the personal accounts."""
        return (seen for seen in self.accounts if not seen.account.role.is_professional)

    @property
    def is_home_declared(self) -> bool:
        """Whether the member said that a personal account, which is not connected here, is apart."""
        day = self.now.date()
        return any(each.id == APART and each.answer == "yes" and day <= each.expires for each in self.said.declarations)

    def couples(self) -> Iterator[tuple[AccountEvidence, AccountEvidence]]:
        """Yield every professional account with every personal one."""
        return ((work, home) for work in self.professional() for home in self.personal())

    def pair(self, work: Account, home: Account) -> PairEvidence:
        """Return what was seen by looking at two accounts together."""
        for pair in self.pairs:
            if (pair.professional, pair.personal) == (work.name, home.name):
                return pair
        return PairEvidence(work.name, home.name)
