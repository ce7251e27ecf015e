"""How the nightly run of a settings file stands: whether it is there, when it last ran, and when it will run next."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mailcheck.app.nightly.due import Ended, next_due, start_minute
from mailcheck.app.nightly.memory import read_journal
from mailcheck.app.schedule.edge import installed, is_current
from mailcheck.app.schedule.job import Kind
from mailcheck.app.schedule.machine import Machine, ThisMachine
from mailcheck.dataclass import dataclass
from mailcheck.model.days import day_in_words
from mailcheck.settings.folders import default_data_folder, state_path_of

ENDINGS = {
    Ended.RAN: "and looked at your accounts",
    Ended.OFFLINE: "and reached no server: it tries again within the hour",
    Ended.FAILED: "and could not look: `mailcheck check` says why",
}


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the nightly run stands."""

    kind: Kind | None
    """What runs it; None if it is not switched on."""
    is_current: bool
    """False: it is switched on as an earlier installation of mailcheck left it."""
    is_running: bool
    """Whether the system says that it will start it."""
    last: datetime | None
    """When the last nightly run began."""
    ended: Ended | None
    """How it ended; None if it was cut off, or is at work."""
    next: datetime | None
    """When the next one will be made, if the computer is awake; None if none will."""

    @property
    def is_well(self) -> bool:
        """Whether nothing has to be done."""
        return self.kind is not None and self.is_current and self.is_running

    def sentences(self) -> tuple[str, ...]:
        """Return it in words, for any screen."""
        return tuple(_sentences(self))


def status(settings_path: Path, machine: Machine | None = None, now: datetime | None = None) -> Schedule:
    """Return how the nightly run of a settings file stands. Changes nothing."""
    on = machine or ThisMachine()
    moment = now or datetime.now().astimezone()
    path = settings_path.expanduser().absolute()
    journal = read_journal(state_path_of(path, default_data_folder(on.environ)))
    found = installed(path, on)
    if found is None:
        return Schedule(None, is_current=False, is_running=False, last=journal.started, ended=journal.ended, next=None)
    runs = _runs(found.kind, found.job.name, on)
    upcoming = next_due(journal, moment, start_minute(path), found.job.minute) if runs else None
    return Schedule(
        found.kind,
        is_current=is_current(found, on),
        is_running=runs,
        last=journal.started,
        ended=journal.ended,
        next=upcoming,
    )


def _runs(kind: Kind, name: str, machine: Machine) -> bool:
    """Ask the system itself: files that it does not heed start nothing."""
    asked = {
        Kind.SYSTEMD: ("systemctl", "--user", "is-active", "--quiet", f"{name}.timer"),
        Kind.LAUNCHD: ("launchctl", "print", f"gui/{machine.user}/{name}.nightly"),
        Kind.WINDOWS: ("schtasks", "/Query", "/TN", name),
        Kind.CRON: ("crontab", "-l"),
    }
    return machine.run(asked[kind]).code == 0


def _sentences(of: Schedule) -> Iterator[str]:
    yield _how(of)
    yield _last(of)
    if of.next is not None:
        when = f"{day_in_words(of.next)}, about {of.next:%H:%M}"
        yield f"The next run: {when}; if the computer is off then, soon after it is on."


def _how(of: Schedule) -> str:
    again = "`mailcheck schedule install`"
    if of.kind is None:
        return f"The nightly run is switched off. {again} switches it on."
    if not of.is_running:
        return f"The nightly run is written down for {of.kind.called}, which does not start it. {again} mends that."
    if not of.is_current:
        left = "as an earlier installation left it"
        return f"The nightly run is started by {of.kind.called}, {left}. {again} brings it up to date."
    return f"The nightly run is switched on, by {of.kind.called}."


def _last(of: Schedule) -> str:
    if of.last is None:
        return "It has not run yet."
    began = of.last.astimezone()
    ended = ENDINGS[of.ended] if of.ended else "and was cut off, or is still at work"
    return f"The last run began on {day_in_words(began)} at {began:%H:%M} {ended}."
