"""Makes the copy: beside its place, verified, and only then under its name. The originals are only read."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from mailcheck.errors import Problem, UserError
from mailcheck.model import Protection, ProtectionState, Strength
from mailcheck.protect.archive_form import ARCHIVE
from mailcheck.protect.form import Form, NotTheSame, OnDisk, Original
from mailcheck.protect.passphrase import Passphrase
from mailcheck.protect.plan import Plan
from mailcheck.protection import judge_protection

_GivenUp = Callable[[str, str], UserError]
"""Makes the error that says why there is no copy, from what went wrong and the kind of error."""


def make_copy(plan: Plan, passphrase: Passphrase) -> Protection:
    """Write the copy of a plan, open it with the passphrase, compare it, judge it, and put it in its place.

    Returns what mailcheck says of the copy. Raises UserError if any of this fails; then nothing is left behind.
    """
    try:
        with _unfinished(plan.copy.parent) as path:
            with path.open("w+b") as file:
                originals = [OnDisk(path) for path in plan.originals]
                answer = checked(plan.form, originals, passphrase, file, name=str(plan.copy))
                os.fsync(file.fileno())
            _put(path, plan)
    except OSError as error:
        problem = Problem(f"could not be written ({error.strerror or 'no reason given'}).", str(plan.copy))
        raise UserError(problem) from error
    return answer


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """Lend a new file that only its owner may read; whatever happens, it does not stay under this name."""
    handle, name = tempfile.mkstemp(prefix=".mailcheck-", suffix=".part", dir=folder)
    path = Path(name)
    try:
        os.close(handle)
        yield path
    finally:
        path.unlink(missing_ok=True)


def checked(
    form: Form, originals: Sequence[Original], passphrase: Passphrase, file: BinaryIO, *, name: str
) -> Protection:
    """Write a copy into a file, open it with the passphrase, compare it and judge it. Raises UserError, OSError."""
    given_up = partial(_given_up, form, name)
    _written(form, originals, passphrase, file, given_up)
    return _verified(form, originals, passphrase, file, given_up)


def _written(
    form: Form, originals: Sequence[Original], passphrase: Passphrase, file: BinaryIO, given_up: "_GivenUp"
) -> None:
    """Containment: whatever a library raises on a document it cannot write; its text might quote the document."""
    try:
        form.write(originals, passphrase, file)
        file.flush()
    except OSError:
        raise
    except Exception as error:
        raise given_up("could not be made", type(error).__name__) from error


def _verified(
    form: Form, originals: Sequence[Original], passphrase: Passphrase, file: BinaryIO, given_up: "_GivenUp"
) -> Protection:
    try:
        file.seek(0)
        form.verify(file, originals, passphrase)
    except OSError:
        raise
    except NotTheSame as error:
        raise given_up("did not hold what the original holds", "") from error
    except Exception as error:
        raise given_up("could not be opened with its passphrase", type(error).__name__) from error
    answer = judge_protection(file)
    if (answer.state, answer.strength) != (ProtectionState.PROTECTED, Strength.STRONG):
        raise given_up(f"would not have been safe ({answer.reason})", "")
    return answer


def _given_up(form: Form, name: str, why: str, kind: str) -> UserError:
    remedy = "" if form is ARCHIVE else "Try it as an archive: --to NAME.zip"
    small = f" [{kind}]" if kind else ""
    return UserError(Problem(f"the copy {why}, so it was not kept{small}.", name, remedy))


def _put(path: Path, plan: Plan) -> None:
    """Give the finished copy its name and the usual rights; a file that is there by now is not replaced unasked."""
    with suppress(OSError):
        path.chmod(0o666 & ~_umask())
    if plan.replaces:
        path.replace(plan.copy)
        return
    try:
        os.link(path, plan.copy)
    except FileExistsError:
        raise UserError(Problem("is there already.", str(plan.copy), "Choose another name with --to.")) from None
    except OSError:  # a file system without hard links, such as a memory stick's
        if plan.copy.exists():
            raise
        path.rename(plan.copy)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
