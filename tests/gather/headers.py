"""Letters for the tests of gather, as raw octets with the headers that matter there."""

from datetime import UTC, datetime, timedelta

from mailcheck.gather.keys import Keys, Purpose
from mailcheck.parse.received import vantage
from mailcheck.parse.recognise import Recogniser
from tests.factories import account, home

KEYS = Keys(b"the key of this test run")
START = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
WORK, HOME = account(), home()


def recogniser(of=WORK, *others):
    """Who knows whose an address is, seen from one account."""
    return Recogniser(of, others or (HOME if of.role.is_professional else WORK,), digest)


def digest(text):
    """A keyed digest of an address."""
    return KEYS.digest(Purpose.ADDRESS, text)


def seen_from(of=WORK, *others):
    """From where an account's headers are read; both mail exchangers are known."""
    exchangers = {"practice": ["mx1.harbour.example"], "home": ["mx1.home.example"]}
    return vantage(recogniser(of, *others), exchangers)


def arrived(*, at="harbour", peer="mail.elsewhere.example", above=""):
    """What the servers of a provider write on top of a letter that came from `peer`."""
    return (
        f"{above}Received: from {peer} ({peer} [192.0.2.7]) by mx1.{at}.example (Postfix) with ESMTPS id 1\r\n"
        f"\tfor <anna@{at}.example>; Mon, 2 Nov 2026 09:00:01 +0000\r\n"
    )


def letter(number=1, *, sender="bo@elsewhere.example", to="anna@harbour.example", top="", written=None, extra=""):
    """One letter."""
    day = written or START + timedelta(hours=number)
    return (
        f"{top}From: {sender}\r\nTo: {to}\r\nDate: {day:%a, %d %b %Y %H:%M:%S +0000}\r\n"
        f"Message-ID: <{number}@elsewhere.example>\r\n{extra}Subject: words\r\n\r\nwords\r\n"
    ).encode()
