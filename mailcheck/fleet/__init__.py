"""Many members, each looked at by the same audit, wherever an executor runs it."""

from mailcheck.fleet.running import Bounds, Ended, Failed, Finished, Prepared, run_fleet
from mailcheck.fleet.task import Seen, Task, look

__all__ = ["Bounds", "Ended", "Failed", "Finished", "Prepared", "Seen", "Task", "look", "run_fleet"]
