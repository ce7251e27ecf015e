"""What mailcheck is made of is written down, whole."""

import re
import tomllib
from pathlib import Path
from runpy import run_path

from packaging.requirements import Requirement

LOCK = Path("requirements.txt").read_text(encoding="utf-8")
PACKAGES = {each.name: each for each in run_path("docs/supply_chain.py")["packages"](LOCK)}


def canonical(name):
    """Return a package's name as packages compare them (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_everything_that_is_asked_for_is_locked():
    """In a version that pyproject.toml allows; run `make lock` after a change there."""
    asked = map(Requirement, tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["dependencies"])
    missing = [
        str(each)
        for each in asked
        if (locked := PACKAGES.get(canonical(each.name))) is None or locked.version not in each.specifier
    ]
    assert missing == []


def test_every_package_has_its_digests_and_is_asked_for():
    """A line that was not understood would leave one without."""
    assert len(PACKAGES) == len(re.findall(r"^[\w.\-]+==", LOCK, re.MULTILINE)) > 20
    assert all(each.files and each.by for each in PACKAGES.values())


def test_no_host_is_named():
    """The lock says what, not from where."""
    assert "://" not in LOCK
