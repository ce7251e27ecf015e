"""What the words of sent letters tell, once the member asked for them to be read."""

import base64
import binascii
from dataclasses import replace
from datetime import date

import pytest

from mailcheck.errors import AccountProblem, Cancelled
from mailcheck.gather import words as module
from mailcheck.gather.keys import Keys
from mailcheck.gather.sent import look_at_sent
from mailcheck.gather.words import read_words, with_hidden_files
from mailcheck.model import (
    Account,
    AccountEvidence,
    Answer,
    Handover,
    LinkService,
    Missing,
    ProtectionState,
    Role,
    Said,
    Security,
    Sorted,
    Words,
    opens,
    protected,
)
from tests.fake_mailbox import FakeMailbox
from tests.letters import Attached, attached, forwarded, letter

ACCOUNT = Account("work", Role.PROFESSIONAL, "anna@practice.example", "h", 993, Security.TLS, "anna")
KEYS = Keys(b"k" * 32)
SINCE = date(2026, 10, 1)
LOCKED = attached(b"LOCKED" * 20, "report.zip")
BEN, EVE = "Ben <ben@else.example>", "eve@else.example"
TELLS = "Password: Sunflower42"


def judge(file):
    """Judge by the first letters."""
    file.seek(0)
    return protected("zip", "AES") if file.read(6) == b"LOCKED" else opens("pdf")


def mailbox(*letters, **more):
    """Return a mailbox with these letters in its sent folder."""
    return FakeMailbox({"INBOX": [], "Sent": letters}, flags={"Sent": ["\\Sent"]}, **more)


def read(box, said=Said(), progress=lambda done, total: None):  # noqa: B008 - frozen
    """Read the words of what was sent."""
    return read_words(box, ACCOUNT, since=SINCE, said=said, keys=KEYS, judge=judge, progress=progress)


def handovers(*letters):
    """Return how each password travelled."""
    found = read(mailbox(*letters))
    assert isinstance(found, Words)
    assert found.unread == ()
    return [how for _, how in found.handovers]


def at(minute, text, *parts, to=BEN, identifier=None, subtype="mixed", fields=()):
    """Return a letter written so many minutes after ten."""
    time = f"Mon, 02 Nov 2026 {10 + minute // 60}:{minute % 60:02}:00 +0000"
    name = identifier or f"m{minute}"
    return letter(*parts, identifier=name, text=text, to=to, date=time, subtype=subtype, fields=fields)


def test_the_password_in_the_same_letter():
    """A5."""
    assert handovers(at(0, TELLS, LOCKED)) == [Handover.SAME_LETTER]


def test_the_password_in_the_html_alone():
    """A letter without plain words."""
    html = Attached("Content-Type: text/html; charset=utf-8", b"<p>Pass<b>word</b>: <b>Sunflower42</b></p>")
    assert handovers(at(0, "  ", html, LOCKED)) == [Handover.SAME_LETTER]


def test_the_password_soon_after_to_the_same_reader():
    """A6: within the hour, short, and to at least one of the same people."""
    assert handovers(at(0, "Here it is", LOCKED), at(60, TELLS)) == [Handover.LATER_LETTER]
    assert handovers(at(0, "Here", LOCKED, to=f"{BEN}, {EVE}"), at(5, TELLS, to=EVE)) == [Handover.LATER_LETTER]


@pytest.mark.parametrize(
    "other",
    [
        at(61, TELLS),
        at(5, TELLS, to=EVE),
        at(5, TELLS + "\n" + "Much to say about something else. " * 60),
        at(5, "I will be late"),
    ],
)
def test_other_letters_are_no_later_letter(other):
    """Too late, to somebody else, too long, about something else."""
    assert handovers(at(0, "Here it is", LOCKED), other) == [Handover.NOT_SEEN]


def test_a_later_letter_whose_subject_says_it():
    """Subject and words are read together, encoded or not."""
    encoded = "=?utf-8?B?" + base64.b64encode(b"Password").decode() + "?="
    later = at(5, "Sunflower42").replace(b"Subject: hello", f"Subject: {encoded}".encode())
    assert handovers(at(0, "Here it is", LOCKED), later) == [Handover.LATER_LETTER]


def test_a_later_letter_with_a_logo_in_it():
    """A signature's picture is no document."""
    logo = attached(b"x", "logo.png", media_type="image/png", disposition="inline", content_id="a")
    later = at(5, TELLS, logo, subtype="related")
    assert handovers(at(0, "Here it is", LOCKED), later) == [Handover.LATER_LETTER]


def test_a_promise_of_a_text_message():
    """A8, unless an e-mail follows all the same."""
    promise = at(0, "I will text you the password.", LOCKED)
    assert handovers(promise) == [Handover.ANOTHER_WAY]
    assert handovers(promise, at(5, TELLS)) == [Handover.LATER_LETTER]


def test_a_password_told_as_a_rule():
    """A7."""
    assert handovers(at(0, "The password is your date of birth.", LOCKED)) == [Handover.GUESSABLE]


def test_letters_without_a_document_have_no_password_to_hand_over():
    """Whatever they say."""
    assert handovers(at(0, TELLS)) == []


def test_what_is_passed_on_or_attached_is_not_read():
    """The words of a letter inside, or of an attached text, are not the sender's own."""
    inner = forwarded(letter(text=TELLS))
    note = attached(TELLS.encode(), "note.txt", media_type="text/plain")
    assert handovers(at(0, "Here", LOCKED, inner, note)) == [Handover.NOT_SEEN]


def test_links_to_stored_files():
    """A9: by service, never the link."""
    found = read(mailbox(at(0, "See https://we.tl/t-abc and https://1drv.ms/x/y"), at(1, "nothing")))
    assert [services for _, services in found.links] == [(LinkService.ONEDRIVE, LinkService.WETRANSFER)]


def uuencoded(content):
    """Write a file into the words of a letter."""
    lines = b"".join(binascii.b2a_uu(content[start : start + 45]) for start in range(0, len(content), 45))
    return (b"begin 644 report.pdf\n" + lines + b"`\nend\n").decode()


def test_a_file_written_into_the_words():
    """A11: judged as any other, sorted as any other."""
    box = mailbox(at(0, "Look:\n" + uuencoded(b"OPEN" * 30)))
    found = read(box)
    (document,) = found.enclosed
    assert (document.protection.state, document.size) == (ProtectionState.OPEN, 120)
    said = Said(sorted=(Sorted(Answer.NOT_CONFIDENTIAL, SINCE, document=document.key),))
    assert read(box, said).enclosed[0].answer is Answer.NOT_CONFIDENTIAL


def test_such_a_file_joins_what_was_sent():
    """Once; and nothing changes where no words were read."""
    box = mailbox(at(0, "Look:\n" + uuencoded(b"OPEN" * 30)))
    sent = look_at_sent(box, ACCOUNT, since=SINCE, said=Said(), keys=KEYS, judge=judge)
    seen = AccountEvidence(ACCOUNT, box.connection, sent, words=read(box))
    joined = with_hidden_files(seen)
    assert joined.sent.documents == seen.words.enclosed
    assert with_hidden_files(joined) is joined
    for nothing in (replace(seen, words=None), replace(seen, words=Missing("gone")), replace(seen, sent=None)):
        assert with_hidden_files(nothing) is nothing


def test_a_protected_file_in_the_words_has_a_password_too():
    """The letter that carries it is looked at for it."""
    text = f"{TELLS}\n\n{uuencoded(b'LOCKED' * 20)}"
    assert handovers(at(0, text)) == [Handover.SAME_LETTER]


def test_letters_that_cannot_be_read_are_told(monkeypatch):
    """Too long, not given, too many: none is passed over in silence."""
    long = at(0, "x" * (module.MOST_OCTETS + 1), LOCKED)
    assert [why for _, why in read(mailbox(long)).unread] == [module.TOO_LONG]
    monkeypatch.setattr(module, "MOST_LETTERS", 1)
    assert [why for _, why in read(mailbox(at(0, "a"), at(1, "b"))).unread] == [module.TOO_MANY]


def test_a_lost_connection_is_missing():
    """Nothing is claimed of what was not read."""
    box = mailbox(at(0, TELLS, LOCKED))
    box._fails_after = 5
    found = read_words(box, ACCOUNT, since=SINCE, said=Said(), keys=KEYS, judge=judge)
    assert isinstance(found, Missing)
    assert found.key == "connection-lost"


def test_many_letters_are_read_in_few_turns():
    """In one flight for every hundred, besides finding them."""
    box = mailbox(*(at(minute, TELLS) for minute in range(50)))
    found = read(box)
    assert found.letters == 50
    assert [call.split()[0] for call in box.calls].count("FETCH") == 2
    assert box.traffic.turns <= 7


def test_words_that_did_not_come_are_asked_for_by_themselves():
    """And told, if they are refused then too."""

    class Silent(FakeMailbox):
        def piece(self, uid, piece):
            return None

    class Refusing(Silent):
        def whole(self, uid, section, limit):
            raise AccountProblem("no", key="refused")

    def made(kind):
        return kind({"Sent": [at(0, TELLS, LOCKED)]}, flags={"Sent": ["\\Sent"]})

    assert [how for _, how in read(made(Silent)).handovers] == [Handover.SAME_LETTER]
    assert [why for _, why in read(made(Refusing)).unread] == [module.NOT_GIVEN]


def test_the_run_can_be_stopped():
    """Cancelled passes through."""

    def stop(done, total):
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        read(mailbox(at(0, "a")), progress=stop)


def test_no_word_comes_back():
    """Neither a password nor a link, a subject, an address or a name is in what is returned."""
    mark = "canaryzq"
    box = mailbox(
        at(
            0,
            f"Password: {mark}42\nhttps://we.tl/t-{mark}\n{uuencoded(mark.encode() * 9)}",
            LOCKED,
            to=f"{mark}@x.example",
        ),
        at(1, f"pw: {mark}7", fields=[f"X-Note: {mark}"]),
    )
    assert mark not in repr(read(box))
