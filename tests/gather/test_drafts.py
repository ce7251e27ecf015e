"""A look into Drafts: what waits there is judged, its names are for the member alone, and nothing is changed."""

from functools import partial

import pytest

from mailcheck.gather.drafts import MOST, NO_FOLDER, look_into_drafts
from mailcheck.gather.keys import Keys
from mailcheck.model import Missing, ProtectionState, Said
from mailcheck.protection import judge_protection
from tests.factories import account
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, letter

PLAIN = b"%PDF-1.4 no pdf at all"
look = partial(look_into_drafts, account=account(), keys=Keys(b"k" * 32), judge=judge_protection, said=Said())


def written(*names):
    """A draft for each name, with a file of that name."""
    return [letter(attached(b"notes of a session " * 40, name), identifier=str(at)) for at, name in enumerate(names)]


def box(drafts, name="Drafts", flags=("\\Drafts",), **given):
    """A mailbox with drafts."""
    return FakeMailbox({"INBOX": [], name: drafts}, flags={name: list(flags)}, **given)


def test_each_draft_with_a_document_is_judged_the_newest_first():
    """With the file's name, for the member's own screen."""
    newest, oldest = look(box(written("Jane Roe.txt", "leaflet.txt")))
    assert [newest.name_of(each) for each in newest.documents] == ["leaflet.txt"]
    assert [oldest.name_of(each) for each in oldest.documents] == ["Jane Roe.txt"]
    assert {each.protection.state for each in oldest.documents} == {ProtectionState.OPEN}


def test_a_draft_without_a_document_is_not_shown():
    """There is nothing to say of it."""
    assert look(box([letter(identifier="1")])) == ()


@pytest.mark.parametrize("name", ["Drafts", "Entwürfe", "Brouillons", "Drafftiau"])
def test_the_folder_is_found_by_its_name_where_it_is_not_marked(name):
    """Some servers mark nothing."""
    assert len(look(box(written("a.txt"), name, ()))) == 1


def test_no_folder_is_said():
    """Not taken for an empty one."""
    assert look(FakeMailbox({"INBOX": []})) == Missing(NO_FOLDER, key="no-drafts-folder", retry="never")


def test_only_the_newest_are_looked_at():
    """Old drafts are not about to be sent."""
    assert len(look(box(written(*(f"{number}.txt" for number in range(MOST + 5)))))) == MOST


def test_it_prints_no_name_by_accident():
    """Neither a recipient nor a file."""
    assert "Jane" not in repr(look(box(written("Jane Roe.txt"))))
