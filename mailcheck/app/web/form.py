"""What a form said, and the files that were handed over with it: in memory alone."""

from collections.abc import Mapping
from dataclasses import field

from mailcheck.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was handed over. It is in memory alone, and its name is a label, never a path."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """What a form said."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    uploads: tuple[Upload, ...] = ()

    def one(self, name: str) -> str:
        """Return the value of a field; empty if it is not there."""
        return self.fields.get(name, ("",))[-1]
