"""The door to a sitting."""

import sys

import pytest

from mailcheck.app.cli import main
from tests.app.test_settling import SETTINGS


@pytest.mark.parametrize("there", [(), ("stdin",), ("stdout",)], ids=["neither", "keyboard only", "screen only"])
def test_names_need_a_screen_and_answers_a_keyboard(tmp_path, monkeypatch, capsys, there):
    """Refused otherwise, before anything is looked at."""
    for name in there:
        monkeypatch.setattr(getattr(sys, name), "isatty", lambda: True, raising=False)
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS)
    assert main(["sort", "--config", str(path)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "Names are shown on a screen only" in err
