"""The page on what mailcheck is made of, from the lock (requirements.txt, written by `make lock`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LOCK = Path(__file__).parent.parent / "requirements.txt"
OURS = "mailcheck-boundary"
HEAD = """# What it is made of

Every package that a member's installation consists of, by version. They are written down with the SHA-256 of each
file in `requirements.txt`; `pip install --require-hashes -r requirements.txt` takes these files and no others. *Asked
for by* says who needs a package; [Architecture](../architecture.md#why-these-libraries) says why mailcheck needs one.

| package | version | only for | asked for by | files |
|---|---|---|---|---|
"""

_PINNED = re.compile(r"^(?P<name>[\w.\-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<only>[^\\]+?))?\s*\\?$")


@dataclass
class Package:
    """One package of the lock."""

    name: str
    version: str
    only: str
    """The systems or versions of Python it is for; empty if all."""
    by: list[str]
    files: int = 0


def packages(lock: str) -> Iterator[Package]:
    """Yield the packages of a lock, in its order."""
    current: Package | None = None
    for line in lock.splitlines():
        if found := _PINNED.match(line):
            if current:
                yield current
            current = Package(found["name"], found["version"], found["only"] or "", [])
        elif current and "--hash=sha256:" in line:
            current.files += 1
        elif current and (by := line.strip().removeprefix("#").removeprefix(" via").strip()):
            current.by.append("mailcheck" if by.startswith(OURS) else by)
    if current:
        yield current


def page() -> str:
    """Return the page."""
    rows = (
        f"| {each.name} | {each.version} | {each.only.replace('|', ' ')} | {', '.join(each.by)} | {each.files} |"
        for each in packages(LOCK.read_text(encoding="utf-8"))
    )
    return HEAD + "\n".join(rows) + "\n"
