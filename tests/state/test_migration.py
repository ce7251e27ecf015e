"""A file of any older version is brought up to date, and a disk without room is told."""

import resource
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from mailcheck.state import Row, Seen, State, file

MONDAY = date(2026, 11, 23)
SEEN = Seen("work", "scripts", "basis", "server", MONDAY, again=True, found="{}")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.sqlite3"


def made_by(version, path):
    """Make the file that a mailcheck with that version of the tables left behind, with a finding in it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("".join(file._STEPS[:version]))
    connection.execute("INSERT INTO first_seen VALUES ('a', ?)", (MONDAY.isoformat(),))
    if version >= 3:
        connection.execute("INSERT INTO letter VALUES ('work', 'f', 1, 2, 'key', 3, 'basis', '{}')")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


@pytest.mark.parametrize("version", range(1, file.VERSION + 1))
def test_every_older_file_keeps_what_it_holds_and_gets_what_is_new(version, path):
    """No run starts from nothing because mailcheck was updated."""
    made_by(version, path)
    with State.open(path) as state:
        assert state.notices == ()
        assert state.first_seen(["a"], date(2026, 11, 28)) == {"a": MONDAY}
        known = state.letters("work", "basis").among("f", 1, 1, 9)
        assert known == ({2: Row(2, "key", 3, "{}")} if version >= 3 else {})
        state.seen().keep([SEEN])
        assert state.seen().of(SEEN.subject, SEEN.kind) == SEEN
    with State.open(path) as state:
        assert state.seen().of(SEEN.subject, SEEN.kind) == SEEN


def test_what_was_kept_of_sent_letters_in_an_earlier_form_is_put_together_anew(path):
    """The rest is still known, and so is every letter."""
    made_by(7, path)
    connection = sqlite3.connect(path, isolation_level=None)
    row = "INSERT INTO evidence VALUES ('work', ?, 'basis', 'server', '2026-11-23', 1, '{}')"
    connection.executemany(row, [("sent",), ("scripts",)])
    connection.close()
    with State.open(path) as state:
        assert (state.seen().of("work", "sent"), state.seen().of("work", "scripts")) == (None, SEEN)
        assert state.letters("work", "basis").are_there()


def test_pieces_are_kept_with_what_they_belong_to(path):
    """All of them in order; those of before are gone, and others stay."""
    first, other = replace(SEEN, pieces=(b"one", b"\0two")), replace(SEEN, kind="sent", pieces=(b"three",))
    with State.open(path) as state:
        state.seen().keep([first, other])
    with State.open(path) as state:
        assert state.seen().of(SEEN.subject, SEEN.kind) == first
        state.seen().keep([replace(SEEN, pieces=(b"four",))])
        assert state.seen().of(SEEN.subject, SEEN.kind).pieces == (b"four",)
        assert state.seen().of(SEEN.subject, "sent") == other

        def cut_off():
            yield b"five"
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            state.seen().keep([replace(SEEN, pieces=cut_off())])
        assert state.seen().of(SEEN.subject, SEEN.kind).pieces == (b"four",)
        state.forget_looks()
        assert state.connection.execute("SELECT count(*) FROM evidence_piece").fetchone() == (0,)


def test_looks_are_kept_all_or_none_and_forgotten_on_request(path):
    """And what cannot be read back is as if it had not been kept."""
    with State.open(path) as state:
        state.seen().keep([SEEN])
        with pytest.raises(AttributeError):
            state.seen().keep([SEEN, None])
        assert state.seen().of(SEEN.subject, SEEN.kind) == SEEN
        state.forget_looks()
        assert state.seen().of(SEEN.subject, SEEN.kind) is None


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is POSIX")
def test_a_disk_without_room_costs_the_memory_and_not_the_run(path):
    """What a letter held or an account showed cannot be kept: it is looked at again, and nothing is damaged."""
    State.open(path).close()
    code = (
        "import resource, signal, sys; from datetime import date; from mailcheck.state import Row, Seen, State\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "with State.open(sys.argv[1]) as state:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))\n"
        "    letters = state.letters('work', 'basis')\n"
        "    letters.keep('f', 1, [Row(uid, 'key' * 9, 3, '{}' * 99) for uid in range(999)])\n"
        "    state.seen().keep([Seen('work', 'scripts', 'b', 's', date(2026, 11, 23), False, '{}' * 9999)])\n"
        "    print(int(letters.are_there()), state.seen().of('work', 'scripts'))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "None"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1
    with State.open(path) as state:
        assert state.notices == ()
