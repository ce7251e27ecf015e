"""mailcheck as a plugin: a host of thirty lines runs it beside its own checks."""

import threading
from importlib.metadata import entry_points

import pytest

import mailcheck
from mailcheck.errors import Cancelled
from tests.whole.mailboxes import fill, letters, settings

pytestmark = pytest.mark.server


class Host:
    """A compliance suite that knows nothing of mail: finds checks by entry point, runs them, keeps a line for each."""

    def __init__(self):
        self.checks = {entry.name: entry.load() for entry in entry_points(group="compliance.checks")}
        self.lines = []

    def run(self, name, subject):
        """Run one check on one subject in a thread of its own."""
        thread = threading.Thread(target=self._one, args=(name, subject))
        thread.start()
        return thread

    def _one(self, name, subject):
        report = self.checks[name](subject)
        self.lines.append((name, report.exit_code, [clause.id for clause in report.clauses]))


def test_a_host_runs_two_checks_at_once(many_users, tmp_path, capfd):
    """Found by entry point, run in two threads, silent, with the same result."""
    fill(many_users, "work", letters("client", 25), letters("reply", 3))
    fill(many_users, "home", letters("friend", 25))
    subject = mailcheck.load_settings(settings(tmp_path, many_users, "work", "home"))
    host = Host()
    for thread in [host.run("mailcheck", subject), host.run("mailcheck", subject)]:
        thread.join()
    first, second = host.lines
    assert first == second
    assert "MIP-KB-1" in first[2]
    assert capfd.readouterr() == ("", "")


def test_a_run_can_be_stopped(many_users, tmp_path):
    """`cancel` ends the run with Cancelled; nothing was changed, and no session is left behind."""
    fill(many_users, "work", letters("client", 25), letters("reply", 3))
    subject = mailcheck.load_settings(settings(tmp_path, many_users, "work", "home"))
    with pytest.raises(Cancelled):
        mailcheck.check(subject, cancel=lambda: True)


def test_importing_mailcheck_imports_nothing_else():
    """Exports are loaded when first used (PEP 562)."""
    import subprocess
    import sys

    heavy = "('mailcheck.', 'imapclient', 'pydantic')"
    code = f"import sys, mailcheck; print([m for m in sys.modules if m.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_export_is_an_attribute_error():
    """As with any module."""
    with pytest.raises(AttributeError, match="no_such_thing"):
        mailcheck.no_such_thing  # noqa: B018
