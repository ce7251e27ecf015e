"""A document that is in memory, and never was a file: as far as a form needs to know, it is one."""

import io
from dataclasses import dataclass, field
from pathlib import PurePath

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
    content: bytes = field(repr=False)

    @property
    def stem(self) -> str:
        """Its name without the ending."""
        return PurePath(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending of its name."""
        return PurePath(self.name).suffix

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


def copy_held(original: Held, passphrase: Passphrase) -> HeldCopy | None:
    """Return an encrypted copy, opened with the passphrase and compared; None if the document has a password already.

    Raises UserError if it cannot be made. Nothing is written to disk.
    """
    answer = judge_protection(original.open())
    if answer.state is ProtectionState.PROTECTED:
        return None
    judged = [(original, answer)]
    form = choose_form(judged)
    copy = io.BytesIO()
    name = name_of_copy(original, answer, form)
    checked(form, [original], passphrase, copy, name=name)
    lifts = form is PDF and "against editing" in answer.note
    return HeldCopy(name, copy.getvalue(), form, why_archive(judged, form), lifts)
