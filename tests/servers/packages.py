"""Unpacks Debian packages that cannot be installed side by side, into a cache folder."""

import os
import shutil
import subprocess
from pathlib import Path

from filelock import FileLock

from tests.servers.running import ServerCannotStart

SECONDS = 300
RETRYING = ("-o", "Acquire::Retries=5")
UNUSED = shutil.ignore_patterns("share", "var", "etc")


CACHE = Path(os.environ.get("MAILCHECK_SERVER_CACHE", Path.home() / ".cache" / "mailcheck-test-servers"))
"""Where unpacked servers are kept from one run to the next. Found once: many a test has a home of its own, in which
every package would have to be downloaded again."""


def unpacked(name: str, packages: tuple[str, ...], program: str) -> Path:
    """Return the folder in which `packages` lie unpacked; downloads them once. Raises ServerCannotStart.

    Tests in several processes may ask at the same moment, and a run may be cut off: the folder gets its name when it is
    whole, and one process at a time sees to it.
    """
    root = CACHE / name
    if not (root / program).exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with FileLock(CACHE / f"{name}.lock"):
            if not (root / program).exists():
                _unpack(root, packages, program)
    return root


def _unpack(root: Path, packages: tuple[str, ...], program: str) -> None:
    name, unfinished = root.name, root.with_name(f"{root.name}-unfinished")
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise ServerCannotStart(f"{name} is unpacked from Debian packages, and this system has no apt-get or dpkg.")
    downloads = root.with_name(f"{name}-packages")
    for folder in (root, unfinished, downloads):  # of a run that was cut off
        shutil.rmtree(folder, ignore_errors=True)
    downloads.mkdir()
    try:
        # apt's own sandbox user cannot write into a home folder; the packages are checked all the same.
        command = ["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", *RETRYING, *packages]
        subprocess.run(command, cwd=downloads, check=True, capture_output=True, timeout=SECONDS)
        for package in sorted(downloads.glob("*.deb")):
            subprocess.run(["dpkg", "-x", package, unfinished], check=True, capture_output=True, timeout=SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise ServerCannotStart(f"{name} could not be downloaded: {said.decode(errors='replace')[-500:]}") from error
    if not (unfinished / program).exists():
        raise ServerCannotStart(f"{name} was unpacked but has no {program}.")
    shutil.rmtree(downloads)
    unfinished.rename(root)


def within_reach(root: Path, folder: Path) -> Path:
    """Return `root`, or a copy in `folder` if the user that mail processes run as cannot get to it.

    As root the cache lies in root's own home, which is closed to everybody else.
    """
    if os.getuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in (root, *root.parents)):
        return root
    return Path(shutil.copytree(root, folder / "program", symlinks=True, ignore=UNUSED))
