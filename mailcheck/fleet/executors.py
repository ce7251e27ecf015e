"""Where the checks of a fleet run: threads of this computer, or a Dask cluster."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

from mailcheck.errors import Problem, UserError

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


@contextmanager
def threads(count: int) -> Iterator[Executor]:
    """Lend threads of this process; on the way out, what has not begun is dropped."""
    executor = ThreadPoolExecutor(count, thread_name_prefix="member")
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def cluster(address: str, *, patience: float = 10) -> Iterator[Executor]:
    """Lend the workers of a running Dask scheduler, such as `tls://scheduler.example:8786`.

    A task carries secrets. So a scheduler on another computer has to be reached by TLS; certificates are configured as
    Dask has it (`distributed.comm.tls`). Raises UserError if the address is unsafe, or nobody answers there.
    """
    _require_privacy(address)
    try:
        from distributed import Client  # noqa: PLC0415 - the extra `fleet`, and slow to load
    except ModuleNotFoundError:
        remedy = "Install mailcheck with its extra, from its folder: pipx install './mailcheck-folder[fleet]'."
        raise UserError(Problem("A cluster needs dask.distributed, which is not installed.", remedy=remedy)) from None
    try:
        client = Client(address, timeout=patience, set_as_default=False)  # type: ignore[no-untyped-call] # distributed has no types
    except (OSError, ValueError, TypeError) as error:
        raise UserError(_unanswered(address, error)) from None
    try:
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call] # distributed has no types
    finally:
        client.close()  # type: ignore[no-untyped-call] # distributed has no types


def _require_privacy(address: str) -> None:
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme == "tls" or parts.hostname in _HERE:
        return
    remedy = "Give the scheduler certificates, and write tls:// before its name (docs/administrators.md)."
    raise UserError(
        Problem("The way to that scheduler is not encrypted, and a task carries passwords.", address, remedy)
    )


def _unanswered(address: str, error: Exception) -> Problem:
    remedy = "Look whether it runs (dask scheduler), and whether its certificates are the ones configured here."
    return Problem(f"No Dask scheduler answers ({type(error).__name__}).", address, remedy)
