"""`mailcheck check --scheduled`: one nightly run, if it is due."""

from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.app.nightly.due import Ended, begun, finished, is_due, start_minute
from mailcheck.app.nightly.memory import journal_in, keep_journal, read_journal
from mailcheck.app.nightly.world import ThisWorld, World
from mailcheck.settings.folders import default_data_folder, state_path_of

if TYPE_CHECKING:
    from mailcheck.state import State

COULD_NOT = 3


def nightly_run(settings_path: Path, world: World | None = None) -> int:
    """Make the nightly run if it is due, and tell what changed. Returns 0, or 3 if it was due and could not be done.

    A run that is not due, or finds another one at work, is no failure: a scheduler asks again in an hour.
    """
    on = world or ThisWorld()
    path = settings_path.expanduser().absolute()
    state_path, start = state_path_of(path, default_data_folder()), start_minute(path)
    if not is_due(read_journal(state_path), on.now(), start):
        return 0
    from mailcheck.app.nightly.channels import find_session_bus
    from mailcheck.errors import UserError
    from mailcheck.state import State
    from mailcheck.state.lock import AtWork, only_run

    find_session_bus()
    try:
        with only_run(state_path), State.open(state_path) as state:
            for notice in state.notices:
                on.complain(notice)
            return _make(path, state, start, on)
    except AtWork:
        return 0
    except UserError as wrong:  # the state cannot be opened: nothing could be remembered, so nothing is done
        on.complain(str(wrong))
        return COULD_NOT


def _make(path: Path, state: "State", start: int, world: World) -> int:
    """Make the run, with the lock held: another one may have been made while we waited for it."""
    from mailcheck.app.nightly.night import Night

    journal, now = journal_in(state), world.now()
    if not is_due(journal, now, start):
        return 0
    journal = begun(journal, now, start)
    keep_journal(state, journal)
    ended = Night(path, state, world, now).pass_by()
    keep_journal(state, finished(journal, world.now(), ended))
    return COULD_NOT if ended is Ended.FAILED else 0
