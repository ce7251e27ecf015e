"""Members of a fleet that need no mail server, and executors that misbehave."""

import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor

from mailcheck.errors import UserError
from mailcheck.fleet import Prepared
from mailcheck.fleet.task import Seen
from tests.report.sample import REPORT


def member(label, hosts=("mail.example:993",), *, kept=None, wrong=None, over=None):
    """A member whose task is just the label; what is committed is appended to `kept`, whose turn is over to `over`."""

    def task():
        if wrong:
            raise UserError(wrong)
        return label

    def commit(seen):
        if kept is not None:
            kept.append(seen.label)

    return Prepared(label, frozenset(hosts), task, commit, lambda: None if over is None else over.append(label))


class Obedient(Executor):
    """Runs nothing by itself: each task waits until `release`, and how many wait at one time is noted."""

    def __init__(self):
        self.waiting, self.most, self.lock = {}, 0, threading.Lock()
        self.submitted = []

    def submit(self, function, task):
        future = Future()
        with self.lock:
            self.submitted.append(task)
            self.waiting[future] = task
            self.most = max(self.most, len(self.waiting))
        return future

    def release(self, how=lambda label: Seen(label, REPORT, b"")):
        """Let every task end that waits now."""
        with self.lock:
            now, self.waiting = self.waiting, {}
        for future, label in now.items():
            try:
                future.set_result(how(label))
            except Exception as error:  # noqa: BLE001 - handed on, as an executor does
                future.set_exception(error)


class AtOnce(Obedient):
    """Each task ends as it is handed over, by what `how` says."""

    def __init__(self, how):
        super().__init__()
        self.how = how

    def submit(self, function, task):
        future = super().submit(function, task)
        self.release(self.how)
        return future


class Looking(ThreadPoolExecutor):
    """Threads in which each task is looked at by what `how` says."""

    def __init__(self, how):
        super().__init__(12)
        self.how = how

    def submit(self, function, task):
        return super().submit(self.how, task)
