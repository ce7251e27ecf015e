"""Pictures inside the text."""

from dataclasses import replace
from datetime import date
from functools import partial

from mailcheck.errors import AccountProblem
from mailcheck.gather import sent_letters
from mailcheck.gather.answers import Answers
from mailcheck.gather.examine import Examiner
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Arrived, Items
from mailcheck.gather.pictures import Picture, Pictures
from mailcheck.gather.sent import look_at_sent
from mailcheck.model import (
    Account,
    Answer,
    MessageRef,
    Part,
    PartKind,
    ProtectionState,
    Role,
    Said,
    Security,
    SentMail,
    Sorted,
    opens,
)
from mailcheck.parse.structure import walk
from mailcheck.state import Letters, State
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, letter

KEYS = Keys(b"k" * 32)


def kept(*contents: tuple[bytes, ...]) -> list[int]:
    """Return the UIDs of the messages whose pictures are kept, for messages with these pictures."""
    raws = [
        letter(
            *(attached(content, "i.png", media_type="image/png", disposition="inline") for content in pictures),
            identifier=str(number),
        )
        for number, pictures in enumerate(contents)
    ]
    mailbox = FakeMailbox({"Sent": raws})
    mailbox.examine("Sent")
    examiner = Examiner(mailbox, KEYS, lambda file: opens("png"), Answers(Said(), KEYS))
    pictures = Pictures(examiner)
    for envelope in mailbox.envelopes(mailbox.uids(), Items(structure=True)):
        message = MessageRef("Sent", 1, envelope.uid, date(2026, 11, 1), str(envelope.uid))
        pictures.recall(Picture(message, part) for part in walk(envelope.bodystructure).parts)
    return [document.message.uid for document in pictures.judged()]


def test_the_same_picture_in_several_messages_is_a_logo():
    """Size and content have to be the same."""
    logo, other = b"L" * 900, b"O" * 900
    assert kept((logo,), (logo, other), (b"different",)) == [2, 3]


def test_pictures_of_a_page_are_kept():
    """Large ones are photographs; two in one message are not recurring."""
    assert kept((b"P" * 120_000,), (b"P" * 120_000,)) == [1, 2]
    assert kept((b"p" * 900, b"p" * 900)) == [1, 1]


def test_nothing_is_fetched_to_compare_a_picture_of_its_own_size():
    """Sizes alone tell most pictures apart."""
    mailbox = FakeMailbox({"Sent": []})
    pictures = Pictures(Examiner(mailbox, KEYS, lambda _: opens("png"), Answers(Said(), KEYS)))
    image = Part("2", PartKind.INLINE_IMAGE, "image/png", "base64", 900)
    letters = [[Picture(MessageRef("Sent", 1, uid, date(2026, 11, 1)), replace(image, size=uid))] for uid in (900, 901)]
    assert [reading for each in letters for reading in pictures.noted(each)] == []
    assert mailbox.calls == []


def test_of_a_logo_nothing_is_held_however_many_letters_have_it():
    """A folder may have thousands; only what may have to be judged is kept."""
    pictures = Pictures(Examiner(FakeMailbox({"Sent": []}), KEYS, lambda _: opens("png"), Answers(Said(), KEYS)))
    image = Part("2", PartKind.INLINE_IMAGE, "image/png", "base64", 900)
    for uid in range(1, 3_000):
        pictures.recall([Picture(MessageRef("Sent", 1, uid, date(2026, 11, 1)), image, "fingerprint")])
    own = {name: kept for name, kept in vars(pictures).items() if isinstance(kept, dict)}
    assert {name: sum(map(len, kept.values())) for name, kept in own.items() if kept} == {"_sizes": 0, "_alike": 0}


def test_a_logo_that_cannot_be_fetched_is_kept_and_said_to_be_unreadable():
    """Nothing is called a logo unseen."""

    class Refusing(FakeMailbox):
        def whole(self, uid, section, limit):
            """Refuse."""
            raise AccountProblem("refused", key="refused-command")

        def piece(self, uid, piece):
            """Refuse here too."""
            return None if piece.offset is None else super().piece(uid, piece)

    raws = [
        letter(attached(b"L" * 900, "i.png", media_type="image/png", disposition="inline"), identifier=i) for i in "ab"
    ]
    mailbox = Refusing({"Sent": raws}, flags={"Sent": ["\\Sent"]})
    account = Account("work", Role.PROFESSIONAL, "a@b.example", "h", 993, Security.TLS, "a")
    found = look_at_sent(
        mailbox, account, since=date(2026, 1, 1), said=Said(), keys=KEYS, judge=lambda file: opens(str(file.read()))
    )
    assert isinstance(found, SentMail)
    assert [document.protection.state for document in found.documents] == [ProtectionState.UNREADABLE] * 2


def test_a_picture_that_was_called_confidential_is_no_logo_however_often_it_is_sent():
    """The member's word goes before a guess."""
    raws = [
        letter(attached(b"n" * 900, "i.png", media_type="image/png", disposition="inline"), identifier=i) for i in "ab"
    ]
    account = Account("work", Role.PROFESSIONAL, "a@b.example", "h", 993, Security.TLS, "a")

    def found(raws, said):
        mailbox = FakeMailbox({"Sent": raws}, flags={"Sent": ["\\Sent"]})
        return look_at_sent(
            mailbox, account, since=date(2026, 1, 1), said=said, keys=KEYS, judge=lambda file: opens("png")
        ).documents

    (first,) = found(raws[:1], Said())
    yes = Said(sorted=(Sorted(Answer.CONFIDENTIAL, date(2026, 11, 2), document=first.key),))
    assert found(raws, Said()) == ()
    assert [(each.key, each.answer) for each in found(raws, yes)] == [(first.key, Answer.CONFIDENTIAL)]


def test_pictures_are_compared_while_letters_are_read():
    """In the same flow, so that they cost no turn of their own; one of its own size is not fetched for that."""
    flows = []

    class Noting(FakeMailbox):
        def flow(self, orders):
            """Note what is fetched together."""
            flows.append([])
            for each in super().flow(orders):
                flows[-1].append(each)
                yield each

    def sent(*contents):
        pictures = (attached(content, "i.png", media_type="image/png", disposition="inline") for content in contents)
        return letter(*pictures, identifier=str(contents))

    mailbox = Noting({"Sent": [sent(b"L" * 900), sent(b"L" * 900, b"own")]}, flags={"Sent": ["\\Sent"]})
    account = Account("work", Role.PROFESSIONAL, "a@b.example", "h", 993, Security.TLS, "a")
    found = look_at_sent(
        mailbox, account, since=date(2026, 1, 1), said=Said(), keys=KEYS, judge=lambda file: opens(str(file.read()))
    )
    assert [document.size for document in found.documents] == [3]
    (together, own) = flows
    assert sorted(each.wanted.uid for each in together if isinstance(each, Arrived)) == [1, 2]
    assert [each.wanted.uid for each in own] == [2]


def test_each_picture_is_compared_once_however_many_letters_there_are(monkeypatch):
    """In one command with the letter's document, also where letters are listed a few at a time, and wait.

    A server that reads a letter for each command, as Courier does from its beginning to its end, reads it once.
    """
    monkeypatch.setattr(sent_letters, "FIRST", 3)
    monkeypatch.setattr(sent_letters, "BATCH", 3)
    monkeypatch.setattr(sent_letters, "WAITING", 1)
    fetched = []

    class Noting(FakeMailbox):
        def flow(self, orders):
            """Note which letters' pieces are fetched."""
            for each in super().flow(orders):
                fetched.extend([each.wanted.uid] if isinstance(each, Arrived) else [])
                yield each

    def sent(number):
        logo = attached(b"L" * 900, "i.png", media_type="image/png", disposition="inline")
        return letter(logo, attached(b"d" * number, "a.bin"), identifier=str(number))

    mailbox = Noting({"Sent": list(map(sent, range(1, 20)))}, flags={"Sent": ["\\Sent"]})
    account = Account("work", Role.PROFESSIONAL, "a@b.example", "h", 993, Security.TLS, "a")
    look_at_sent(
        mailbox, account, since=date(2026, 1, 1), said=Said(), keys=KEYS, judge=lambda file: opens(str(file.read()))
    )
    assert sorted(fetched) == [1, *range(1, 20)]  # with the document; but that another has its size was learnt later


def test_what_is_learnt_of_a_logo_is_remembered_with_its_letter(monkeypatch):
    """Only of the first letter that had it is it learnt later, where that was read before another was listed."""
    for name in ("FIRST", "BATCH", "LISTINGS", "WAITING"):
        monkeypatch.setattr(sent_letters, name, 1)
    written = []
    keep = Letters.keep

    def noting(self, folder, uidvalidity, rows):
        """Note which letters are written down."""
        rows = list(rows)
        written.append([row.uid for row in rows])
        keep(self, folder, uidvalidity, rows)

    monkeypatch.setattr(Letters, "keep", noting)
    logo = attached(b"L" * 900, "i.png", media_type="image/png", disposition="inline")
    raws = [letter(logo, attached(b"d", "a.bin"), identifier=str(number)) for number in range(5)]
    mailbox = FakeMailbox({"Sent": raws}, flags={"Sent": ["\\Sent"]})
    account = Account("work", Role.PROFESSIONAL, "a@b.example", "h", 993, Security.TLS, "a")
    with State.in_memory() as state:
        look = partial(
            look_at_sent,
            mailbox,
            account,
            since=date(2026, 1, 1),
            said=Said(),
            keys=KEYS,
            judge=lambda file: opens("bin"),
            letters=state.letters("work", "1"),
        )
        assert len(look().documents) == 5
        assert [sorted(each) for each in written] == [[1, 2, 3, 4, 5], [1]]
        again = look()
    assert (len(again.documents), again.new_messages) == (5, 0)
    assert not any(written[2:])
