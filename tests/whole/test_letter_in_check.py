"""A test letter under way is looked for by every check."""

from datetime import datetime, timedelta

import pytest

from mailcheck.app.cli import main
from mailcheck.model.letter import Letter, LetterState
from mailcheck.settings import load_said, record_letter
from tests.whole.mailboxes import fill, letter, letters, settings

pytestmark = pytest.mark.server


def test_the_next_check_sees_where_the_letter_arrived(many_users, tmp_path, capsys):
    """It arrived an hour ago where it was sent, and nowhere else: the answer is kept and the report says so."""
    fill(many_users, "work", letters("client", 25), letters("reply", 3))
    fill(many_users, "home", letters("friend", 25))
    path = settings(tmp_path, many_users, "work", "home")
    made = datetime.now().astimezone().replace(microsecond=0) - timedelta(hours=1)
    record_letter(tmp_path / "said.toml", Letter("MCABCDEFGH", "practice", "home", made))
    sent = letter("the test letter")
    sent.replace_header("Subject", "MCABCDEFGH")
    fill(many_users, "work", [sent])
    main(["check", "--config", str(path)])
    (kept,) = load_said(tmp_path / "said.toml").letters
    assert kept.state in {LetterState.ARRIVED, LetterState.APART}
    assert "test letter" in " ".join(capsys.readouterr().out.split())
