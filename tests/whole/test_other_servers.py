"""The main job on Cyrus and on Courier: what their own identifiers and numbers show, and what they must not."""

import json

import pytest

from mailcheck.app.cli import main
from tests.servers.courier import Courier
from tests.servers.cyrus import Cyrus
from tests.servers.starting import started
from tests.whole.mailboxes import letter, settings

pytestmark = pytest.mark.server


def mailboxes(path, capsys):
    """Run `mailcheck check` and return what the rule for mailboxes found."""
    main(["check", "--config", str(path), "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    (found,) = [each for each in report["findings"] if each["rule"] == "separate-mailboxes"]
    return found


@pytest.fixture
def cyrus_of_two(authority):
    """A Cyrus with two mailboxes; it takes a log-in name in any letter case, so each has an alias."""
    with started(lambda folder: Cyrus(folder, authority, users=("user0", "user1"))) as server:
        yield server


@pytest.fixture
def courier_with_alias(authority):
    """A Courier on which two log-ins open one small mailbox."""
    with started(lambda folder: Courier(folder, authority, aliases=("post",))) as server:
        yield server


def test_two_log_ins_of_one_mailbox_have_one_identifier_on_cyrus(cyrus_of_two, tmp_path, capsys):
    """OBJECTID's MAILBOXID is equal, and decides with few letters (D5)."""
    found = mailboxes(settings(tmp_path, cyrus_of_two, "user0", "USER0"), capsys)
    assert (found["status"], found["grade"], found["evidence_ids"]) == ("not-met", "proof", ["D5"])


def test_two_mailboxes_have_two_identifiers_on_cyrus(cyrus_of_two, tmp_path, capsys):
    """The server itself names them apart, whatever is in them (D10)."""
    found = mailboxes(settings(tmp_path, cyrus_of_two, "user0", "user1"), capsys)
    assert (found["status"], found["evidence_ids"]) == ("met", ["D10"])


def test_inboxes_that_grow_in_step_are_asked_about_on_courier(courier_with_alias, tmp_path, capsys):
    """Courier gives no identifier. The first check has too little; the second sees both grow alike (D8)."""
    path = settings(tmp_path, courier_with_alias, "user0", "post")
    assert mailboxes(path, capsys)["evidence_ids"] == ["D11"]
    courier_with_alias.deliver("1790000100.first", letter("first").as_bytes())
    courier_with_alias.deliver("1790000200.second", letter("second").as_bytes())
    found = mailboxes(path, capsys)
    assert (found["status"], found["grade"], found["evidence_ids"]) == ("attention", "strong", ["D8"])
    assert "grown by 2" in found["detail"]


def test_a_changed_uidvalidity_voids_what_an_earlier_check_saw(courier_with_alias, tmp_path, capsys):
    """Numbers that were given anew say nothing of growth."""
    path = settings(tmp_path, courier_with_alias, "user0", "post")
    mailboxes(path, capsys)
    courier_with_alias.deliver("1790000100.first", letter("first").as_bytes())
    courier_with_alias.number_anew()
    assert mailboxes(path, capsys)["evidence_ids"] == ["D11"]


def test_courier_moves_new_letters_by_itself_and_none_is_marked_as_read(courier_with_alias, tmp_path, capsys):
    """It does so for EXAMINE alone: the letter lies elsewhere on the disk afterwards, unread and word for word."""
    maildir = courier_with_alias.folder / "user0/Maildir"
    (maildir / "new").mkdir(exist_ok=True)
    octets = letter("new").as_bytes()
    (maildir / "new/1790000300.new.host").write_bytes(octets)
    mailboxes(settings(tmp_path, courier_with_alias, "user0", "post"), capsys)
    (moved,) = (maildir / "cur").glob("1790000300.new*")
    assert (moved.read_bytes(), "S" in moved.name.partition(":2,")[2]) == (octets, False)
