"""An encrypted copy of a file, in the form that suits its reader, verified before it counts.

`make_plan` judges the files and chooses a form; `make_copy` writes it. One file per form: `pdf_form`, `office_form`,
`archive_form`. The originals are only read, the passphrase is written nowhere, and nothing is ever put on disk in
the clear.
"""

from mailcheck.protect.copying import make_copy
from mailcheck.protect.form import Form
from mailcheck.protect.passphrase import Passphrase, generate, problem_with
from mailcheck.protect.plan import Plan, make_plan

__all__ = ["Form", "Passphrase", "Plan", "generate", "make_copy", "make_plan", "problem_with"]
