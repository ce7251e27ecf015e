"""The agent of launchd, as far as it can be looked at without macOS."""

import plistlib

from mailcheck.app.schedule import install, plan
from tests.app.schedule.machines import InventedMachine


def test_the_agent_asks_every_hour_and_at_log_in(tmp_path):
    """Launchd makes up for hours spent asleep, but not for those spent switched off."""
    on = InventedMachine(tmp_path, "darwin", "/Users/Zoë & co/bin/python", has=("launchctl",))
    wanted = plan(tmp_path / "mailcheck.toml", on)
    agent = plistlib.loads(wanted.pieces[0].text.encode())
    assert agent == {
        "Label": f"{wanted.job.name}.nightly",
        "ProgramArguments": ["/Users/Zoë & co/bin/python", *wanted.job.command[1:]],
        "StartCalendarInterval": {"Minute": wanted.job.minute},
        "RunAtLoad": True,
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Nice": 10,
        "Umask": 0o077,
    }
    assert wanted.pieces[0].path == tmp_path / "Library/LaunchAgents" / f"{agent['Label']}.plist"


def test_an_agent_that_is_loaded_is_taken_out_first(tmp_path):
    """Else launchd would keep the old one, or refuse the new one."""
    on = InventedMachine(tmp_path, "darwin", has=("launchctl",))
    install(tmp_path / "mailcheck.toml", on)
    assert [command[1] for command in on.ran if command[0] == "launchctl"] == ["bootout", "bootstrap"]
    assert on.ran[-1][2] == "gui/501"
