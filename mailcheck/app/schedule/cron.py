"""A line in one user's crontab (crontab(5)), for systems that have nothing else. Pure."""

import shlex

from mailcheck.app.schedule.job import Job, Kind, Plan


def cron_plan(job: Job) -> Plan:
    """Return the lines of a job."""
    return Plan(Kind.CRON, job, (), crontab=lines(job))


def lines(job: Job) -> str:
    """Return a line that says whose it is, and the line that cron reads."""
    settings = [f"{name}={shlex.quote(value)}" for name, value in job.environment.items()]
    command = " ".join([*settings, *map(shlex.quote, job.command)])
    # Cron ends a command at a bare percent sign, inside quotation marks too; a backslash before it is taken away.
    return f"{mark(job)}\n{job.minute} * * * * {command.replace('%', chr(92) + '%')} >/dev/null\n"


def mark(job: Job) -> str:
    """Return the comment that stands above the line of a job."""
    return f"# {job.name}: the nightly run, asked for every hour (mailcheck schedule remove takes it out)"


def with_job(crontab: str, job: Job) -> str:
    """Return a crontab with the lines of a job at its end, once; everything else stays as it is."""
    rest = without_job(crontab, job)
    return f"{rest}{'' if not rest or rest.endswith(chr(10)) else chr(10)}{lines(job)}"


def without_job(crontab: str, job: Job) -> str:
    """Return a crontab without the lines of a job."""
    kept: list[str] = []
    is_ours = False
    for line in crontab.splitlines(keepends=True):
        if line.strip() == mark(job):
            is_ours = True
        elif is_ours:
            is_ours = False
        else:
            kept.append(line)
    return "".join(kept)
