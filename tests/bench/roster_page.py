"""How quickly a browser opens a roster's page, sorts it, finds somebody in it and shows everybody.

    python -m tests.bench.roster --members 10000 --weeks 1 --html roster.html
    python -m tests.bench.roster_page roster.html

Prints the median of five, each on a page that was opened anew: from the click to the painted result.
"""

import argparse
import os
import shutil
import statistics
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
ROUNDS = 5


def main() -> None:
    """Measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("page", type=Path)
    given = asked.parse_args()
    spent: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        path = os.environ.get("MAILCHECK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for _ in range(ROUNDS):
            for name, seconds in visit(browser.new_page(), given.page.absolute().as_uri()):
                spent.setdefault(name, []).append(seconds)
        browser.close()
    print(f"{given.page.stat().st_size / 1e6:.1f} MB")
    for name, each in spent.items():
        print(f"{name:<28} {statistics.median(each) * 1000:6.0f} ms ({min(each) * 1000:.0f} to {max(each) * 1000:.0f})")


def visit(page, address):
    """Yield what each step of a visit takes."""

    def timed(name, step):
        began = time.perf_counter()
        step()
        page.evaluate(PAINTED)
        return name, time.perf_counter() - began

    head = page.locator("#members thead")
    yield timed("open", lambda: page.goto(address))
    for name in ("Member", "Overall", "Attested", "To look at", "KB-1"):
        yield timed(f"sort by {name}", head.get_by_role("button", name=name, exact=True).click)
    yield timed("find the first time", lambda: page.locator("#find").fill("member 77"))
    yield timed("find again", lambda: page.locator("#find").fill("member 777"))
    yield timed("find nobody and all again", lambda: page.locator("#find").fill(""))
    yield timed("show all", page.get_by_role("button", name="Show all").click)
    yield timed("sort all that are shown", head.get_by_role("button", name="Member", exact=True).click)
    page.close()


if __name__ == "__main__":
    main()
