"""Unpacks Debian packages that cannot be installed side by side, into a cache folder."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.servers.running import ServerCannotStart

SECONDS = 300
UNUSED = shutil.ignore_patterns("share", "var", "etc")


def cache_folder() -> Path:
    """Return where unpacked servers are kept from one run to the next."""
    return Path(os.environ.get("MAILCHECK_SERVER_CACHE", Path.home() / ".cache" / "mailcheck-test-servers"))


def unpacked(name: str, packages: tuple[str, ...], program: str) -> Path:
    """Return the folder in which `packages` lie unpacked; downloads them once. Raises ServerCannotStart."""
    root = cache_folder() / name
    if (root / program).exists():
        return root
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise ServerCannotStart(f"{name} is unpacked from Debian packages, and this system has no apt-get or dpkg.")
    downloads = cache_folder() / f"{name}-packages"
    downloads.mkdir(parents=True, exist_ok=True)
    try:
        # apt's own sandbox user cannot write into a home folder; the packages are checked all the same.
        command = ["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", *packages]
        subprocess.run(command, cwd=downloads, check=True, capture_output=True, timeout=SECONDS)
        for package in sorted(downloads.glob("*.deb")):
            subprocess.run(["dpkg", "-x", package, root], check=True, capture_output=True, timeout=SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise ServerCannotStart(f"{name} could not be downloaded: {said.decode(errors='replace')[-500:]}") from error
    if not (root / program).exists():
        raise ServerCannotStart(f"{name} was unpacked but has no {program}.")
    shutil.rmtree(downloads)
    return root


def within_reach(root: Path, folder: Path) -> Path:
    """Return `root`, or a copy in `folder` if the user that mail processes run as cannot get to it.

    As root the cache lies in root's own home, which is closed to everybody else.
    """
    if os.getuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in (root, *root.parents)):
        return root
    return Path(shutil.copytree(root, folder / "program", symlinks=True, ignore=UNUSED))
