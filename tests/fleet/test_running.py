"""Many members through one executor."""

import time
from collections import Counter
from concurrent.futures import BrokenExecutor
from threading import Lock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.errors import Cancelled, UserError
from mailcheck.fleet import Bounds, Failed, Finished, run_fleet
from mailcheck.fleet.running import TRIES
from mailcheck.fleet.task import Seen
from tests.fleet.members import AtOnce, Looking, Obedient, member
from tests.report.sample import REPORT


def fine(label):
    """Return what a check leaves."""
    return Seen(label, REPORT, b"")


def test_each_is_committed_once_before_it_is_told():
    """What is told is kept already."""
    kept = []
    for ended in run_fleet([member(f"mailbox {n}", kept=kept) for n in range(300)], AtOnce(fine)):
        assert isinstance(ended, Finished)
        assert kept[-1] == ended.label or ended.label in kept
    assert sorted(Counter(kept).values()) == [1] * 300


def test_a_member_whose_task_cannot_be_made_is_a_line_of_its_own():
    """And takes nobody else down."""
    ended = list(run_fleet([member("one", wrong="Its settings are wrong."), member("two")], AtOnce(fine)))
    assert ended[0] == Failed("one", "Its settings are wrong.")
    assert [each.label for each in ended] == ["one", "two"]


def test_one_who_failed_before_is_passed_on():
    """The list and the run have one way of saying it."""
    assert list(run_fleet([Failed("one", "no settings")], AtOnce(fine))) == [Failed("one", "no settings")]


def test_a_lost_worker_is_made_up_for():
    """The member is tried again, and committed once."""
    kept, tries = [], Counter()

    def unsteady(label):
        tries[label] += 1
        if tries[label] < TRIES:
            raise RuntimeError("the worker is gone: canaryzq")
        return fine(label)

    ended = list(run_fleet([member("one", kept=kept), member("two", kept=kept)], AtOnce(unsteady)))
    assert {each.label for each in ended if isinstance(each, Finished)} == {"one", "two"}
    assert (sorted(kept), tries) == (["one", "two"], Counter(one=TRIES, two=TRIES))


def test_a_member_on_whom_every_worker_dies_is_told_without_the_errors_text():
    """Its text might quote a letter."""

    def deadly(label):
        raise RuntimeError("canaryzq")

    assert list(run_fleet([member("one")], AtOnce(deadly))) == [
        Failed("one", "Something went wrong inside mailcheck: RuntimeError.")
    ]


def test_wrong_settings_are_not_tried_again():
    """A second try would find them as they are."""
    executor = AtOnce(lambda label: (_ for _ in ()).throw(UserError("They are wrong.")))
    assert list(run_fleet([member("one")], executor)) == [Failed("one", "They are wrong.")]
    assert executor.submitted == ["one"]


def test_an_executor_that_is_gone_is_said():
    """Those who were not looked at have their turn in the next run."""

    class Gone(Obedient):
        def submit(self, function, task):
            raise BrokenExecutor

    (ended,) = run_fleet([member("one")], Gone())
    assert "goes on where it stopped" in ended.why


def test_each_turn_ends_however_it_ends():
    """Committed, without a task, tried again, or cut off: whatever was held is given back."""
    over = []
    list(run_fleet([member("fine", over=over), member("wrong", wrong="It is wrong.", over=over)], AtOnce(fine)))
    assert sorted(over) == ["fine", "wrong"]
    over.clear()
    list(run_fleet([member("lost", over=over)], AtOnce(lambda label: {}[label])))
    assert over == ["lost"] * TRIES
    over.clear()
    running = run_fleet(
        [member("waiting", over=over), member("other", ("b.example",), over=over)], Obedient(), cancel=_once()
    )
    with pytest.raises(Cancelled):
        list(running)
    assert sorted(over) == ["other", "waiting"]


def _once():
    """Return what says no the first time, and yes then."""
    answers = iter([False])
    return lambda: next(answers, True)


@given(
    st.lists(st.sampled_from(["a", "b", "c"]), max_size=60),
    st.integers(min_value=1, max_value=8),
    st.integers(min_value=1, max_value=4),
)
def test_no_server_is_asked_by_more_than_it_may_be(servers, together, per_server):
    """Whatever the order of the members; and everyone has their turn."""
    hosts = {str(number): server for number, server in enumerate(servers)}
    lock, at_work, most = Lock(), Counter(), Counter()

    def looking(label):
        server = hosts[label]
        with lock:
            for what in (server, "all"):
                at_work[what] += 1
                most[what] = max(most[what], at_work[what])
        time.sleep(0)  # lets another one in, if it may be there
        with lock:
            at_work.subtract((server, "all"))
        return fine(label)

    members = [member(label, (host,)) for label, host in hosts.items()]
    with Looking(looking) as executor:
        seen = [each.label for each in run_fleet(members, executor, bounds=Bounds(together, per_server))]
    assert sorted(seen) == sorted(hosts)
    assert most.pop("all", 0) <= together
    assert all(count <= per_server for count in most.values())


def test_members_are_taken_as_there_is_room():
    """A hundred thousand of them are not held at once."""
    taken = []

    def coming():
        for number in range(10_000):
            taken.append(number)
            yield member(str(number))

    running = run_fleet(coming(), AtOnce(fine), bounds=Bounds(together=2))
    next(running)
    assert len(taken) < 20


def test_stopping_keeps_what_is_finished():
    """And says so."""
    kept, stop = [], []
    running = run_fleet(
        [member(str(number), kept=kept) for number in range(50)], AtOnce(fine), bounds=Bounds(1), cancel=lambda: stop
    )
    next(running)
    stop.append(True)
    with pytest.raises(Cancelled, match="is kept"):
        list(running)
    assert 1 <= len(kept) < 5
