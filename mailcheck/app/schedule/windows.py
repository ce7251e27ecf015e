"""A task for the Windows Task Scheduler ([MS-TSCH] section 2.5), of one user and without elevation. Pure."""

from collections.abc import Mapping
from pathlib import Path
from subprocess import list2cmdline
from xml.etree import ElementTree

from mailcheck.app.schedule.job import Job, Kind, Piece, Plan

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
VARIABLE = "MAILCHECK_DATA"

Tree = Mapping[str, "str | Tree"]


def windows_plan(job: Job, folder: Path, user: str) -> Plan:
    """Return the task of a job; `folder` is where its text is kept, `user` a name with the domain before it."""
    path = folder / f"{job.name}-task.xml"
    return Plan(
        Kind.WINDOWS,
        job,
        (Piece(path, task(job, user), "utf-16"),),
        start=(("schtasks", "/Create", "/TN", job.name, "/XML", str(path), "/F"),),
        stop=(("schtasks", "/Delete", "/TN", job.name, "/F"),),
    )


def task(job: Job, user: str) -> str:
    """Return the task in XML. The order of the elements is that of the schema."""
    root = ElementTree.Element("Task", {"version": "1.2", "xmlns": NAMESPACE})
    described = "Looks every night whether professional and personal mail are kept apart. Reads only."
    _add(root, {"RegistrationInfo": {"Description": described}})
    _add(root, {"Triggers": {"CalendarTrigger": _trigger(job)}})
    who = {"UserId": user, "LogonType": "InteractiveToken", "RunLevel": "LeastPrivilege"}
    _add(root, {"Principals": {"Principal": who}})
    root[-1][0].set("id", "Author")
    _add(root, {"Settings": SETTINGS})
    _add(root, {"Actions": {"Exec": _action(job)}})
    root[-1].set("Context", "Author")
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


SETTINGS: Tree = {
    "MultipleInstancesPolicy": "IgnoreNew",
    "DisallowStartIfOnBatteries": "false",
    "StopIfGoingOnBatteries": "false",
    "StartWhenAvailable": "true",
    "RunOnlyIfNetworkAvailable": "true",
    "IdleSettings": {"StopOnIdleEnd": "false", "RestartOnIdle": "false"},
    "WakeToRun": "false",
    "ExecutionTimeLimit": "PT2H",
    "Priority": "7",
}


def _trigger(job: Job) -> Tree:
    """Return every hour of every day; the date is only the first on which it holds."""
    return {
        "StartBoundary": f"2026-01-01T00:{job.minute:02}:00",
        "Repetition": {"Interval": "PT1H", "Duration": "P1D", "StopAtDurationEnd": "false"},
        "RandomDelay": "PT5M",
        "ScheduleByDay": {"DaysInterval": "1"},
    }


def _action(job: Job) -> Tree:
    """Return the command. The interpreter without a window is taken, or one would flash up every hour.

    A task has no environment of its own, so a moved data folder is set by the command itself.
    """
    program, *arguments = job.command
    moved = job.environment.get(VARIABLE)
    if moved:
        sets = f"import os, runpy; os.environ[{VARIABLE!r}] = {moved!r}"
        code = f"{sets}; runpy.run_module('mailcheck', run_name='__main__')"
        arguments = ["-P", "-c", code, *arguments[3:]]
    return {"Command": windowless(program), "Arguments": list2cmdline(arguments)}


def windowless(python: str) -> str:
    """Return the interpreter that opens no window: pythonw.exe beside python.exe."""
    head, name = python[: -len("python.exe")], python[-len("python.exe") :]
    return f"{head}pythonw.exe" if name.lower() == "python.exe" else python


def _add(parent: ElementTree.Element, tree: Tree) -> None:
    for name, value in tree.items():
        child = ElementTree.SubElement(parent, name)
        if isinstance(value, str):
            child.text = value
        else:
            _add(child, value)
