"""Makes the copy: beside its place, verified, and only then under its name. The originals are only read."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from mailcheck.errors import Problem, UserError
from mailcheck.model import Protection, ProtectionState, Strength
from mailcheck.protect.archive_form import ARCHIVE
from mailcheck.protect.form import NotTheSame
from mailcheck.protect.passphrase import Passphrase
from mailcheck.protect.plan import Plan
from mailcheck.protection import judge_protection


def make_copy(plan: Plan, passphrase: Passphrase) -> Protection:
    """Write the copy of a plan, open it with the passphrase, compare it, judge it, and put it in its place.

    Returns what mailcheck says of the copy. Raises UserError if any of this fails; then nothing is left behind.
    """
    try:
        with _unfinished(plan.copy.parent) as path:
            with path.open("w+b") as file:
                _written(plan, passphrase, file)
                answer = _verified(plan, passphrase, file)
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


def _written(plan: Plan, passphrase: Passphrase, file: BinaryIO) -> None:
    """Containment: whatever a library raises on a document it cannot write; its text might quote the document."""
    try:
        plan.form.write(plan.originals, passphrase, file)
        file.flush()
    except OSError:
        raise
    except Exception as error:
        raise _given_up(plan, "could not be made", type(error).__name__) from error


def _verified(plan: Plan, passphrase: Passphrase, file: BinaryIO) -> Protection:
    try:
        file.seek(0)
        plan.form.verify(file, plan.originals, passphrase)
    except OSError:
        raise
    except NotTheSame as error:
        raise _given_up(plan, "did not hold what the original holds", "") from error
    except Exception as error:
        raise _given_up(plan, "could not be opened with its passphrase", type(error).__name__) from error
    answer = judge_protection(file)
    if (answer.state, answer.strength) != (ProtectionState.PROTECTED, Strength.STRONG):
        raise _given_up(plan, f"would not have been safe ({answer.reason})", "")
    return answer


def _given_up(plan: Plan, why: str, kind: str) -> UserError:
    remedy = "" if plan.form is ARCHIVE else "Try it as an archive: --to NAME.zip"
    small = f" [{kind}]" if kind else ""
    return UserError(Problem(f"the copy {why}, so it was not kept{small}.", str(plan.copy), remedy))


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
