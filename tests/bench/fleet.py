"""How long a fleet takes: N mailboxes on one Dovecot, by threads and by Dask workers, in the same run.

    python -m tests.bench.fleet --members 200 --rounds 3

Prints seconds and members a second for each way, interleaved, whether all found the same, and the same
once more with a worker killed midway. The last line is an estimate for 100,000 mailboxes from the cost measured.
"""

import argparse
import json
import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from distributed import LocalCluster

from mailcheck.app.demo.names import DemoNames
from mailcheck.fleet import Bounds, Finished, run_fleet
from mailcheck.fleet.executors import cluster, threads
from mailcheck.fleet.hosting import Steward, prepared
from mailcheck.report.json_v1 import as_object
from mailcheck.settings import Member
from tests.fleet.hosted import list_of, with_open_document
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot
from tests.servers.running import PASSWORD
from tests.servers.starting import started
from tests.whole.mailboxes import fill, letters

Said = dict[str, str]


def run(members: tuple[Member, ...], executor, after_first: Callable[[], None] = lambda: None) -> tuple[float, Said]:
    """Run a fleet; return how long it took and what was said of each, less times and names of findings."""
    began = time.perf_counter()
    found: Said = {}
    waiting = prepared(members, datetime.now().astimezone(), Steward(resolver=DemoNames()), everyone=True)
    for number, ended in enumerate(run_fleet(waiting, executor, bounds=Bounds(per_server=32))):
        assert isinstance(ended, Finished), ended
        report = as_object(ended.seen.report)
        plain = {name: value for name, value in report.items() if name not in {"started", "finished"}}
        for each in plain["findings"]:
            each.pop("id")
        found[ended.label] = json.dumps(plain, sort_keys=True)
        if number == len(members) // 4:
            after_first()
    return time.perf_counter() - began, found


@contextmanager
def workers(count: int) -> Iterator[tuple[LocalCluster, object]]:
    """Lend a cluster of worker processes of this computer."""
    with (
        LocalCluster(n_workers=count, threads_per_worker=4, processes=True, dashboard_address=None) as local,
        cluster(local.scheduler_address) as executor,
    ):
        yield local, executor


def main() -> None:
    """Measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--members", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    users = tuple(f"member{number}" for number in range(given.members))
    folder = Path(tempfile.mkdtemp(prefix="fleet"))
    os.environ |= {
        "MAILCHECK_TEST_PASSWORD": PASSWORD,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "HOME": str(folder),
    }
    authority_folder = folder / "authority"
    authority_folder.mkdir()
    authority = Authority(authority_folder)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = stack.enter_context(started(lambda where: Dovecot(where, authority, users=users)))
        for number, user in enumerate(users):
            sent = [with_open_document(f"{user} {n}") for n in range(number % 4)]
            fill(server, user, letters("client", 8), [*letters("reply", 12), *sent])
        measure(server, users, folder, given.rounds, stack)


def measure(server: Dovecot, users: tuple[str, ...], folder: Path, rounds: int, stack: ExitStack) -> None:
    """Run every way in turn, each from nothing."""
    pools = {
        "8 threads": (None, stack.enter_context(threads(8))),
        "1 Dask worker": stack.enter_context(workers(1)),
        "2 Dask workers": stack.enter_context(workers(2)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in pools}
    results: list[Said] = []
    for number in range(rounds):
        for name, (_, executor) in pools.items():
            os.environ["MAILCHECK_DATA"] = str(folder / f"data-{number}-{name}")
            spent, found = run(list_of(folder / f"{number}-{name}", server, users), executor)
            seconds[name].append(spent)
            results.append(found)
    local, executor = pools["2 Dask workers"]
    os.environ["MAILCHECK_DATA"] = str(folder / "data-killed")
    victim = next(iter(local.workers.values())).pid
    spent, found = run(
        list_of(folder / "killed", server, users), executor, after_first=lambda: os.kill(victim, signal.SIGKILL)
    )
    results.append(found)
    tell(seconds, spent, results, len(users))


def tell(seconds: dict[str, list[float]], killed: float, results: list[Said], members: int) -> None:
    """Print what was measured."""
    for name, taken in seconds.items():
        median = statistics.median(taken)
        spread = f"{min(taken):.1f}-{max(taken):.1f}"
        print(f"{name:<16} {median:7.1f} s ({spread})  {members / median:6.1f} members a second")
    print(f"{'a worker killed':<16} {killed:7.1f} s")
    print(f"identical results: {all(each == results[0] for each in results)} ({len(results)} runs, {members} members)")
    each = min(statistics.median(taken) for taken in seconds.values()) / members
    print(f"100,000 mailboxes like these, on one such computer: {each * 100_000 / 3600:.1f} hours", file=sys.stdout)


if __name__ == "__main__":
    main()
