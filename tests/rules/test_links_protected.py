"""Links to stored files."""

from mailcheck.model import LinkService, Status, Words
from mailcheck.rules.links_protected import links_protected
from tests.factories import GONE, evidence, message_ref, policy, seen


def judge(words):
    """Return what the rule says about one professional account."""
    (answer,) = links_protected(evidence(seen(words=words)), policy())
    return answer


def test_without_the_members_wish_it_is_not_applicable():
    """The words of letters are not read."""
    assert judge(None).status is Status.NOT_APPLICABLE


def test_links_are_asked_about_by_service():
    """How many letters, which services, and no link."""
    links = (
        (message_ref(1), (LinkService.DROPBOX, LinkService.WETRANSFER)),
        (message_ref(2), (LinkService.DROPBOX,)),
    )
    answer = judge(Words(12, links=links))
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("A9",))
    assert answer.title == "2 letters link to a stored file. Is the file protected?"
    assert answer.detail == "Dropbox: 2; WeTransfer: 1"
    assert judge(Words(12, links=links[1:])).title.startswith("1 letter links")


def test_no_link_is_met_only_if_every_letter_was_read():
    """Silence is not a pass."""
    assert judge(Words(12)).status is Status.MET
    assert judge(Words(12, unread=((message_ref(), "too long"),))).status is Status.COULD_NOT_CHECK
    assert judge(GONE).status is Status.COULD_NOT_CHECK
