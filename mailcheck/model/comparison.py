"""What laying two accounts side by side showed: counts and days, by which no letter and nobody is known again."""

from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.model.finding import Grade

TWIN_SAMPLE = 20
"""Equal messages needed before a twin map decides alone (evidence D6)."""
SMALL_TWIN_SAMPLE = 5
"""Equal messages needed where the server's own identifier says the same (D4)."""
SHARED_SHARE = 0.05
"""Below this share of common letters, two samples of TWIN_SAMPLE are two mailboxes (D10)."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What comparing one folder of two accounts shows."""

    folder: str
    same_guid: bool
    same_mailbox_id: bool
    different_id: bool
    """Both sides have an identifier, and it differs."""
    same_uidvalidity: bool
    twins: int
    """Messages equal in UID, size, date and Message-ID; 0 if any in the common range differs."""
    shared: int
    """Letters (by Message-ID) in both samples."""
    sampled: tuple[int, int]
    """Letters with a Message-ID in each sample."""
    only_first: int
    """Letters of the first that the second would have to show, and does not."""
    only_second: int
    same_account_id: bool = False
    """The server says that both folders belong to one account (OBJECTID+)."""
    same_at_gmail: int = 0
    """Letters to which Gmail gave the same number in both."""

    @property
    def is_twin(self) -> bool:
        """Whether the folders are one, or one is a full copy of the other (D6)."""
        return self.same_uidvalidity and self.twins >= TWIN_SAMPLE

    @property
    def is_named_apart(self) -> bool:
        """Whether the server's identifiers show two; not if the letters agree, as with one made anew each time."""
        return self.different_id and not self.is_contradicted

    @property
    def is_contradicted(self) -> bool:
        """Whether the identifiers differ and every letter agrees, to its UID and date."""
        return self.different_id and self.same_uidvalidity and self.twins >= SMALL_TWIN_SAMPLE

    @property
    def lives_apart(self) -> bool:
        """Whether each holds a letter that the other lacks."""
        return self.only_first > 0 and self.only_second > 0

    @property
    def has_little_in_common(self) -> bool:
        """Whether both samples are large enough and hardly overlap."""
        smaller = min(self.sampled)
        return smaller >= TWIN_SAMPLE and self.shared < SHARED_SHARE * smaller


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of evidence that mail goes from one account to another."""

    row: str
    grade: Grade
    letters: int = 0
    """Letters on which it was seen; 0 if it is not about letters."""
    last: date | None = None
    """When it was last seen on a letter."""
    can_be_forged: bool = False
    """True: a stranger could bring it about by writing a letter."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far the people of two accounts overlap (U4, U7, U9)."""

    correspondents: tuple[int, int]
    """How many people each account corresponds with."""
    known_to_both: int
    """Those who wrote and were written to on both."""
    written_to: int
    """Those first met at work who were later written to from home."""
    writers: int
    """Those first met at work who later wrote to the home account."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A professional and a personal account, compared by what was digested under one run's own key."""

    likenesses: tuple[Likeness, ...] = ()
    """One for each folder that was looked at in both."""
    to_home: tuple[Sign, ...] = ()
    """Letters that are in both, of which the home account's came from work (F10, F13)."""
    to_work: tuple[Sign, ...] = ()
    people: Overlap | None = None
    """None: correspondents were not looked at."""
