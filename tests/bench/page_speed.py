"""How long from `mailcheck open` to a usable page, and how many octets the overview takes.

    python -m tests.bench.page_speed

Starts `mailcheck open --demo` as a process of its own, checks once, and measures with a bare client: no browser's own
start is counted, and no mail server's is left out.
"""

import http.client
import re
import resource
import statistics
import subprocess
import sys
import time

RUNS = 5
TOKEN = re.compile(r"http://(127\.0\.0\.1:\d+)(/enter\?token=\S+)")
ASSETS = ("/page.css", "/page.js")


def main() -> None:
    """Measure and print."""
    waited, spent = [], []
    for number in range(RUNS):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        with Opened() as page:
            for path in ("/", *ASSETS):
                page.get(path)
            waited.append(time.monotonic() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if number == RUNS - 1:
            with Opened() as page:
                tell_overview(page)
    print(f"to the first page: {statistics.median(waited):.2f} s (median of {RUNS}; at best {min(waited):.2f} s)")
    print(f"work until then and to its end: {statistics.median(spent):.2f} s of processor time")


def tell_overview(page: "Opened") -> None:
    """Check once, and tell what the overview costs."""
    form = re.search(r'name="form_token" value="([^"]+)"', page.get("/").decode())
    page.ask("POST", "/check", f"form_token={form[1]}")
    while b'"running": true' in page.get("/check/state"):
        time.sleep(0.2)
    began = time.monotonic()
    overview = page.get("/")
    took = time.monotonic() - began
    rest = sum(len(page.get(asset)) for asset in ASSETS)
    print(f"overview: {len(overview):,} octets in {took * 1000:.0f} ms; style and script: {rest:,} octets; 3 requests")


class Opened:
    """The page as a process of its own, and a client that has come in."""

    def __enter__(self) -> "Opened":
        command = [sys.executable, "-m", "mailcheck", "open", "--demo", "--no-browser"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        found = next(filter(None, (TOKEN.search(line) for line in self.process.stdout)))
        self.host, self.cookie = found[1], ""
        while True:
            try:
                self.cookie = self.ask("GET", found[2]).getheader("set-cookie").partition(";")[0]
                return self
            except ConnectionError:
                time.sleep(0.02)

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()

    def ask(self, method: str, path: str, body: str | None = None) -> http.client.HTTPResponse:
        """Send one request."""
        line = http.client.HTTPConnection(self.host, timeout=30)
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        line.request(method, path, body, {"Cookie": self.cookie, **kind})
        return line.getresponse()

    def get(self, path: str) -> bytes:
        """Return what stands at a path."""
        return self.ask("GET", path).read()


if __name__ == "__main__":
    main()
