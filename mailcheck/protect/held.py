"""A document that is in memory, and never was a file: as far as a form needs to know, it is one."""

import io
from collections.abc import Sequence
from dataclasses import field
from pathlib import PureWindowsPath

from mailcheck.dataclass import dataclass
from mailcheck.model import ProtectionState
from mailcheck.protect.copying import checked
from mailcheck.protect.form import Form
from mailcheck.protect.passphrase import Passphrase
from mailcheck.protect.pdf_form import PDF
from mailcheck.protect.plan import ARCHIVE_NAME, choose_form, name_of_copy, why_archive
from mailcheck.protection import judge_protection


@dataclass(frozen=True, slots=True)
class Held:
    """A document in memory."""

    name: str = field(repr=False)
    """As somebody wrote it: of a path, on whichever system, only the last part counts."""
    content: bytes = field(repr=False)

    @property
    def stem(self) -> str:
        """Its name without the ending."""
        return PureWindowsPath(self.name).stem or "document"

    @property
    def suffix(self) -> str:
        """The ending of its name."""
        return PureWindowsPath(self.name).suffix

    @property
    def size(self) -> int:
        """Octets."""
        return len(self.content)

    def open(self, mode: str = "rb") -> io.BytesIO:
        """Return it as a file that can be read."""
        return io.BytesIO(self.content)


@dataclass(frozen=True, slots=True)
class HeldCopy:
    """An encrypted copy, in memory."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)
    form: Form
    why_archive: str = ""
    """Why a document that programs open with a password of its own went into an archive."""
    lifts_restrictions: bool = False
    """True: the original has a second password against editing or printing, which the copy does not have."""

    @property
    def tells_its_name(self) -> bool:
        """Whether its name is that of the original, which anybody can read."""
        return self.name != ARCHIVE_NAME


def copy_held(originals: Sequence[Held], passphrase: Passphrase) -> HeldCopy | None:
    """Return one encrypted copy of documents, opened with the passphrase and compared.

    What has a password already is left out; None if that is all of them. Raises UserError if it cannot be made.
    Nothing is written to disk.
    """
    answers = [(original, judge_protection(original.open())) for original in originals]
    judged = [(original, answer) for original, answer in answers if answer.state is not ProtectionState.PROTECTED]
    if not judged:
        return None
    form = choose_form(judged)
    copy = io.BytesIO()
    first, answer = judged[0]
    name = name_of_copy(first, answer, form)
    checked(form, [original for original, _ in judged], passphrase, copy, name=name)
    lifts = form is PDF and "against editing" in answer.note
    return HeldCopy(name, copy.getvalue(), form, why_archive(judged, form), lifts)
