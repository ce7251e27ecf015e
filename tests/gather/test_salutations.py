"""How the newest letters greet and sign, once the member asked for words to be read."""

from mailcheck.gather.salutations import look_at_salutations
from mailcheck.model import Missing
from mailcheck.model.words import Salutations
from tests.fake_mailbox import FakeMailbox
from tests.gather.headers import WORK, recogniser


def letter(text, *, sender="client@elsewhere.example", to=WORK.address, extra="", html=False):
    """One letter with words."""
    kind = "html" if html else "plain"
    return (
        f"From: {sender}\r\nTo: {to}\r\n{extra}Date: Mon, 02 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/{kind}; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


def look(received=(), sent=(), **more):
    """Look at a mailbox with these letters."""
    box = FakeMailbox({"INBOX": received, "Sent": sent}, flags={"Sent": ["\\Sent"]}, **more)
    return look_at_salutations(box, WORK, recogniser())


PAIR = "Dear Anna and Thomas,\r\n\r\nSee you on Monday."


def test_letters_that_greet_two_are_counted():
    """Plain or HTML, each once."""
    received = [letter(PAIR), letter(f"<p>{PAIR}</p>", html=True), letter("Dear Anna,\r\nhello")]
    assert look(received) == Salutations(received=3, greeting_two=2, sent=0, signers=0)


def test_letters_that_others_got_too_say_nothing():
    """Two people are rightly greeted there; nor do lists, the member's own letters, or the home address."""
    received = [
        letter(PAIR, to=f"{WORK.address}, thomas@elsewhere.example"),
        letter(PAIR, extra="Cc: thomas@elsewhere.example\r\n"),
        letter(PAIR, extra="List-Id: <news.elsewhere.example>\r\n"),
        letter(PAIR, sender=WORK.address),
        letter(PAIR, sender="anna@home.example"),
        letter(PAIR, to="undisclosed-recipients:;"),
    ]
    assert look(received) == Salutations(received=0, greeting_two=0, sent=0, signers=0)


def test_letters_that_two_people_sign_are_noticed():
    """Each several times; a name and its short form are one person's, and a slip is nobody's."""
    signed = [letter(f"Hello\r\n\r\nBest wishes\r\n{name}", sender=WORK.address) for name in ["Anna"] * 3 + ["Tom"] * 3]
    assert look(sent=signed).signers == 2
    assert look(sent=signed[:4]).signers == 1
    nicknames = [letter(f"Hello\r\n\r\nThanks, {name}", sender=WORK.address) for name in ["Thomas"] * 3 + ["Tom"] * 3]
    assert look(sent=nicknames) == Salutations(received=0, greeting_two=0, sent=6, signers=1)


def test_a_letter_that_is_very_long_is_left_out():
    """It would cost more than it tells."""
    assert look([letter(PAIR + "x" * 40_000)]).received == 0


def test_a_lost_connection_is_missing():
    """Wherever it breaks."""
    found = look([letter(PAIR)], fails_after=3)
    assert isinstance(found, Missing)
    assert found.key == "connection-lost"
