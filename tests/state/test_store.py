"""What earlier runs of one member left behind."""

import sqlite3
import stat
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from threading import Barrier, Event

import pytest

from mailcheck.errors import UserError
from mailcheck.state import KeptDocument, Run, State, erase, glance, tally
from mailcheck.state.squeezed import LUMP, in_pieces, squeezed, unsqueezed
from tests.factories import document, message_ref

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NIGHT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "state.sqlite3"


def test_a_finding_keeps_the_day_on_which_it_was_first_seen(path):
    """What is new is first seen today; what is not keeps its day, across runs."""
    with State.open(path) as state:
        assert state.first_seen(["a", "b", "a"], MONDAY) == {"a": MONDAY, "b": MONDAY}
    with State.open(path) as state:
        assert state.first_seen(["b", "c"], TUESDAY) == {"b": MONDAY, "c": TUESDAY}
        assert state.first_seen([], TUESDAY) == {}


def test_a_finding_that_went_and_came_back_is_not_new(path):
    """The day stays although a run in between did not see the finding."""
    with State.open(path) as state:
        state.first_seen(["a"], MONDAY)
        state.first_seen(["b"], TUESDAY)
        assert state.first_seen(["a"], TUESDAY) == {"a": MONDAY}


def test_runs_are_kept_with_the_newest_first(path):
    """The last report and the history outlive the program."""
    later = NIGHT.replace(day=24)
    with State.open(path) as state:
        assert (state.last(), state.history()) == (None, ())
        state.save('{"run": 1}', NIGHT)
        state.save('{"run": 2}', later)
    with State.open(path) as state:
        assert state.last() == '{"run": 2}'
        assert state.history() == (Run(later, '{"run": 2}'), Run(NIGHT, '{"run": 1}'))
        assert state.notices == ()


def test_a_state_in_memory_works_and_leaves_nothing(tmp_path, monkeypatch):
    """The demo's state is a state like any other, without a file."""
    monkeypatch.chdir(tmp_path)
    with State.in_memory() as state:
        state.first_seen(["a"], MONDAY)
        state.save("{}", NIGHT)
        assert (state.first_seen(["a"], TUESDAY), state.last()) == ({"a": MONDAY}, "{}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes; the user's own folder is private")
def test_only_the_member_can_read_the_file(path):
    """File and folder are the member's alone, whatever the umask."""
    with State.open(path) as state:
        state.save("{}", NIGHT)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)] == [0o600, 0o700]


def damage_nothing_like_it(path):
    path.write_bytes(b"this was never a database, and it is longer than a header" * 50)


def damage_in_the_middle(path):
    with State.open(path) as state:
        for number in range(200):
            state.save(token_hex(1000), NIGHT)
            state.first_seen([f"finding {number}"], MONDAY)
    octets = bytearray(path.read_bytes())
    octets[4096:20480] = b"\xff" * 16384
    path.write_bytes(octets)


def damage_cut_off(path):
    with State.open(path) as state:
        state.save(token_hex(100_000), NIGHT)
    path.write_bytes(path.read_bytes()[:5000])


def damage_other_tables(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE somebody_elses (a)")
    connection.close()


def damage_a_table_is_gone(path):
    with State.open(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE first_seen")
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [damage_nothing_like_it, damage_in_the_middle, damage_cut_off, damage_other_tables, damage_a_table_is_gone],
)
def test_a_damaged_file_is_kept_aside_said_and_begun_anew(path, damage):
    """Nothing of a damaged file is lost, the member is told, and the run goes on."""
    path.parent.mkdir()
    damage(path)
    before = path.read_bytes()

    with State.open(path) as state:
        assert state.notices == (
            "The file of earlier results was damaged. It was kept as state.sqlite3.damaged, "
            "and mailcheck measures again what it held.",
        )
        assert (state.last(), state.first_seen(["a"], MONDAY)) == (None, {"a": MONDAY})

    assert path.with_name("state.sqlite3.damaged").read_bytes() == before
    with State.open(path) as state:
        assert state.notices == ()


def test_a_file_of_a_newer_version_is_kept_aside(path):
    """A newer mailcheck finds its file again."""
    with State.open(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()

    with State.open(path) as state:
        assert state.notices == (
            "The file of earlier results comes from a newer mailcheck. It was kept as state.sqlite3.newer, "
            "and mailcheck measures again what it held.",
        )
    with sqlite3.connect(path.with_name("state.sqlite3.newer")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (99,)
    connection.close()


def test_a_second_damaged_file_does_not_replace_the_first(path):
    """Every damaged file is kept."""
    path.parent.mkdir()
    for number in (b"1", b"2", b"3"):
        path.write_bytes(number * 5000)
        State.open(path).close()

    kept = {each.name: each.read_bytes()[:1] for each in path.parent.glob("*.damaged*")}
    assert kept == {
        "state.sqlite3.damaged": b"1",
        "state.sqlite3.damaged-2": b"2",
        "state.sqlite3.damaged-3": b"3",
    }


def test_a_file_in_use_is_no_damage(path):
    """While another run writes, the file is left alone and the member is told to wait."""
    with State.open(path) as state:
        state.first_seen(["a"], MONDAY)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(UserError, match="Another run of mailcheck is using"):
        State.open(path, patience=0.01)

    other.execute("ROLLBACK")
    other.close()
    with State.open(path) as state:
        assert state.first_seen(["a"], TUESDAY) == {"a": MONDAY}


def test_several_may_open_a_new_state_at_once(tmp_path):
    """A check and a page do, the first time: neither takes what the other is making for damaged."""

    def opened(path, barrier):
        barrier.wait()
        with State.open(path, patience=60) as state:
            state.first_seen(["a"], MONDAY)
            return state.notices

    with ThreadPoolExecutor(4) as pool:
        for number in range(40):
            barrier, path = Barrier(4), tmp_path / f"{number}.sqlite3"
            assert list(pool.map(lambda _: opened(path, barrier), range(4))) == [()] * 4  # noqa: B023 - used at once


def test_the_file_is_closed_once_no_other_thread_uses_it():
    """A look that nobody waits for any more may still write or read: SQLite does not outlive that."""
    state, is_writing, may_end = State.in_memory(), Event(), Event()

    def write():
        with state.together():
            is_writing.set()
            may_end.wait(60)

    with ThreadPoolExecutor(2) as pool:
        written = pool.submit(write)
        is_writing.wait(60)
        closed = pool.submit(state.close)
        assert wait([closed], timeout=0.2).not_done
        may_end.set()
        written.result(60)
        closed.result(60)
    assert state.seen().of("practice", "looks") is None


def test_what_is_kept_together_is_kept_or_not():
    """A step inside another is part of it, and is taken back with it."""

    def fails(state):
        with state.together():
            state.keep_note("told", "yes")
            raise ZeroDivisionError

    with State.in_memory() as state:
        with pytest.raises(ZeroDivisionError):
            fails(state)
        assert state.note("told") is None
        state.keep_note("told", "later")
        assert state.note("told") == "later"


def test_a_run_cut_off_changes_nothing(path):
    """What a run wrote is there whole or not at all."""

    def ids():
        yield "a"
        raise KeyboardInterrupt

    with State.open(path) as state:
        with pytest.raises(KeyboardInterrupt):
            state.first_seen(ids(), MONDAY)
        assert state.first_seen(["a"], TUESDAY) == {"a": TUESDAY}


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    """A folder where a file should be is a problem with a remedy."""
    (tmp_path / "state.sqlite3").mkdir()

    with pytest.raises(UserError, match="cannot be opened") as told:
        State.open(tmp_path / "state.sqlite3")
    assert told.value.problems[0].remedy


def test_open_documents_are_kept_by_account_and_key(path):
    """One that is seen again replaces itself; one that is closed is forgotten; another account's is left alone."""
    first, second = KeptDocument(document(), "f1"), KeptDocument(document(message=message_ref(2)), "f2")
    moved = KeptDocument(document(message=message_ref(41, key="message-1"), key=first.document.key), "f1")
    with State.open(path) as state:
        state.keep_documents("practice", [first, second])
        state.keep_documents("other", [first])
        state.keep_documents("practice", [moved], closed=[second.document.key])
    with State.open(path) as state:
        assert state.documents("practice") == (moved,)
        assert state.documents("other") == (first,)
        assert state.documents("nobody") == ()


def test_a_file_of_the_first_version_is_brought_up_to_date(path):
    """What it held stays, and what is new is there."""
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE first_seen (id TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE run (number INTEGER PRIMARY KEY, finished TEXT NOT NULL, report TEXT NOT NULL);"
            "INSERT INTO run VALUES (1, '2026-11-23T02:30:00+00:00', '{}');"
            "PRAGMA user_version = 1;"
        )
    connection.close()
    with State.open(path) as state:
        assert (state.notices, state.last()) == ((), "{}")
        state.keep_documents("practice", [KeptDocument(document())])
        assert len(state.documents("practice")) == 1


def test_after_a_while_only_the_counts_of_a_run_are_left(path):
    """The last run stays whole however old it is, because `show` and `sort` work on it."""
    report = '{"status": "attention", "findings": [], "secret place": 1}'
    with State.open(path) as state:
        for days in (100, 91, 89):
            state.save(report, NIGHT - timedelta(days=days))
        state.shorten(NIGHT - timedelta(days=90))
        assert ["secret place" in run.report for run in state.history()] == [True, False, False]
        assert {tally(run.report).status for run in state.history()} == {"attention"}
        state.shorten(NIGHT)
        assert "secret place" in state.last()


def test_runs_before_a_day_are_forgotten_and_leave_nothing_in_the_file(path):
    """What is still open stays known."""
    with State.open(path) as state:
        state.save('{"old": "oldest words"}', NIGHT - timedelta(days=2))
        state.save('{"new": 1}', NIGHT)
        state.keep_documents("practice", [KeptDocument(document())])
        assert state.forget_before(MONDAY) == 1
        assert [run.report for run in state.history()] == ['{"new": 1}']
        assert len(state.documents("practice")) == 1
        (number, kept) = state.connection.execute("SELECT number, report FROM run").fetchone()
        assert (number, unsqueezed(kept)) == (2, '{"new": 1}')
    assert kept in path.read_bytes()
    assert b"".join(squeezed(['{"old": "oldest words"}'])) not in path.read_bytes()


def test_a_report_in_pieces_is_kept_as_few_octets_and_comes_back_whole(path):
    """A report of thousands of findings that are much alike takes a hundredth of its length in the file."""
    pieces = [
        "{",
        *(f"{number}: a letter carried a document that anybody can open, é\n" for number in range(9000)),
        "}",
    ]
    with State.open(path) as state:
        kept = state.save(iter(pieces), NIGHT)
        assert state.last() == "".join(in_pieces(kept)) == "".join(pieces)
        assert max(map(len, in_pieces(kept))) <= LUMP
    assert path.stat().st_size < len("".join(pieces)) / 8


def test_a_report_that_an_earlier_mailcheck_kept_as_text_is_read(path):
    """Its counts too, when it is shortened."""
    report = '{"status": "attention", "findings": []}'
    with State.open(path) as state:
        for night in (NIGHT, NIGHT + timedelta(days=1)):
            state.connection.execute("INSERT INTO run (finished, report) VALUES (?, ?)", (night.isoformat(), report))
        assert state.last() == report
        state.shorten(NIGHT + timedelta(days=9))
        assert [tally(run.report).status for run in state.history()] == ["attention"] * 2
        assert [run.report == report for run in state.history()] == [True, False]


def test_erasing_takes_journals_and_what_was_kept_aside_with_it(path):
    """Nothing else in the folder is touched."""
    with State.open(path) as state:
        state.save("{}", NIGHT)
    for name in ("state.sqlite3.damaged", "state.sqlite3.newer-2", "state.sqlite3-journal", "installation.key"):
        path.with_name(name).write_bytes(b"x")
    assert set(erase(path)) == {
        "state.sqlite3",
        "state.sqlite3-journal",
        "state.sqlite3.damaged",
        "state.sqlite3.newer-2",
    }
    assert [each.name for each in path.parent.iterdir()] == ["installation.key"]
    assert erase(path) == ()


def test_a_note_is_kept_for_later_runs_and_can_be_glanced_at(tmp_path):
    """One under each name; a glance neither makes a file nor waits for who writes."""
    path = tmp_path / "state.sqlite3"
    assert glance(path, "nightly") is None
    assert not path.exists()
    with State.open(path) as state:
        assert state.note("nightly") is None
        state.keep_note("nightly", "one")
        state.keep_note("nightly", "two")
        state.keep_note("other", "three")
        assert (state.note("nightly"), glance(path, "nightly")) == ("two", "two")
    path.write_bytes(b"no database at all" * 100)
    assert glance(path, "nightly") is None


def test_documents_and_their_mark_are_kept_in_one_step():
    """A run that is killed leaves the mark of what is really kept, or the next one would not keep what is missing."""
    steps: list[str] = []
    with State.in_memory() as state:
        state.keep_documents("practice", [KeptDocument(document())], mark="one")
        state.connection.set_trace_callback(steps.append)
        state.keep_documents("practice", [], closed=[document().key], mark="two")
        state.connection.set_trace_callback(None)
        assert (state.mark_of_documents("practice"), state.mark_of_documents("home")) == ("two", None)
        assert [step.split()[0] for step in steps if step.split()[0] in {"BEGIN", "COMMIT"}] == ["BEGIN", "COMMIT"]
        assert [step.split()[0] for step in steps if step.startswith(("DELETE", "INSERT"))] == ["DELETE", "INSERT"]

        def cut_off():
            yield KeptDocument(document())
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            state.keep_documents("practice", cut_off(), mark="three")
        assert (state.mark_of_documents("practice"), state.documents("practice")) == ("two", ())
