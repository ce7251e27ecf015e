"""Judging one part of one message."""

from datetime import date
from typing import BinaryIO

import pytest

from mailcheck.errors import AccountProblem
from mailcheck.gather.answers import Answers
from mailcheck.gather.examine import Examined, Examiner
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Items
from mailcheck.model import (
    Answer,
    MessageProtection,
    MessageRef,
    Part,
    Protection,
    ProtectionState,
    Said,
    Sorted,
    opens,
    unreadable,
)
from mailcheck.parse.structure import walk
from tests.fake_mailbox import FakeMailbox
from tests.letters import Attached, attached, forwarded, in_base64, letter, multipart

KEYS = Keys(b"k" * 32)
PLACE = MessageRef("Sent", 1, 1, date(2026, 11, 1), "key")
REFUSED = "the server would not"


class Refusing(FakeMailbox):
    """Gives ranges, but no whole section."""

    def whole(self, uid, section, limit):
        """Refuse."""
        raise AccountProblem(REFUSED, key="refused-command")

    def piece(self, uid, piece):
        """Refuse here too."""
        return None if piece.offset is None else super().piece(uid, piece)


def opened(mailbox: FakeMailbox) -> tuple[FakeMailbox, Part]:
    """Open the sent folder and return the first document of its letter."""
    mailbox.examine("Sent")
    [envelope] = mailbox.envelopes([1], Items(structure=True))
    return mailbox, walk(envelope.bodystructure).parts[0]


def judge(file: BinaryIO) -> Protection:
    """Read both ends and call everything open."""
    file.seek(-100, 2)
    file.read()
    return opens("pdf")


def examine(mailbox: FakeMailbox, *said: Sorted, judge=judge) -> Examined:
    """Examine the first document of the letter."""
    mailbox, part = opened(mailbox)
    return Examiner(mailbox, KEYS, judge, Answers(Said(sorted=said), KEYS)).reading(PLACE, part).read()


def test_a_refused_part_is_unreadable_and_says_why():
    """One part that a server does not give is not the end of the account."""
    [document] = examine(Refusing({"Sent": [letter(attached(b"x" * 500))]})).documents
    assert document.protection == unreadable("unknown", REFUSED)


def test_a_part_that_is_refused_for_a_second_look_is_unreadable():
    """What was seen of it in pieces is not enough to say more."""
    raw = letter(attached(b"x" * 90_000))
    [document] = examine(Refusing({"Sent": [raw]}), judge=lambda file: unreadable("pdf", "it is damaged")).documents
    assert document.protection == unreadable("unknown", REFUSED)


def test_a_lost_connection_is_raised():
    """It is not the document's fault."""
    mailbox = FakeMailbox({"Sent": [letter(attached(b"x" * 90_000))]}, fails_after=3)
    with pytest.raises(AccountProblem):
        examine(mailbox)


def test_a_large_file_of_no_known_format_is_not_fetched_whole():
    """Formats are known by their ends, and those were seen."""
    mailbox = FakeMailbox({"Sent": [letter(attached(b"x" * 5_000_000))]})

    def unknown(file: BinaryIO) -> Protection:
        judge(file)
        return unreadable("unknown", "it is not a format mailcheck knows")

    [document] = examine(mailbox, judge=unknown).documents
    assert document.protection.state is ProtectionState.UNREADABLE
    assert mailbox.traffic.received < 20_000


def test_an_attached_message_that_is_refused_is_told():
    """Its documents are not passed over."""
    raw = letter(forwarded(letter(attached(b"x")), encoding="base64"))
    assert examine(Refusing({"Sent": [raw]})) == Examined(
        problems=[f"an attached message could not be read: {REFUSED}"]
    )


def test_an_answer_about_copies_waits_if_the_content_is_refused():
    """A document that cannot be fetched is not known to be that leaflet."""
    raw = letter(attached(b"x" * 90_000))
    leaflet = Sorted(Answer.NOT_CONFIDENTIAL, date(2026, 11, 1), fingerprint="f" * 32, size=90_000)
    [document] = examine(Refusing({"Sent": [raw]}), leaflet).documents
    assert (document.protection, document.answer) == (opens("pdf"), None)


def whole(mailbox: FakeMailbox) -> Examined | None:
    """Take the letter apart here."""
    mailbox.examine("Sent")
    return Examiner(mailbox, KEYS, judge, Answers(Said(), KEYS)).whole_message(PLACE)


def test_a_whole_message_is_taken_apart_here():
    """Documents and protection are those that an exact server would tell."""
    found = whole(FakeMailbox({"Sent": [letter(attached(b"x" * 200), attached(b"y" * 200))]}))
    assert found is not None
    assert ([document.size for document in found.documents], found.problems) == ([200, 200], [])
    control = Attached("Content-Type: application/pgp-encrypted", b"Version: 1")
    sealed = multipart(control, Attached("Content-Type: application/octet-stream", b"x"), subtype="encrypted")
    assert whole(FakeMailbox({"Sent": [b"Subject: x\r\n" + sealed.octets()]})) == Examined(
        protection=MessageProtection.ENCRYPTED
    )


def test_a_whole_message_that_cannot_be_had_is_none():
    """Refused, or no message at all."""
    assert whole(Refusing({"Sent": [letter()]})) is None
    assert whole(FakeMailbox({"Sent": [b"no header here"]})) is None


def test_a_reader_that_swallows_the_refusal_changes_nothing():
    """Libraries turn a read error into "damaged"; the true reason is told all the same."""

    def contained(file: BinaryIO) -> Protection:
        try:
            return judge(file)
        except OSError:
            return unreadable("zip", "it is damaged or incomplete")

    [document] = examine(Refusing({"Sent": [letter(attached(b"x" * 500))]}), judge=contained).documents
    assert document.protection == unreadable("unknown", REFUSED)


def test_pieces_that_were_wrong_are_judged_again():
    """Where the whole turns out to be other than its pieces, the first verdict does not count."""
    lines = in_base64(b"x" * 300_000).splitlines(keepends=True)
    odd = Attached(
        "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64",
        b"".join((*lines[:2000], b"\r\n" * 78, *lines[2000:])),
    )
    sizes = []

    def middle(file: BinaryIO) -> Protection:
        sizes.append(file.seek(0, 2))
        file.seek(113_000)
        file.read(5000)
        return opens("pdf")

    [document] = examine(FakeMailbox({"Sent": [letter(odd)]}), judge=middle).documents
    assert (sizes, document.size) == ([300_114, 300_000], 300_000)
