"""Judges every bomb of `tests/bombs`, each in a process of its own, and tells what it took.

    python -m tests.bench.bombs [--json] [NAME…]

Memory is the peak while one call of `judge_protection` runs, above what the process had before (Linux: proc(5),
`clear_refs`). A process of its own for each, because memory that one document has taken is there for the next.
"""

import argparse
import gc
import io
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mailcheck.protection import judge_protection
from tests.bombs import ALL

CPU_SECONDS, MEMORY = 2.0, 200 * 1024 * 1024
STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
SAMPLES = Path(__file__).parent.parent / "samples" / "files"
LIBRARIES = ("user-r6.pdf", "plain.7z", "password.docx", "letter-mixed.eml", "text.zst", "store.p12", "plain.odt")
"""Samples that make every library load before memory is measured."""


class Counted(io.BytesIO):
    """A file that counts the octets read from it."""

    octets = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.octets += len(found)
        return found

    def readinto(self, buffer: Any, /) -> int:
        count = super().readinto(buffer)
        self.octets += count
        return count


def memory(what: str) -> int:
    """Return what the kernel says of this process: `VmRSS` now, `VmHWM` at most."""
    line = next(line for line in STATUS.read_text("ascii").splitlines() if line.startswith(what))
    return int(line.split()[1]) * 1024


def measured(data: bytes) -> dict[str, Any]:
    """Judge one document and return the verdict with its cost."""
    file = Counted(data)
    gc.collect()
    CLEAR.write_text("5", encoding="ascii")  # the peak begins anew
    before, start = memory("VmRSS"), time.process_time()
    answer = judge_protection(file)
    seconds, taken = time.process_time() - start, memory("VmHWM") - before
    told = {"state": str(answer.state), "format": answer.format, "reason": answer.reason}
    return {**told, "seconds": seconds, "memory": taken, "size": len(data), "octets": file.octets}


def in_a_process(make: Callable[[], bytes]) -> dict[str, Any]:
    """Make and judge a bomb in a process of its own; the document's own memory is there before."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as out:
            json.dump(measured(make()), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        text = told.read()
    _, status = os.waitpid(child, 0)
    return json.loads(text) if text and not status else {"state": "died", "status": status}


def run(names: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every bomb's name with what it took."""
    for sample in LIBRARIES:
        judge_protection(io.BytesIO((SAMPLES / sample).read_bytes()))
    for name, make in ALL.items():
        if not names or any(wanted in name for wanted in names):
            yield name, in_a_process(make)


def is_harm(told: dict[str, Any]) -> bool:
    """Whether a bomb took more time or memory than it may."""
    return told["state"] == "died" or told["seconds"] > CPU_SECONDS or told["memory"] > MEMORY


def main() -> int:
    """Print a line for each bomb; 1 if any did harm."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one object for each bomb")
    parser.add_argument("names", nargs="*", help="parts of the names of those to judge")
    given = parser.parse_args()
    harm = 0
    for name, told in run(given.names):
        harm += is_harm(told)
        if given.json:
            sys.stdout.write(json.dumps({"name": name, **told}) + "\n")
        elif told["state"] == "died":
            sys.stdout.write(f"{name:58} DIED {told['status']}\n")
        else:
            cost = f"{told['seconds']:6.2f} s {told['memory'] >> 20:5} MB of {told['size'] / 2**20:7.2f}"
            mark = "!" if is_harm(told) else " "
            sys.stdout.write(f"{mark}{name:58}{cost}  {told['state']} {told['format']}: {told['reason']}\n")
        sys.stdout.flush()
    return 1 if harm else 0


if __name__ == "__main__":
    sys.exit(main())
