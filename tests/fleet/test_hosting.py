"""A fleet of real mailboxes on Dovecot: on threads, and on Dask workers of which one is killed."""

import json
import os
import pickle
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailcheck.app.demo.names import DemoNames
from mailcheck.audit.keeping import keep_report
from mailcheck.errors import Problem, SecretError, UserError
from mailcheck.fleet import Finished, look, run_fleet
from mailcheck.fleet.executors import cluster, threads
from mailcheck.fleet.hosting import Steward, prepared, unnoticed
from mailcheck.report.json_v1 import as_object
from mailcheck.settings import load_settings
from mailcheck.state import State, pack, put_back, unpack
from tests.fleet.hosted import list_of, with_open_document
from tests.patience import until
from tests.report.sample import REPORT
from tests.servers.dovecot import Dovecot
from tests.servers.scripted import STALL, Scripted
from tests.servers.starting import started
from tests.whole.mailboxes import fill, letters

USERS = tuple(f"member{number}" for number in range(12))
NOW = datetime.now().astimezone()
STEWARD = Steward(resolver=DemoNames())
TIMES = ("started", "finished")


@pytest.fixture(scope="module")
def server(authority):
    """A Dovecot with a dozen mailboxes, of which every third sent an open document."""
    with started(lambda folder: Dovecot(folder, authority, users=USERS)) as running:
        for number, user in enumerate(USERS):
            sent = [with_open_document(f"{user} {n}") for n in range(number % 3)]
            fill(running, user, letters("client", 4), [*letters("reply", 3), *sent])
        yield running


def run(members, executor, **given):
    """Run a fleet to its end; return what every member's report says, less the time of day."""
    ended = list(run_fleet(prepared(members, NOW, STEWARD, **given), executor))
    assert all(isinstance(each, Finished) for each in ended), ended
    return {each.label: said(each.seen.report) for each in ended}


def said(report):
    """Return a report without its times and the names of its findings, which each installation has its own key for."""
    plain = {name: value for name, value in as_object(report).items() if name not in TIMES}
    findings = [{key: value for key, value in each.items() if key != "id"} for each in plain["findings"]]
    return json.dumps(plain | {"findings": findings}, sort_keys=True)


@pytest.fixture
def own_data(tmp_path, monkeypatch, own_home):
    """A data folder for each way of running."""

    def choose(name):
        monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / f"data-{name}"))
        return tmp_path / name

    return choose


@pytest.mark.server
def test_threads_and_workers_find_the_same(server, own_data):
    """The audit does not know where it runs; and a killed worker's members are looked at by another."""
    from distributed import LocalCluster

    with threads(4) as executor:
        here = run(list_of(own_data("threads"), server, USERS), executor)
    members = list_of(own_data("cluster"), server, USERS)
    with (
        LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None) as local,
        cluster(local.scheduler_address) as executor,
    ):
        running = run_fleet(prepared(members, NOW, STEWARD), executor)
        first = next(running)
        victim = next(iter(local.workers.values()))
        os.kill(victim.pid, signal.SIGKILL)
        ended = [first, *running]
    assert all(isinstance(each, Finished) for each in ended), ended
    assert {each.label: said(each.seen.report) for each in ended} == here
    assert len(here) == len(USERS) == len({each.label for each in ended})
    for member in members:
        with State.open(load_settings(member.settings).state_path) as state:
            assert len(state.history()) == 1  # each was committed once


@pytest.mark.server
def test_a_run_that_was_cut_off_goes_on_where_it_stopped(server, own_data):
    """Whoever was looked at a short while ago is not looked at again, unless everyone is wanted."""
    members = list_of(own_data("again"), server, USERS[:4])
    with threads(1) as executor:
        running = run_fleet(prepared(members, NOW, STEWARD), executor)
        first = next(running).label
        running.close()
        rest = run(members, executor)
        later = list(prepared(members, datetime.now().astimezone() + timedelta(hours=24), STEWARD))
        everyone = list(prepared(members, NOW, STEWARD, everyone=True))
    assert first not in rest
    assert len(later) == len(everyone) == 4


def finished(members):
    """Return how many runs are kept of each member."""
    counted = []
    for member in members:
        path = load_settings(member.settings).state_path
        if not path.exists():
            counted.append(0)
            continue
        with State.open(path) as state:
            counted.append(len(state.history()))
    return counted


@contextmanager
def not_answering(path, server):
    """For as long as the block lasts, a member's server says nothing: the run does not come to its end before that."""
    text = path.read_text()
    with Scripted(greeting=STALL) as silent:
        path.write_text(text.replace(f"port = {server.tls.port}", f"port = {silent.address.port}"))
        yield
    path.write_text(text)


@pytest.mark.server
def test_a_coordinator_that_is_killed_between_tasks_loses_and_repeats_nothing(server, own_data):
    """Kill -9 while a dozen are looked at one by one; the next run looks at the others, and keeps each once."""
    members = list_of(own_data("killed"), server, USERS)
    command = [sys.executable, "-m", "mailcheck", "fleet", members[0].settings.parent.parent / "members.toml"]
    with (
        not_answering(members[-1].settings, server),
        subprocess.Popen([*command, "--threads", "1"], stdout=subprocess.DEVNULL) as running,
    ):
        until(lambda: sum(finished(members)) >= 3)
        running.kill()
    before = finished(members)
    assert 3 <= sum(before) < len(USERS)
    again = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False)
    lines = json.loads(again.stdout)["members"]
    assert len(lines) == len(USERS)
    assert finished(members) == [1] * len(USERS)


@pytest.mark.server
def test_the_second_run_reads_nothing_twice(server, own_data):
    """What a worker learned came back to the coordinator, and goes out with the next task."""
    members = list_of(own_data("twice"), server, USERS[2:3])
    with threads(1) as executor:
        run(members, executor)
        ((_, report),) = run(members, executor, everyone=True).items()
    coverage = json.loads(report)["accounts"][0]["coverage"]
    assert (coverage["messages"], coverage["new_messages"]) == (5, 0)


@pytest.mark.server
def test_another_check_meanwhile_wins(server, own_data):
    """What it kept is not overwritten."""
    (member,) = list_of(own_data("meanwhile"), server, USERS[:1])
    (one,) = prepared([member], NOW, STEWARD)
    task = one.task()
    settings = load_settings(member.settings)
    with State.open(settings.state_path) as state:
        keep_report(state, REPORT)
    with pytest.raises(UserError, match="meanwhile"):
        one.commit(look(task))
    with State.open(settings.state_path) as state:
        assert len(state.history()) == 1


def test_nobody_is_looked_at_who_was_not_told(tmp_path):
    """Every one of them is named, and what to do."""
    server = type("Nowhere", (), {"tls": type("Tls", (), {"port": 993, "ca_file": "ca.pem"})()})()
    members = list_of(tmp_path, server, ("a", "b"), notice=None)
    told = unnoticed([*members, replace(members[0], notice=NOW.date())], "members.toml")
    assert [problem.what.partition(":")[0] for problem in told] == ["mailbox 1", "mailbox 2"]
    assert "notice = " in told[0].remedy


def test_wrong_settings_of_one_are_that_members_line(tmp_path):
    """The others still run."""
    server = type("Nowhere", (), {"tls": type("Tls", (), {"port": 993, "ca_file": "ca.pem"})()})()
    members = list_of(tmp_path, server, ("a", "b"))
    members[0].settings.write_text("[[account]]\n")
    first, _ = prepared(members, NOW, STEWARD)
    assert first.label == "mailbox 1"
    assert first.why


@pytest.mark.parametrize("address", ["tcp://scheduler.example:8786", "scheduler.example:8786", "tcp://192.0.2.7:1"])
def test_secrets_never_travel_in_the_clear(address):
    """A scheduler on another computer is reached by TLS, or not at all."""
    with pytest.raises(UserError, match="not encrypted"), cluster(address):
        pass


def test_a_scheduler_that_is_not_there_is_said():
    """In one line, with what to do."""
    with pytest.raises(UserError, match="No Dask scheduler answers"), cluster("tcp://127.0.0.1:9", patience=1):
        pass


def test_a_secret_that_could_not_be_had_travels_as_it_is():
    """With its key and its words."""
    problem = SecretError(Problem("The password store is locked.", remedy="Sign in."), key="store-locked")
    arrived = pickle.loads(pickle.dumps(problem))
    assert (arrived.key, arrived.problems) == (problem.key, problem.problems)


def test_a_state_is_the_same_after_its_journey(tmp_path):
    """Packed, unpacked and put back into a file that held something else."""
    with State.open(tmp_path / "a.db") as here, State.open(tmp_path / "b.db") as there:
        here.save('{"finished": "1"}', NOW)
        there.save('{"finished": "2"}', NOW)
        with unpack(pack(here)) as moved:
            assert moved.last() == '{"finished": "1"}'
        put_back(pack(here), there)
        assert there.history() == here.history()
    with State.open(tmp_path / "b.db") as again:
        assert (again.last(), again.notices) == ('{"finished": "1"}', ())
