"""The nightly run, switched on and off: systemd, launchd, the Windows Task Scheduler, or cron. Free of click.

    from mailcheck.app import schedule
    schedule.plan(path)      what would be written, and which commands would be run
    schedule.install(path)   does it
    schedule.status(path)    whether it is there, when it last ran, and when it will run next
    schedule.remove(path)    takes it away again

`path` is the settings file. Everything belongs to the user alone; nothing asks for an administrator's password.
"""

from mailcheck.app.schedule.edge import install, plan, remove
from mailcheck.app.schedule.job import Job, Kind, Piece, Plan
from mailcheck.app.schedule.machine import Machine, ThisMachine
from mailcheck.app.schedule.status import Schedule, status

__all__ = [
    "Job",
    "Kind",
    "Machine",
    "Piece",
    "Plan",
    "Schedule",
    "ThisMachine",
    "install",
    "plan",
    "remove",
    "status",
]
