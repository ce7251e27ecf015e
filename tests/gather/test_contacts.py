"""Correspondents, as keyed digests that are forgotten with the run."""

from dataclasses import replace
from datetime import date

from mailcheck.gather.contacts import NEWEST, look_at_contacts
from mailcheck.gather.keys import Purpose
from mailcheck.model import Missing
from mailcheck.model.use import Contact
from tests.fake_mailbox import FakeMailbox
from tests.gather.headers import HOME, KEYS, WORK, letter, recogniser
from tests.letters import attached
from tests.letters import letter as whole

DAY = date(2026, 11, 1)


def look(inbox=(), sent=(), of=WORK, **given):
    """Look at the correspondents of an account."""
    mailbox = FakeMailbox({"INBOX": inbox, "Sent": sent}, flags={"Sent": ["\\Sent"]}, **given)
    return look_at_contacts(mailbox, of, recogniser(of), KEYS)


def key(address):
    """The digest by which somebody is known in this run."""
    return KEYS.digest(Purpose.ADDRESS, address)


def test_who_wrote_and_who_was_written_to_are_told_apart():
    """Each with the first and the last day, however the address is written."""
    inbox = [letter(1, sender="Bo@Elsewhere.example"), letter(50, sender="bo@elsewhere.example")]
    found = look(inbox, [letter(2, sender="anna@harbour.example", to="cy@elsewhere.example, anna@home.example")])
    last = date(2026, 11, 3)
    assert set(found.people) == {
        Contact(key("bo@elsewhere.example"), (DAY, last), ()),
        Contact(key("cy@elsewhere.example"), (), (DAY, DAY)),
    }
    assert found.since is None


def test_lists_robots_and_crowds_are_left_out():
    """List mail, no-reply addresses, and a letter to a hundred people."""
    inbox = [letter(1, extra="List-Id: <l.example>\r\n"), letter(2, sender="no-reply@shop.example")]
    crowd = ", ".join(f"p{at}@elsewhere.example" for at in range(100))
    assert look(inbox, [letter(3, to=crowd)]).people == ()


def test_a_domain_of_many_contacts_tells_nothing():
    """The institute's own domain, or a provider's: more than three in ten."""
    inbox = [letter(at, sender=f"p{at}@institute.example") for at in range(8)]
    inbox += [letter(at, sender=f"p@d{at}.example") for at in range(8, 16)]
    assert {each.key for each in look(inbox).people} == {key(f"p@d{at}.example") for at in range(8, 16)}


def test_a_folder_that_was_not_seen_whole_says_from_when():
    """Somebody may have been known before that day."""
    found = look([letter(at) for at in range(NEWEST + 30)])
    assert found.since == date(2026, 11, 2)


def test_documents_with_clinical_names_and_to_the_other_account_are_counted():
    """U5 and U6: by structure alone; the names are not kept."""
    notes = whole(attached(b"%PDF-", "Session-notes.pdf")).replace(b"To: ", b"To: anna@home.example, ", 1)
    found = look(sent=[notes, letter(2, to="anna@home.example")])
    assert (found.clinical, found.passed_on) == (1, ("home",))
    assert "Session" not in repr(found)


def test_a_joint_home_address_is_not_looked_at():
    """Its correspondents are others' too."""
    assert look([letter()], of=replace(HOME, joint=True)) is None


def test_a_lost_connection_is_missing():
    """And never nobody."""
    assert isinstance(look([letter()], fails_after=2), Missing)
