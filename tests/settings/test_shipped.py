"""Finding the files that come with mailcheck."""

from pathlib import Path

import pytest

from mailcheck.errors import MailcheckError
from mailcheck.settings import shipped
from mailcheck.settings.shipped import find_shipped

CONFIG = Path(__file__).parents[2] / "config"


@pytest.mark.parametrize("name", ["policy.toml", "providers.toml", "evidence.toml", "mailcheck.example.toml"])
def test_every_file_is_found_from_here(name):
    """In a checkout, the file lies in config/."""
    assert shipped(name) == (CONFIG / name).read_text(encoding="utf-8")


def test_an_installed_package_carries_its_own(tmp_path):
    """In a wheel the files lie inside the package, and come before any beside it."""
    package = tmp_path / "mailcheck"
    for folder, text in ((package / "config", "inside"), (tmp_path / "config", "beside")):
        folder.mkdir(parents=True)
        (folder / "policy.toml").write_text(text)

    assert find_shipped("policy.toml", package) == "inside"


def test_a_checkout_has_them_beside_the_package(tmp_path):
    """Without one inside, the one beside the package is read."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "policy.toml").write_text("beside")

    assert find_shipped("policy.toml", tmp_path / "mailcheck") == "beside"


def test_an_incomplete_installation_is_told(tmp_path):
    """A missing file is said in plain words."""
    with pytest.raises(MailcheckError, match="not completely installed: its file policy"):
        find_shipped("policy.toml", tmp_path / "mailcheck")
