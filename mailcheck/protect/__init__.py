"""An encrypted copy of a file, in the form that suits its reader, verified before it counts.

`make_plan` judges the files and chooses a form; `make_copy` writes it. One file per form: `pdf_form`, `office_form`,
`archive_form`. The originals are only read, the passphrase is written nowhere, and nothing is ever put on disk in
the clear.
"""

from mailcheck.protect.copying import make_copy
from mailcheck.protect.form import Form, OnDisk, Original
from mailcheck.protect.held import Held, HeldCopy, copy_held
from mailcheck.protect.passphrase import Passphrase, generate, problem_with
from mailcheck.protect.plan import Plan, make_plan

__all__ = [
    "Form",
    "Held",
    "HeldCopy",
    "OnDisk",
    "Original",
    "Passphrase",
    "Plan",
    "copy_held",
    "generate",
    "make_copy",
    "make_plan",
    "problem_with",
]
