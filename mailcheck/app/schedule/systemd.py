"""A timer and a service for the systemd of one user (systemd.timer(5), systemd.service(5)). Pure."""

from pathlib import Path

from mailcheck.app.schedule.job import Job, Kind, Piece, Plan

SERVICE = """\
[Unit]
Description=mailcheck: looks whether professional and personal mail are kept apart (reads only)

[Service]
Type=oneshot
ExecStart={command}
{environment}UMask=0077
Nice=10
IOSchedulingClass=idle
TimeoutStartSec=2h
"""
TIMER = """\
[Unit]
Description=mailcheck: asks every hour whether the nightly run is due

[Timer]
OnCalendar=*-*-* *:{minute:02}:00
Persistent=true
RandomizedDelaySec=5min
FixedRandomDelay=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""
CALL = ("systemctl", "--user")


def systemd_plan(job: Job, folder: Path) -> Plan:
    """Return the units of a job; `folder` is where the user's own units lie."""
    timer = f"{job.name}.timer"
    return Plan(
        Kind.SYSTEMD,
        job,
        (
            Piece(folder / f"{job.name}.service", _service(job)),
            Piece(folder / timer, TIMER.format(minute=job.minute)),
        ),
        start=((*CALL, "daemon-reload"), (*CALL, "enable", "--now", timer)),
        stop=((*CALL, "disable", "--now", timer),),
        after=((*CALL, "daemon-reload"),),
    )


def _service(job: Job) -> str:
    environment = "".join(f"Environment={quoted(f'{name}={value}')}\n" for name, value in job.environment.items())
    return SERVICE.format(command=" ".join(map(_word, job.command)), environment=environment)


def _word(word: str) -> str:
    """Return a word of a command line; there a dollar would begin a variable."""
    return quoted(word).replace("$", "$$")


def quoted(text: str) -> str:
    """Return text as systemd reads one word: quoted if need be, and with no specifier in it."""
    plain = text.replace("%", "%%")
    if plain and all(character.isalnum() or character in "/._-=:@+,%$" for character in plain):
        return plain
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
