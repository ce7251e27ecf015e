"""Feeds damaged documents to `judge_protection` for as long as it is told: nothing may escape, run away or be believed.

    python tests/bench/fuzz.py [--seconds 600] [--keep FOLDER] [--replay FILE…]

First every sample is cut off at every place (or at 400 of them): half a file is never protected, never open. Then
atheris changes the samples, guided by what code they reach. An input that does harm is kept in FOLDER and named.
"""

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.bombs import CLEAR, CPU_SECONDS, MEMORY, memory

SAMPLES = Path(__file__).parent.parent / "samples" / "files"
LARGEST = 256 * 1024
CUTS = 400
SHORTEST = 32
"""Octets: the letters of a signature alone are a text of letters."""
EXTREMES = (
    b"\0",
    b"\xff",
    b"\x7f",
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\x80",
    b"\x01\0\0\0",
)
SAVED_EVERY = 500
GIVEN_BACK = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "65536", "MALLOC_TOP_PAD_": "0"}
"""Memory that is freed goes back to the system at once (mallopt(3)), so that what each input takes can be seen."""


def main() -> int:
    """Cut, then change, then tell what was seen; 1 if any input did harm."""
    arguments = _arguments()
    if arguments.replay:
        return max(map(_replay, arguments.replay))
    keep = arguments.keep or Path(tempfile.mkdtemp(prefix="mailcheck-fuzz-"))
    keep.mkdir(parents=True, exist_ok=True)
    if arguments.child:
        _fuzz(keep, arguments.seconds, arguments.seed)
    wrong = _cut()
    tally = _guided(keep, arguments.seconds, arguments.seed)
    harm = sorted(path.name for path in keep.glob("harm-*"))
    _say(f"inputs {tally['inputs']:,}  hours {tally['hours']:.2f}  states {tally['states']}")
    _say(f"worst time {tally['seconds']:.2f} s CPU  worst memory {tally['memory'] / 2**20:.0f} MB")
    _say(f"harmful inputs: {len(harm)} in {keep}" if harm else "no input did harm")
    for name in harm:
        _say(f"  {name}")
    return 1 if harm or wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--replay", type=Path, nargs="*", default=[])
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _cut() -> int:
    """Judge every sample cut off at many places; return how many cuts are believed."""
    from mailcheck.protection import judge_protection
    from tests.bench.fuzz_bounds import believed

    wrong = cuts = 0
    slowest = 0.0
    for path in sorted(SAMPLES.iterdir()):
        whole = path.read_bytes().rstrip(b"\0")
        step = max(1, len(whole) * 9 // 10 // CUTS)
        for length in range(SHORTEST, len(whole) * 9 // 10, step):
            start = time.process_time()
            state = judge_protection(io.BytesIO(whole[:length])).state
            slowest = max(slowest, time.process_time() - start)
            cuts += 1
            if believed(path.name, str(state), len(whole) - length):
                wrong += 1
                _say(f"{path.name} cut at {length} of {len(whole)} is called {state}")
    _say(f"cuts {cuts:,}  believed {wrong}  slowest {slowest:.2f} s CPU")
    return wrong


def _guided(keep: Path, seconds: int, seed: int) -> dict[str, Any]:
    """Run the fuzzer in processes of its own, so that a crash in a library ends only one of them."""
    end = time.monotonic() + seconds
    total: dict[str, Any] = {"inputs": 0, "hours": 0.0, "seconds": 0.0, "memory": 0, "states": {}}
    while (left := end - time.monotonic()) > 1:
        seed += 1
        stats = keep / "stats.json"
        stats.unlink(missing_ok=True)
        start = time.monotonic()
        command = [sys.executable, "-m", "tests.bench.fuzz", "--child", f"--seconds={int(left)}", f"--seed={seed}"]
        done = subprocess.run(
            [*command, f"--keep={keep}"],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=_log(keep),
            env={**os.environ, **GIVEN_BACK},
        )
        _add(total, stats, time.monotonic() - start)
        for crash in keep.glob("crash-*"):
            crash.rename(keep / f"harm-{crash.name}")
        if done.returncode and time.monotonic() - start < 5:
            _say((keep / "log").read_text("utf-8", "replace")[-2000:])
            break
    return total


def _log(keep: Path) -> Any:
    return (keep / "log").open("wb")


def _add(total: dict[str, Any], stats: Path, seconds: float) -> None:
    total["hours"] += seconds / 3600
    if not stats.exists():
        return
    told = json.loads(stats.read_text("utf-8"))
    total["inputs"] += told["inputs"]
    total["seconds"], total["memory"] = max(total["seconds"], told["seconds"]), max(total["memory"], told["memory"])
    for state, count in told["states"].items():
        total["states"][state] = total["states"].get(state, 0) + count


class Watch:
    """Judges inputs one by one, and keeps those that do harm."""

    def __init__(self, keep: Path) -> None:
        self.keep = keep
        self.inputs = 0
        self.seconds = 0.0
        self.memory = 0
        self.states: dict[str, int] = {}

    def judge(self, data: bytes) -> None:
        """Judge one input; whatever escapes, takes too long or too much is harm."""
        from mailcheck.protection import judge_protection

        CLEAR.write_text("5", encoding="ascii")  # the peak begins anew (proc(5))
        before, start = memory("VmRSS"), time.process_time()
        try:
            state = str(judge_protection(io.BytesIO(data)).state)
        except BaseException as error:  # noqa: BLE001 - nothing may escape
            self._harm(f"raised-{type(error).__name__}", data)
            state = "raised"
        seconds, grown = time.process_time() - start, memory("VmHWM") - before
        self.inputs += 1
        self.states[state] = self.states.get(state, 0) + 1
        self.seconds, self.memory = max(self.seconds, seconds), max(self.memory, grown)
        if seconds > CPU_SECONDS:
            self._harm(f"slow-{seconds:.1f}", data)
        if grown > MEMORY:
            self._harm(f"large-{grown >> 20}", data)
        if self.inputs % SAVED_EVERY == 0:
            self.save()

    def save(self) -> None:
        """Write down how far it has come."""
        told = {"inputs": self.inputs, "seconds": self.seconds, "memory": self.memory, "states": self.states}
        (self.keep / "stats.json").write_text(json.dumps(told), encoding="utf-8")

    def _harm(self, what: str, data: bytes) -> None:
        (self.keep / f"harm-{what}-{self.inputs}").write_bytes(data)


def _fuzz(keep: Path, seconds: int, seed: int) -> None:
    """Let atheris change the samples; never returns."""
    import atheris

    with atheris.instrument_imports(include=["mailcheck.protection", "mailcheck.registry", "olefile", "msoffcrypto"]):
        from mailcheck.protection import judge_protection
    watch = Watch(keep)
    seeds = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]
    for sample in seeds:
        judge_protection(io.BytesIO(sample))  # libraries are loaded before memory is measured

    def change(data: bytes, largest: int, number: int) -> bytes:
        return _changed(data, random.Random(number), seeds, atheris.Mutate)[:largest]

    options = [f"-max_total_time={seconds}", f"-max_len={LARGEST}", f"-seed={seed or 1}", "-rss_limit_mb=3000"]
    options += ["-timeout=60", f"-artifact_prefix={keep}/"]
    found = keep / "corpus"  # what reaches new code is written here; the samples are only read
    found.mkdir(exist_ok=True)
    atheris.Setup([sys.argv[0], *options, str(found), str(SAMPLES)], watch.judge, custom_mutator=change)
    atheris.Fuzz()


def _changed(data: bytes, dice: random.Random, seeds: list[bytes], mutate: Any) -> bytes:
    """Change a document in one of the ways in which documents are damaged, or made to do damage."""
    way = dice.randrange(10)
    if way < 4 or not data:
        return bytes(mutate(data, LARGEST))
    at = dice.randrange(len(data))
    match way:
        case 4:
            return data[:at]
        case 5 | 6:
            extreme = dice.choice(EXTREMES)
            return data[:at] + extreme + data[at + len(extreme) :]
        case 7:
            other = dice.choice(seeds)
            return data[:at] + other[dice.randrange(len(other)) :]
        case 8:
            return _packed_again(data, dice, mutate)
        case _:
            return _packed([dice.choice(seeds), data], dice)


def _packed_again(data: bytes, dice: random.Random, mutate: Any) -> bytes:
    """Change one member of an archive and pack it again, so that its checksum is right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [
                (info.filename, archive.read(info)) for info in archive.infolist()[:40] if info.file_size < LARGEST
            ]
    except Exception:  # noqa: BLE001 - it is no archive by now
        return bytes(mutate(data, LARGEST))
    if not members:
        return data
    number = dice.randrange(len(members))
    name, content = members[number]
    members[number] = (name, bytes(mutate(content, LARGEST)) if content else b"\0")
    return _archive(iter(members), zipfile.ZIP_DEFLATED)


def _packed(contents: list[bytes], dice: random.Random) -> bytes:
    method = dice.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    return _archive(((f"{number}", content) for number, content in enumerate(contents)), method)


def _archive(members: Iterator[tuple[str, bytes]], method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def _replay(path: Path) -> int:
    """Judge one kept input as it is judged in use, and tell what it took."""
    from mailcheck.protection import judge_protection

    data, start = path.read_bytes(), time.process_time()
    answer = judge_protection(io.BytesIO(data))
    seconds = time.process_time() - start
    _say(f"{path.name}: {answer.state} ({answer.format}, {answer.reason})")
    _say(f"{seconds:.2f} s CPU, {memory('VmHWM') >> 20} MB at most, with the program itself")
    return 1 if seconds > CPU_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
