"""Kills `mailcheck check` (kill -9) at random moments of a scan, again and again, and compares what comes of it.

    python -m tests.bench.kills [--kills 100] [--messages 300] [--seed 5]

A scan is killed and begun again until one comes to its end; then one undisturbed run, whose report has to be that of a
run that was never disturbed: every letter and every document once. That is repeated until there were enough kills.
"""

import argparse
import json
import random
import subprocess
import time
from typing import Any

from tests.bench.speed import Stage, _check, compare, run, staged

HOME = "first"
SHORTEST = 0.3
"""Seconds before the first kill: a process that has not begun cannot be disturbed."""


def seen(out: bytes) -> Any:
    """Return what a report says, less days, moments and the numbers that a new installation gives."""
    report = json.loads(out)
    findings = [
        (each["rule"], each["status"], each["title"], each["accounts"], sorted(map(str, each["items"])))
        for each in report["findings"]
    ]
    coverage = [{**each["coverage"], "new_messages": 0, "looked": ()} for each in report["accounts"]]
    return report["status"], sorted(map(str, findings)), coverage


def killed(stage: Stage, seconds: float) -> bool:
    """Begin a run and kill it after some seconds; return False if it was faster."""
    process = subprocess.Popen(
        [*_check(stage), "--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=stage.environment(HOME), cwd=stage.work,
    )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def disturb(stage: Stage, generator: random.Random, longest: float, most: int) -> int:
    """Begin a scan from nothing, and kill it until one run comes to its end; return how often it was killed."""
    stage.forget(HOME)
    times = 0
    while times < most and killed(stage, generator.uniform(SHORTEST, longest)):
        times += 1
    return times


def main() -> None:
    """Read the arguments, run, print."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--kills", type=int, default=100)
    told.add_argument("--messages", type=int, default=300)
    told.add_argument("--seed", type=int, default=5)
    given = told.parse_args()
    generator = random.Random(given.seed)
    with staged("dovecot", given.messages, round_trip=0, megabits=0) as stage:
        stage.forget(HOME)
        began = time.perf_counter()
        undisturbed = seen(run(_check(stage), stage, HOME)[2])
        longest = time.perf_counter() - began
        kills = scans = 0
        while kills < given.kills:
            kills += disturb(stage, generator, longest, given.kills - kills)
            scans += 1
            out = run(_check(stage), stage, HOME)[2]
            compare(json.loads(out), stage.truth)
            if seen(out) != undisturbed:
                raise AssertionError(f"after {kills} kills the report is another one")
        print(
            f"{kills} kills at random moments of {scans} scans of {given.messages} letters (one takes {longest:.1f} s):"
            " every report is that of a scan that was never disturbed"
        )


if __name__ == "__main__":
    main()
