"""Swells documents to many megabytes of short lines, zeros and repetitions: time and memory must not run away.

python -m tests.bench.fuzz_swell [MEGABYTES]
"""

import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from mailcheck.protection import judge_protection

SAMPLES = Path(__file__).parent.parent / "samples" / "files"
CPU_SECONDS, MEMORY = 2.0, 200 * 1024 * 1024
FILLINGS = (b"\n", b"A\n", b"A: b\n", b"\0", b"\xff", b"(", b"<a>")
HEADS = (16, 120, 1000)
LEDGER = Path("/proc/self/status")


def main() -> int:
    """Judge every swollen sample; 1 if any takes more time or memory than it may."""
    size = int(sys.argv[1]) * 2**20 if len(sys.argv) > 1 else 24 * 2**20
    for path in SAMPLES.iterdir():
        judge_protection(io.BytesIO(path.read_bytes()))  # libraries are loaded before memory is measured
    worst_time, worst_memory, inputs, harm = 0.0, 0, 0, 0
    for name, swollen in _swollen(size):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew (proc(5))
        before, start = _memory("VmRSS"), time.process_time()
        answer = judge_protection(io.BytesIO(swollen))
        seconds, taken = time.process_time() - start, _memory("VmHWM") - before
        worst_time, worst_memory, inputs = max(worst_time, seconds), max(worst_memory, taken), inputs + 1
        if seconds > CPU_SECONDS or taken > MEMORY:
            harm += 1
            sys.stdout.write(f"{name}: {answer.state} {answer.format}, {seconds:.2f} s CPU, {taken >> 20} MB\n")
    sys.stdout.write(f"swollen {inputs:,}  harmful {harm}  worst {worst_time:.2f} s CPU, {worst_memory >> 20} MB\n")
    return 1 if harm else 0


def _swollen(size: int) -> Iterator[tuple[str, bytes]]:
    for path in sorted(SAMPLES.iterdir()):
        sample = path.read_bytes()
        yield f"{path.name} repeated", sample * (size // len(sample))
        for head in HEADS:
            for filling in FILLINGS:
                end = sample[head:][-200:]
                filled = filling * ((size - head) // len(filling))
                yield f"{path.name}[:{head}] and {filling!r}", b"".join((sample[:head], filled, end))


def _memory(what: str) -> int:
    line = next(line for line in LEDGER.read_text("ascii").splitlines() if line.startswith(what))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    sys.exit(main())
