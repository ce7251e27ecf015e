"""Documents of which the same octets came are judged once, and nothing is concluded from octets that did not come."""

from collections.abc import Callable
from datetime import date
from typing import BinaryIO

import pytest

from mailcheck.gather import alike
from mailcheck.gather.keys import Keys
from mailcheck.gather.sent import look_at_sent
from mailcheck.model import Account, Protection, Role, Said, Security, SentMail, opens, protected, unreadable
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, letter

ACCOUNT = Account("work", Role.PROFESSIONAL, "anna@practice.example", "h", 993, Security.TLS, "anna")
KEYS = Keys(b"k" * 32)
ENDS, MIDDLE = 3000, 40_000
LEAFLET = b"leaf" * 20_000


class Counting:
    """A judge that notes how it judged; `of` says how."""

    def __init__(self, of: Callable[[BinaryIO], Protection]) -> None:
        self.of, self.given = of, []

    def __call__(self, file: BinaryIO) -> Protection:
        """Judge, and note it once nothing is missing."""
        verdict = self.of(file)
        self.given.append(verdict.reason)
        return verdict


def at(file: BinaryIO, place: int) -> bytes:
    """Return an octet of a document."""
    file.seek(place)
    return file.read(1)


def looked(judge: Counting, *contents: bytes) -> list[str]:
    """Look at letters with these documents, and return what was told of each."""
    raw = [letter(attached(each, f"{number}.bin"), identifier=f"l{number}") for number, each in enumerate(contents)]
    found = look_at_sent(
        FakeMailbox({"Sent": raw}, flags={"Sent": ["\\Sent"]}),
        *(ACCOUNT,), since=date(2026, 1, 1), said=Said(), keys=KEYS, judge=judge,
    )  # fmt: skip
    assert isinstance(found, SentMail), found
    return [f"{each.size} {each.protection.reason}" for each in found.documents]


def test_what_is_sent_again_is_judged_once():
    """However often, and in whichever letter; each is told of by itself."""
    judge = Counting(lambda file: opens("pdf", at(file, 0).decode()))
    assert looked(judge, LEAFLET, LEAFLET, LEAFLET) == ["80000 l"] * 3
    assert judge.given == ["l"]


def test_what_differs_where_its_reader_looks_is_judged_by_itself():
    """Two files with the same ends, one of which is locked: what is in the middle decides, and so it is fetched."""
    other = LEAFLET[:MIDDLE] + b"X" + LEAFLET[MIDDLE + 1 :]

    def of(file: BinaryIO) -> Protection:
        found = at(file, MIDDLE).decode()
        return protected("pdf", found) if found == "X" else opens("pdf", found)

    judge = Counting(of)
    assert looked(judge, LEAFLET, other, LEAFLET, other) == ["80000 l", "80000 X"] * 2
    assert sorted(judge.given) == ["X", "l"]


@pytest.mark.parametrize("place", [0, ENDS, -1])
def test_one_octet_makes_another_document(place):
    """At the beginning, in the middle, and at the end."""
    changed = bytearray(LEAFLET)
    changed[place] ^= 1
    judge = Counting(lambda file: opens("pdf", repr(at(file, place % len(LEAFLET)))))
    told = looked(judge, LEAFLET, bytes(changed))
    assert (len(set(told)), len(judge.given)) == (2, 2)


def test_a_longer_file_is_another_one():
    """Though its ends are the same."""
    judge = Counting(lambda file: opens("pdf", str(file.seek(0, 2))))
    assert looked(judge, LEAFLET, LEAFLET * 2) == ["80000 80000", "160000 160000"]


def test_what_could_not_be_read_is_looked_at_anew():
    """It may have been the server, or too little time."""
    judge = Counting(lambda file: unreadable("pdf", at(file, 0).decode()))
    assert looked(judge, LEAFLET, LEAFLET) == ["80000 l"] * 2
    assert len(judge.given) == 3  # one as it lies on the server, and then each as a whole


def test_only_so_much_is_remembered(monkeypatch):
    """The oldest is forgotten, and judged once more when it comes again."""
    monkeypatch.setattr(alike, "MOST", 1)
    other = b"other" * 20_000
    judge = Counting(lambda file: opens("pdf", at(file, 0).decode()))
    assert looked(judge, LEAFLET, other, LEAFLET) == ["80000 l", "100000 o", "80000 l"]
    assert judge.given == ["l", "o", "l"]
