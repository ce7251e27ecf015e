"""What was said by mistake is taken back."""

from mailcheck.model import Said, Settled
from mailcheck.settings import (
    load_said,
    record_settled,
    take_back_copies,
    take_back_exception,
    take_back_settled,
)
from tests.settings.test_said import DAY, DECLARED, LATER, SETTLED, SORTED, path, say_everything

__all__ = ["path"]


def test_what_was_said_by_mistake_is_taken_back(path):
    """An incident, an exception and an answer for every copy; the rest stays, with a person's comments."""
    say_everything(path)
    record_settled(path, Settled("b", "not-confidential", LATER))
    path.write_text("# my own heading\n" + path.read_text())

    taken = (take_back_settled(path, "a"), take_back_exception(path, "b"), take_back_copies(path, "f1"))

    assert taken == (True, True, True)
    assert load_said(path) == Said(DAY, (SORTED,), (DECLARED,), (), (Settled("b", "not-confidential", LATER),))
    assert path.read_text().startswith("# my own heading\n")
    record_settled(path, SETTLED)
    assert [each.finding for each in load_said(path).settled] == ["b", "a"]


def test_what_was_never_said_cannot_be_taken_back(path):
    """That is told, and nothing is written."""
    assert (take_back_settled(path, "a"), take_back_exception(path, "a"), take_back_copies(path, "f")) == (False,) * 3
    assert not path.exists()
    say_everything(path)
    before = path.read_text()

    assert (take_back_settled(path, "z"), take_back_exception(path, "z"), take_back_copies(path, "z")) == (False,) * 3
    assert path.read_text() == before


def test_an_answer_in_a_list_on_one_line_is_taken_back_too(path):
    """As a person may have written it."""
    path.parent.mkdir()
    path.write_text('settled = [{finding = "a", how = "sent-again", made = 2026-03-01}]\n')

    assert take_back_settled(path, "a")
    assert load_said(path).settled == ()
