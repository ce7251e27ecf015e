"""What the set-up asks and knows: frozen values that the terminal and the page share. Nothing secret is among them."""

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from mailcheck.dataclass import dataclass
from mailcheck.model import Role, Security

if TYPE_CHECKING:
    from mailcheck.model.issuer import Issuer
    from mailcheck.parse.providers import Providers


class Door(StrEnum):
    """How somebody's mail is arranged; each leads to a finished state."""

    TWO = "two-accounts"
    ONE = "one-account"
    FORWARDS = "only-forwards"
    EMPLOYER = "employer"
    DECLARED = "not-connected"


class Way(StrEnum):
    """How one signs in to an account."""

    PASSWORD = "password"  # noqa: S105 - a way, not a password
    BROWSER = "browser"
    NONE = "none"
    """It cannot be signed in to from here."""


class Kind(StrEnum):
    """What a screen wants."""

    CHOICE = "choice"
    """One of its options."""
    TEXT = "text"
    """A line of text."""
    SECRET = "secret"  # noqa: S105 - a kind of question
    """A line that is not shown while it is typed, and goes nowhere but to the sign-in."""
    NOTE = "note"
    """To be read; then on."""
    TASK = "task"
    """Something is done now, and takes a moment."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    key: str
    """One letter or figure."""
    words: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: it fits 80 columns and 24 lines."""

    step: str
    stage: int
    """Which of STAGES it belongs to, from 0."""
    title: str
    text: str
    """Paragraphs and lists, one line each; commands stand between backticks."""
    kind: Kind
    options: tuple[Option, ...] = ()
    label: str = ""
    """Beside the field."""
    default: str = ""
    """What an empty answer means; empty: an answer is needed."""
    can_skip: bool = True


LONGEST_TRAIL = 40
STAGES = ("You", "Work mail", "Home mail", "Test letter", "First report", "Every night")


@dataclass(frozen=True, slots=True)
class Draft:
    """One account on its way into the settings."""

    role: Role
    name: str
    address: str = ""
    also: tuple[str, ...] = ()
    provider: str = ""
    """The provider's id, if it is known."""
    host: str = ""
    port: int = 993
    security: Security = Security.TLS
    source: str = ""
    """How the server was found, in words."""
    is_trusted: bool = False
    """Whether a secret may go there without the member's yes."""
    way: Way = Way.NONE
    issuer: str = ""
    """Whose sign-in in the browser it is."""
    user: str = ""
    """The name to sign in with, if it is not what the provider usually wants."""
    messages: int | None = None
    """How many sent messages the test found; None: not tested yet."""
    kept: str = ""
    """Where the secret is, in a sentence; empty: nowhere yet."""
    is_kept: bool = False
    """Whether a check at night can have the secret."""
    trouble: tuple[str, ...] = ()
    """What went wrong last: what happened, why, the one thing to do, the server's words."""
    is_done: bool = False
    """Whether it is in the settings, connected or declared."""
    is_declared: bool = False
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come. Holds addresses, so it is kept only where the settings are."""

    at: str = "door"
    door: Door | None = None
    shared: bool | None = None
    """Whether somebody else uses this computer with the same log-in."""
    role: Role = Role.PROFESSIONAL
    """The account that is being set up."""
    work: Draft = field(default_factory=lambda: Draft(Role.PROFESSIONAL, "practice"))
    home: Draft = field(default_factory=lambda: Draft(Role.PERSONAL, "home"))
    in_transition: bool = False
    asked: tuple[str, ...] = ()
    """Declarations that are still to be asked, by id."""
    codes: tuple[str, ...] = ()
    """The lines about the test letters."""
    report: tuple[str, ...] = ()
    """The first report in a few lines."""
    nightly: str = ""
    """What came of the nightly run."""
    entry: str = ""
    """What came of the entry in the menu."""
    trail: tuple[tuple[str, Role], ...] = ()
    """The steps behind, each with the account it was about, newest last."""

    @property
    def draft(self) -> Draft:
        """The account that is being set up."""
        return self.work if self.role is Role.PROFESSIONAL else self.home

    @property
    def stage(self) -> int:
        """Which of STAGES the account that is being set up belongs to."""
        return 1 if self.role is Role.PROFESSIONAL else 2

    def to(self, step: str, role: Role | None = None) -> "Progress":
        """Return the progress at another step, and from there on about another account if one is named."""
        trail = (*self.trail, (self.at, self.role))[-LONGEST_TRAIL:]
        return replace(self, at=step, role=role or self.role, trail=trail)

    def drafted(self, **changes: object) -> "Progress":
        """Return the progress with the current account changed."""
        draft = replace(self.draft, **changes)  # type: ignore[arg-type] # the caller names fields of Draft
        return replace(self, work=draft) if self.role is Role.PROFESSIONAL else replace(self, home=draft)


@dataclass(frozen=True, slots=True)
class Question:
    """A declaration, as a step asks it."""

    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the steps know without asking anybody."""

    providers: "Providers"
    issuers: Mapping[str, "Issuer"] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    """The policy's declarations, by id."""
    known: Mapping[Role, Draft] = field(default_factory=dict)
    """The accounts that the settings hold already, one for each role."""
    contact: str = ""
    """Whom to ask at the institute, if the policy says."""


class Unusable(ValueError):
    """An answer that cannot be taken; says why, in a sentence, and what would do."""
