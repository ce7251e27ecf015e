"""The task of the Windows Task Scheduler, as far as it can be looked at without Windows."""

from xml.etree import ElementTree

import pytest

from mailcheck.app.schedule import plan
from mailcheck.app.schedule.windows import NAMESPACE, windowless
from tests.app.schedule.machines import InventedMachine

PYTHON = r"C:\Users\Jane O'Neil\pipx\venvs\mailcheck-boundary\Scripts\python.exe"


@pytest.fixture
def wanted(tmp_path):
    """The plan for a member whose name is no ordinary one."""
    environ = {"MAILCHECK_DATA": str(tmp_path), "USERDOMAIN": "PRACTICE-PC", "USERNAME": "Jane & Zoë"}
    return plan(tmp_path / "my <own>.toml", InventedMachine(tmp_path, "win32", PYTHON, environ=environ))


@pytest.fixture
def task(wanted):
    """Find an element of the task by its path."""
    (piece,) = wanted.pieces
    root = ElementTree.fromstring(piece.text.encode("utf-16"))
    return lambda path: root.find(
        "/".join(name if name == "." else f"{{{NAMESPACE}}}{name}" for name in path.split("/"))
    )


def test_a_laptop_on_battery_or_asleep_is_no_reason_not_to_run(task):
    """Windows would leave the run out by itself, unless told otherwise."""
    told = {name: task(f"Settings/{name}").text for name in ("StartWhenAvailable", "DisallowStartIfOnBatteries")}
    assert told == {"StartWhenAvailable": "true", "DisallowStartIfOnBatteries": "false"}
    assert task("Settings/StopIfGoingOnBatteries").text == "false"
    assert task("Settings/MultipleInstancesPolicy").text == "IgnoreNew"


def test_it_belongs_to_one_user_and_needs_no_password(task):
    """No elevation; the run has the user's own log-in, and so the user's own store of passwords."""
    assert task("Principals/Principal/LogonType").text == "InteractiveToken"
    assert task("Principals/Principal/RunLevel").text == "LeastPrivilege"
    assert task("Principals/Principal/UserId").text == r"PRACTICE-PC\Jane & Zoë"


def test_no_window_flashes_up(task):
    """The interpreter without a console."""
    assert task("Actions/Exec/Command").text.endswith(r"\Scripts\pythonw.exe")
    assert windowless("/usr/bin/python3") == "/usr/bin/python3"


def test_it_is_asked_every_hour(task):
    """For ever, not only on the first day."""
    assert task("Triggers/CalendarTrigger/Repetition/Interval").text == "PT1H"
    assert task("Triggers/CalendarTrigger/ScheduleByDay/DaysInterval").text == "1"
    assert task("Triggers/CalendarTrigger/EndBoundary") is None


def test_the_data_folder_is_told_to_the_run(task):
    """A task has no environment of its own."""
    assert "os.environ['MAILCHECK_DATA'] = " in task("Actions/Exec/Arguments").text
    assert task("Actions/Exec/Arguments").text.endswith('.toml"')


def test_the_elements_stand_in_the_order_of_the_schema(task):
    """[MS-TSCH] 2.5: a task whose elements are out of order is refused."""

    def names(path):
        return [child.tag.partition("}")[2] for child in task(path)]

    assert names(".") == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    assert names("Triggers/CalendarTrigger") == ["StartBoundary", "Repetition", "RandomDelay", "ScheduleByDay"]


def test_the_file_is_written_as_windows_reads_it(wanted):
    """UTF-16 with its mark, as the first line says."""
    (piece,) = wanted.pieces
    assert piece.text.encode(piece.encoding)[:2] in {b"\xff\xfe", b"\xfe\xff"}
    assert piece.text.startswith('<?xml version="1.0" encoding="UTF-16"?>')
    assert wanted.start == (("schtasks", "/Create", "/TN", wanted.job.name, "/XML", str(piece.path), "/F"),)
