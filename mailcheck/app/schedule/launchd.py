"""An agent for the launchd of one macOS user (launchd.plist(5)). Pure."""

import plistlib
from pathlib import Path
from typing import Any

from mailcheck.app.schedule.job import Job, Kind, Piece, Plan


def launchd_plan(job: Job, folder: Path, user: int) -> Plan:
    """Return the agent of a job; `folder` is ~/Library/LaunchAgents, `user` the number of the user."""
    path, domain = folder / f"{label(job)}.plist", f"gui/{user}"
    return Plan(
        Kind.LAUNCHD,
        job,
        (Piece(path, agent(job)),),
        start=(("launchctl", "bootstrap", domain, str(path)),),
        stop=(("launchctl", "bootout", f"{domain}/{label(job)}"),),
    )


def label(job: Job) -> str:
    """Return the name by which launchd knows a job."""
    return f"{job.name}.nightly"


def agent(job: Job) -> str:
    """Return the property list: every hour, and once at log-in, because launchd forgets hours spent switched off."""
    values: dict[str, Any] = {
        "Label": label(job),
        "ProgramArguments": list(job.command),
        "StartCalendarInterval": {"Minute": job.minute},
        "RunAtLoad": True,
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Nice": 10,
        "Umask": 0o077,
    }
    if job.environment:
        values["EnvironmentVariables"] = dict(job.environment)
    return plistlib.dumps(values, sort_keys=False).decode()
