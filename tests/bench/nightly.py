"""What a run costs that finds nothing new and nothing due, beside a bare imapclient script; and `mailcheck --help`.

    python -m tests.bench.nightly [--messages 300] [--server dovecot] [--rtt 40] [--runs 9]

Whole processes in turn, medians; turns and octets are those of the line, TLS included. The report is compared with the
truth of the generator.
"""

import argparse
import statistics
import subprocess
import sys
import time

from tests.bench.speed import again, mailcheck, measure, peer, staged, table

MOST_TIMES, MOST_TIMES_HELP = 1.6, 6.0
"""What the ratios may be at most; the aims are 1.0 and 4.0."""


def seconds(command: list[str]) -> float:
    """Run a process that talks to nobody; return its seconds."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def start_up(runs: int) -> str:
    """Measure `mailcheck --help` against a Python that does nothing, in turn."""
    help_, nothing = [sys.executable, "-m", "mailcheck", "--help"], [sys.executable, "-c", "pass"]
    pairs = [(seconds(help_), seconds(nothing)) for _ in range(runs + 1)][1:]
    own, bare = (statistics.median(each) for each in zip(*pairs, strict=True))
    said = f"mailcheck --help: {own * 1000:.0f} ms; python -c pass: {bare * 1000:.0f} ms"
    return f"{said}; {own / bare:.1f} times (at most {MOST_TIMES_HELP})"


def main() -> None:
    """Read the arguments, run, print."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--messages", type=int, default=300)
    told.add_argument("--server", choices=("dovecot", "cyrus", "courier"), default="dovecot")
    told.add_argument("--rtt", type=float, default=40, help="milliseconds")
    told.add_argument("--runs", type=int, default=9)
    given = told.parse_args()
    print(start_up(given.runs))
    with staged(given.server, given.messages, round_trip=given.rtt / 1000, megabits=0) as stage:
        mailcheck(stage)()
        programs = {"mailcheck": again(stage), "status": peer(stage, "status")}
        results = measure(stage, programs, given.runs)
    print(f"{given.server}, {given.messages} letters, {given.rtt:g} ms, {given.runs} runs, nothing new and nothing due")
    print(table(results))
    own, bare = (statistics.median(results[name].seconds) for name in ("mailcheck", "status"))
    print(f"mailcheck takes {own / bare:.2f} times as long as the bare script (at most {MOST_TIMES})")


if __name__ == "__main__":
    main()
