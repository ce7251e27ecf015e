"""What the pieces of evidence are, in words for people. Nothing is judged by it."""

from collections.abc import Mapping

from mailcheck.dataclass import dataclass
from mailcheck.model.finding import Grade


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """One piece of evidence that a report can name, such as D6."""

    id: str
    looks_at: str
    """What is looked at."""
    grade: Grade
    """How much it proves at its best."""
    follows: str
    """What a report then says."""
    cannot_see: str
    rules: tuple[str, ...] = ()
    """The names of the rules that judge by it."""
    told_as: str = ""
    """The entry under whose id a report tells it, where it has none of its own."""
    beside: str = ""
    """The declaration beside which it is said, where no rule judges by it."""

    @property
    def group(self) -> str:
        """The letter of its group."""
        return self.id[0]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every piece of evidence, in the order of the file."""

    groups: Mapping[str, str]
    """The question of each group, by its letter."""
    entries: tuple[EvidenceEntry, ...]

    def find(self, name: str) -> EvidenceEntry | None:
        """Return one entry, however its id is written; None if there is none."""
        wanted = name.strip().upper()
        return next((each for each in self.entries if each.id == wanted), None)
