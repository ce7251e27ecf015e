"""What is computed in processes beside this one."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from mailcheck.gather.beside import Beside, _asked, _process
from mailcheck.protection import rounds
from mailcheck.protection.rounds import answers, as_line
from mailcheck.protection.turning import Later, Turns, turned
from tests.patience import until

SOME = [Turns("sha512", bytes([number]) * 64, 25_000) for number in range(5)]


def patient(beside, wanted):
    """Ask until the answer is there; return it, and how often one had to wait."""
    for waits in range(3):
        try:
            return beside(wanted), waits
        except Later as later:
            later.wait()
    return pytest.fail("it never came")


def test_another_process_computes_the_same():
    """The answer is there later, and is what would have been computed here; asked again it is there at once."""
    with Beside() as beside:
        assert patient(beside, SOME) == (tuple(map(turned, SOME)), 1)
        assert patient(beside, SOME[:2]) == (tuple(map(turned, SOME[:2])), 0)


@pytest.mark.skipif(not hasattr(os, "sched_getscheduler"), reason="systems that know no class for the idle")
def test_such_a_process_gives_way_at_once():
    """To ours, which reads letters meanwhile, and to a mail server on the same computer."""
    process = _process()
    assert process is not None
    with process:
        assert _asked(process, SOME[0]) == turned(SOME[0])
        theirs = os.sched_getscheduler(process.pid)
        process.kill()
    assert theirs == os.SCHED_IDLE != os.sched_getscheduler(0)


def test_where_that_is_forbidden_it_is_merely_nice():
    """As in some containers, and on systems without such a class."""
    asked = []

    class Strict:
        SCHED_IDLE = 5

        @staticmethod
        def sched_param(priority):
            """Return what is asked for."""
            return priority

        @staticmethod
        def sched_setscheduler(*how):
            """Refuse."""
            raise PermissionError

        nice = staticmethod(asked.append)

    for way in rounds._ways(Strict):
        with suppress(PermissionError):
            way()
    assert asked == [rounds.GIVES_WAY]
    assert list(rounds._ways(SimpleNamespace())) == []


def test_a_process_that_never_gets_its_turn_is_stood_in_for(monkeypatch, tmp_path):
    """On a crowded computer all is computed here in the end."""
    stuck = tmp_path / "stuck.py"
    stuck.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(rounds, "__file__", str(stuck))
    with Beside() as beside:
        assert patient(beside, SOME)[0] == tuple(map(turned, SOME))


def test_the_processes_end_with_the_run():
    """Nothing is left at work, even where much was still to be done."""
    with Beside() as beside:
        for number in range(50):
            with pytest.raises(Later):
                beside([Turns("sha512", bytes([number]) * 64, 200_000)])
        workers = tuple(beside._workers)
    assert workers
    until(lambda: not any(worker.is_alive() for worker in workers))


@pytest.mark.parametrize("program", ["", "/somewhere/mailcheck", "/nowhere/python3"])
def test_without_an_interpreter_it_is_computed_here(monkeypatch, program):
    """A program that brings its own interpreter is never started in its place."""
    monkeypatch.setattr(sys, "executable", program)
    with Beside() as beside:
        assert patient(beside, SOME[:1])[0] == (turned(SOME[0]),)


@pytest.mark.parametrize("code", ["", "print('nonsense', flush=True)", "import time; time.sleep(0.2)"])
def test_a_process_that_fails_is_stood_in_for(monkeypatch, tmp_path, code):
    """One that ends, or answers anything else, costs nothing but time."""
    broken = tmp_path / "broken.py"
    broken.write_text(code)
    monkeypatch.setattr(rounds, "__file__", str(broken))
    with Beside() as beside:
        assert patient(beside, SOME[:2])[0] == tuple(map(turned, SOME[:2]))


def test_nothing_but_a_hash_is_told():
    """The line that a process reads holds a name, a digest and a number; its answer is a digest."""
    assert as_line("sha1", b"\x01\xff", 3) == "sha1 01ff 3\n"
    assert list(answers([as_line("sha512", SOME[0].digest, 25_000)])) == [turned(SOME[0]).hex() + "\n"]


def test_it_loads_next_to_nothing():
    """Some are begun in the middle of a check: what they load, the reading of letters waits for."""
    folder = str(Path(rounds.__file__).parent)
    look = "at_first = set(sys.modules); import rounds; rounds.turned_on('sha512', b'', 0, 1)"
    program = f"import sys; sys.path.insert(0, {folder!r}); {look}; print(*set(sys.modules) - at_first)"
    given = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True)
    assert set(given.stdout.split()) <= {"rounds", "struct", "_struct", "_sha512", "_sha2"}


def test_asked_for_nothing_it_gets_ready():
    """The processes are there when something is asked."""
    with Beside() as beside:
        assert beside(()) == ()
        assert 0 < len(beside._workers) <= (os.cpu_count() or 1)
        assert patient(beside, SOME[:1])[0] == (turned(SOME[0]),)
