"""Where the settings file belongs, and the example that begins it."""

import os
import stat

import pytest

from mailcheck.app.cli import main
from mailcheck.settings import load_settings, shipped


@pytest.fixture
def usual(tmp_path, monkeypatch):
    """The usual settings file of somebody who has none yet."""
    path = tmp_path / "new folder" / "mailcheck.toml"
    monkeypatch.setenv("MAILCHECK_CONFIG", str(path))
    return path


def test_the_path_is_printed_alone(usual, capsys):
    """Standard output holds the path and nothing else, so that an editor can be given it; nothing is made."""
    assert main(["settings"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{usual}\n"
    assert "`mailcheck settings --create`" in err
    assert not usual.parent.exists()


def test_an_example_is_put_there(usual, capsys):
    """It is the shipped one, it can be read as settings, and only its owner may read it."""
    assert main(["settings", "--create"]) == 0
    assert usual.read_text("utf-8") == shipped("mailcheck.example.toml")
    assert [each.account.name for each in load_settings().accounts] == ["practice", "home"]
    assert f"\n  {usual}\n" in capsys.readouterr().out
    if os.name == "posix":
        assert stat.S_IMODE(usual.stat().st_mode) == 0o600


def test_nothing_is_said_against_a_file_that_is_there(usual, capsys):
    """Whoever has settings is not told to make some."""
    main(["settings", "--create"])
    capsys.readouterr()
    assert main(["settings"]) == 0
    assert capsys.readouterr() == (f"{usual}\n", "")


def test_a_file_that_is_there_is_never_written_over(usual, capsys):
    """Somebody's settings are theirs."""
    usual.parent.mkdir()
    usual.write_text("mine")
    assert main(["settings", "--create"]) == 3
    assert usual.read_text() == "mine"
    assert "A file is there already. It was left as it is." in " ".join(capsys.readouterr().err.split())


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_is_not_followed(usual, tmp_path):
    """Even a link that leads nowhere is left alone."""
    usual.parent.mkdir()
    usual.symlink_to(tmp_path / "elsewhere")
    assert main(["settings", "--create"]) == 3
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path, monkeypatch, capsys):
    """In plain words, with the path."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MAILCHECK_CONFIG", str(tmp_path / "file" / "mailcheck.toml"))
    assert main(["settings", "--create"]) == 3
    assert "mailcheck.toml: " in " ".join(capsys.readouterr().err.split())
