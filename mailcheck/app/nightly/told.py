"""What nights know of each other, and a message in numbers. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.model import Status


@dataclass(frozen=True, slots=True)
class Known:
    """Concerns of earlier nights that stand alike: there may be thousands of them."""

    status: Status
    """As it was last told; before that, as it was seen."""
    since: date
    """The first day of it."""
    told: date | None = None
    """The day on which it was last told."""
    ids: tuple[str, ...] = ()
    """Which concerns; none where it speaks of one that is named beside it."""


def alike(standing: Iterable[tuple[str, Known]]) -> tuple[Known, ...]:
    """Return how concerns stand, those together that stand alike."""
    ids: dict[Known, list[str]] = {}
    for id_, known in standing:
        ids.setdefault(known, []).append(id_)
    return tuple(replace(known, ids=tuple(names)) for known, names in ids.items())


@dataclass(frozen=True, slots=True)
class Told:
    """What earlier nights knew and told."""

    known: tuple[Known, ...] = ()
    last: date | None = None
    """The day of the last message of any kind; before the first, that of the first night."""
    reminded: date | None = None
    """The day on which the member was last told that an attestation is due."""

    def by_id(self) -> dict[str, Known]:
        """Return how each concern stands."""
        alone = ((known.ids, replace(known, ids=())) for known in self.known)
        return {id_: known for ids, known in alone for id_ in ids}


@dataclass(frozen=True, slots=True)
class Telling:
    """A message, in numbers."""

    new: int = 0
    """Concerns that are new or worse."""
    new_not_met: int = 0
    """Of these, not met."""
    open: int = 0
    """All that was seen and is not in order."""
    unseen: int = 0
    """What could not be looked at, and has been told of now or before."""
    unseen_days: int = 0
    """For how many days that lasts."""
    is_new_unseen: bool = False
    """Something that could not be looked at is told for the first time."""
    is_reminder: bool = False
    is_cleared: bool = False
    """Everything that was told is closed."""
    is_seen_again: bool = False
    """Everything can be looked at again."""
    is_attestation_due: bool = False
    """The member has attested before, and the policy asks for it again."""

    @property
    def is_sign_of_life(self) -> bool:
        """Whether there is nothing to tell but that mailcheck is alive."""
        changed = self.is_new_unseen or self.is_reminder or self.is_cleared or self.is_seen_again
        changed = changed or self.is_attestation_due
        return self.new == 0 and not changed


@dataclass(frozen=True, slots=True)
class Decision:
    """What to tell, and what to remember."""

    telling: Telling | None
    """None: nothing."""
    delivered: Told
    """To be remembered once it was told; at once, if there is nothing to tell."""
    pending: Told
    """To be remembered if nobody could be told: the next night decides again."""
