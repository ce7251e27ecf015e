"""What has left an account."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO

import pytest

from mailcheck.errors import Cancelled
from mailcheck.gather.keys import Keys
from mailcheck.gather.sent import NO_ANSWER, NO_FOLDER, NOT_OPENED, STUMBLED, look_at_sent
from mailcheck.model import (
    Account,
    Answer,
    Folder,
    MessageProtection,
    Missing,
    PartKind,
    Protection,
    ProtectionState,
    Role,
    Said,
    Security,
    SentMail,
    Sorted,
    opens,
    protected,
    unreadable,
)
from mailcheck.protection.turning import Later
from tests.fake_mailbox import FakeMailbox, Misbehaviour
from tests.letters import Attached, attached, forwarded, letter, multipart

ACCOUNT = Account("work", Role.PROFESSIONAL, "anna@practice.example", "h", 993, Security.TLS, "anna")
KEYS = Keys(b"k" * 32)
SINCE = date(2026, 10, 1)
FLAGS = {"Sent": ["\\Sent"]}
LOCKED, OPEN = b"LOCKED" * 9000, b"OPEN" * 9000


def judge(file: BinaryIO) -> Protection:
    """Judge by the first letters, reading as a format would."""
    file.seek(-4, 2)
    file.read()
    file.seek(0)
    head = file.read(6)
    if head.startswith(b"LOCKED"):
        return protected("zip", "AES")
    return opens("pdf") if head.startswith(b"OPEN") else unreadable("unknown", "it is not known")


def look(mailbox: FakeMailbox, *entries: Sorted, account=ACCOUNT, judge=judge, **more) -> SentMail:
    """Look at what was sent, expecting an answer."""
    found = look_at_sent(mailbox, account, since=SINCE, said=Said(sorted=entries), keys=KEYS, judge=judge, **more)
    assert isinstance(found, SentMail), found
    return found


def sent(*letters: bytes, **more) -> FakeMailbox:
    """Return a mailbox with these letters in its sent folder."""
    return FakeMailbox({"INBOX": [], "Sent": letters}, flags=FLAGS, **more)


def states(found: SentMail) -> Sequence[str]:
    """Return the state of each document."""
    return [document.protection.state.value for document in found.documents]


def test_every_document_is_judged():
    """Where it is, how large it is, and whether it opens; nothing else is told."""
    found = look(sent(letter(attached(LOCKED), attached(OPEN)), letter(identifier="two")))
    assert found.folders == (Folder("Sent", 2, 2),)
    assert (found.messages, found.new_messages, found.unexamined) == (2, 2, ())
    assert states(found) == ["protected", "open"]
    document = found.documents[0]
    assert (document.message.folder, document.message.uid, document.message.stored) == ("Sent", 1, date(2026, 11, 1))
    assert (document.kind, document.size, document.answer) == (PartKind.DOCUMENT, len(LOCKED), None)


def test_a_document_is_judged_when_what_it_needs_was_computed_beside():
    """Meanwhile others are read, however many wait; and none is forgotten."""
    waited = set()

    def slow(file: BinaryIO) -> Protection:
        verdict = judge(file)
        file.seek(6)
        which = file.read(6)
        if verdict.state is ProtectionState.PROTECTED and which not in waited:
            raise Later(lambda: waited.add(which), lambda: which in waited)
        return verdict

    letters = [
        letter(attached(b"LOCKED%06d" % number + LOCKED), attached(OPEN), identifier=str(number))
        for number in range(150)
    ]
    assert states(look(sent(*letters), judge=slow)) == ["protected", "open"] * 150


def test_no_name_subject_or_address_reaches_evidence():
    """What is kept can be printed anywhere."""
    raw = letter(attached(OPEN, "Ben-Client.pdf"), to="Ben Client <ben@else.example>", text="secret words")
    printed = repr(look(sent(raw)))
    assert not any(word in printed for word in ("Ben", "ben@", "hello", "secret", "practice"))


def test_only_what_was_sent_since_the_day_counts():
    """Older letters are neither fetched nor judged."""
    old = letter(attached(OPEN), identifier="old", date="Tue, 01 Sep 2026 10:00:00 +0000")
    found = look(sent(old, letter(attached(LOCKED))))
    assert (found.folders, states(found)) == ((Folder("Sent", 1, 2),), ["protected"])


def test_keys_are_stable_from_run_to_run():
    """Keys know a message and a document again, also when the folder was rebuilt, and differ between documents."""
    raw = letter(attached(OPEN), attached(OPEN))
    first, again = look(sent(raw)), look(sent(b"Subject: x\r\n\r\nx", raw, uidvalidity=7))
    assert [document.key for document in first.documents] == [document.key for document in again.documents]
    assert len({document.key for document in first.documents}) == 2
    other = look_at_sent(sent(raw), ACCOUNT, since=SINCE, said=Said(), keys=Keys(b"j" * 32), judge=judge)
    assert isinstance(other, SentMail)
    assert {document.key for document in other.documents}.isdisjoint(document.key for document in first.documents)


def test_a_message_without_an_identifier_is_known_by_its_place():
    """Two such letters are two."""
    found = look(sent(letter(attached(OPEN), identifier=""), letter(attached(OPEN), identifier="")))
    assert len({document.key for document in found.documents}) == 2


def test_a_letter_that_was_filed_twice_is_counted_once():
    """Two programs, or two sent folders, may each keep a copy."""
    raw = letter(attached(OPEN))
    mailbox = FakeMailbox(
        {"Sent": [raw, raw], "Sent Items": [raw]}, flags={"Sent": ["\\sent"], "Sent Items": ["\\Sent"]}
    )
    found = look(mailbox)
    assert (found.messages, states(found)) == (1, ["open"])
    assert found.folders == (Folder("Sent", 2, 2), Folder("Sent Items", 1, 1))


def test_documents_inside_attached_messages_are_judged():
    """Forwarding a letter forwards its documents, however they are wrapped."""
    inner = letter(attached(LOCKED), attached(OPEN), identifier="inner")
    for wrapped in (forwarded(inner), forwarded(inner, encoding="base64")):
        assert states(look(sent(letter(wrapped)))) == ["protected", "open"]
    twice = forwarded(letter(forwarded(inner, encoding="base64"), identifier="mid"), encoding="base64")
    assert states(look(sent(letter(twice)))) == ["protected", "open"]


def test_servers_that_answer_nothing_inside_attached_messages_are_worked_around():
    """The attached message is fetched and taken apart here, and the verdicts and keys are the same."""
    raw = letter(forwarded(letter(attached(LOCKED), attached(b"OPEN"), identifier="inner")))
    around = look(sent(raw, misbehaves=[Misbehaviour.EMPTY_NESTED]))
    assert fetched_whole(around) == [True, False]
    assert less_the_way(around) == less_the_way(look(sent(raw)))


@pytest.mark.parametrize(
    "misbehaviour", [Misbehaviour.IGNORES_RANGE, Misbehaviour.SHIFTS_RANGE, Misbehaviour.CUTS_RANGE]
)
def test_wrong_partial_answers_change_no_verdict(misbehaviour):
    """What a server does wrong costs octets, not truth."""
    raw = letter(attached(LOCKED), attached(OPEN))
    assert less_the_way(look(sent(raw, misbehaves=[misbehaviour]))) == look(sent(raw))


def test_a_document_called_a_message_is_judged_as_a_document():
    """A file under a false type does not slip through as an empty letter."""
    assert states(look(sent(letter(attached(OPEN, media_type="message/rfc822"))))) == ["open"]


def test_messages_protected_as_a_whole_are_told():
    """Encrypted ones hold no document, signed ones are looked into."""
    control = Attached("Content-Type: application/pgp-encrypted", b"Version: 1")
    body = Attached("Content-Type: application/octet-stream", b"x")
    signature = Attached("Content-Type: application/pgp-signature", b"x")
    head = b"Message-ID: <%s@x>\r\nDate: Sun, 01 Nov 2026 10:00:00 +0000\r\n"
    encrypted = head % b"e" + multipart(control, body, subtype="encrypted").octets()
    signed = head % b"s" + multipart(attached(OPEN), signature, subtype="signed").octets()
    found = look(sent(encrypted, signed))
    assert [kind for _, kind in found.protected_messages] == [MessageProtection.ENCRYPTED, MessageProtection.SIGNED]
    assert states(found) == ["open"]


def test_a_lazy_reader_that_gives_up_is_asked_again_on_the_whole():
    """Unreadable is said only of what was seen whole."""
    seen = []

    def needs_all(file: BinaryIO) -> Protection:
        seen.append(type(file).__name__)
        return opens("pdf") if len(seen) > 1 else unreadable("pdf", "it is damaged")

    assert states(look(sent(letter(attached(OPEN))), judge=needs_all)) == ["open"]
    assert seen == ["RemoteFile", "BytesIO"]


def less_the_way(found: SentMail) -> SentMail:
    """Return what was found, without how the documents were fetched."""
    documents = tuple(replace(document, was_fetched_whole=False) for document in found.documents)
    return replace(found, documents=documents)


def fetched_whole(found: SentMail) -> list[bool]:
    """Say of each document whether all of it was fetched though parts should have done."""
    return [document.was_fetched_whole for document in found.documents]


def test_what_parts_did_not_do_for_is_told():
    """A small document, fetched whole at once, is not meant; one whose reader gave up is."""
    assert fetched_whole(look(sent(letter(attached(LOCKED), attached(OPEN), attached(b"OPEN"))))) == [False] * 3
    assert fetched_whole(look(sent(letter(attached(b"?" * 50_000))))) == [True]
    # Said to be confidential, a copy is looked for: that fetches it, and is not needed to judge it.
    said = Sorted(Answer.CONFIDENTIAL, SINCE, fingerprint=KEYS.fingerprint(OPEN), size=len(OPEN))
    [copy] = look(sent(letter(attached(OPEN), identifier="copy")), said).documents
    assert (copy.answer, copy.was_fetched_whole) == (Answer.CONFIDENTIAL, False)


@pytest.mark.parametrize(
    "wrong",
    [Misbehaviour.IGNORES_RANGE, Misbehaviour.SHIFTS_RANGE, Misbehaviour.CUTS_RANGE],
    ids=lambda each: each.name,
)
def test_a_server_that_cannot_read_parts_shows_in_the_count(wrong):
    """Everything that is not small comes whole then."""
    found = look(sent(letter(attached(LOCKED), attached(b"OPEN")), misbehaves=(wrong,)))
    assert (states(found), fetched_whole(found)) == (["protected", "open"], [True, False])


def test_a_message_that_vanishes_meanwhile_is_not_missed():
    """Deleted between listing and fetching: gone. Still listed and not answered for: told."""
    found = look(sent(letter(attached(LOCKED)), letter(identifier="two"), vanished=[("Sent", 2)]))
    assert (found.messages, [why for _, why in found.unexamined]) == (2, [NO_ANSWER])


def test_a_message_whose_structure_is_broken_is_told():
    """Its documents, as far as they can be seen, are judged all the same."""
    raw = letter(attached(OPEN), Attached('Content-Type: multipart/mixed; boundary="b"', b"no such line"))
    found = look(sent(raw))
    assert (states(found), len(found.unexamined), found.unexamined[0][0].uid) == (["open"], 1, 1)


class Courier(FakeMailbox):
    """Shows everything that has no MIME-Version field as plain words."""

    def envelopes(self, uids, *asked):
        """Return envelopes with the structure flattened."""
        plain = (b"text", b"plain", None, None, None, b"8bit", 5, 1, None, None, None)
        found = super().envelopes(uids, *asked)
        return tuple(replace(envelope, bodystructure=plain) for envelope in found)


def test_a_document_that_the_server_shows_as_words_is_found():
    """The message's own Content-Type gives it away, and the message is taken apart here."""
    raw = letter(attached(OPEN), forwarded(letter(attached(LOCKED), identifier="inner"), encoding="base64"))
    found = look(Courier({"Sent": [raw]}, flags=FLAGS))
    assert (states(found), found.unexamined) == (["open", "protected"], ())
    assert states(look(Courier({"Sent": [letter()]}, flags=FLAGS))) == []


def test_a_message_that_makes_us_stumble_does_not_take_the_others_down():
    """Our own failure with one letter is told, and quotes nothing of it."""

    def stumbles(file: BinaryIO) -> Protection:
        if file.read(4) == b"OPEN":
            raise RuntimeError("Ben-Client.pdf")
        return protected("zip", "AES")

    found = look(sent(letter(attached(OPEN)), letter(attached(LOCKED), identifier="two")), judge=stumbles)
    assert (states(found), found.unexamined[0][1], len(found.unexamined)) == (["protected"], STUMBLED, 1)


def test_a_lost_connection_is_could_not_check():
    """Half a result would pass for a whole one."""
    for calls in range(9):
        found = look_at_sent(
            sent(letter(attached(OPEN)), fails_after=calls), ACCOUNT, since=SINCE, said=Said(), keys=KEYS, judge=judge
        )
        if isinstance(found, SentMail):
            assert states(found) == ["open"]
            break
        assert found == Missing("the connection was lost", "connection-lost")
    assert calls >= 5


def test_no_sent_folder_is_could_not_check():
    """Nothing seen is not nothing sent."""
    found = look_at_sent(FakeMailbox({"INBOX": []}), ACCOUNT, since=SINCE, said=Said(), keys=KEYS, judge=judge)
    assert found == Missing(NO_FOLDER, "no-sent-folder", "never")


def test_a_folder_that_cannot_be_opened_is_told_beside_the_others():
    """One folder failing leaves what the other holds; all failing is could-not-check."""
    both = replace(ACCOUNT, sent_folders=("Nowhere", "Sent"))
    found = look(sent(letter(attached(OPEN))), account=both)
    assert (states(found), [why for _, why in found.unexamined]) == (["open"], [NOT_OPENED])
    none = look_at_sent(
        sent(), replace(ACCOUNT, sent_folders=("Nowhere",)), since=SINCE, said=Said(), keys=KEYS, judge=judge
    )
    assert isinstance(none, Missing)


def test_answers_are_applied_by_document_and_by_copy():
    """One answer for one document; one for every copy of a file, which is fetched only if its size fits."""
    mailbox = sent(
        letter(attached(OPEN)),
        letter(attached(OPEN), identifier="two"),
        letter(attached(OPEN + b"!"), identifier="three"),
    )
    first = look(mailbox).documents[0].key
    found = look(
        mailbox,
        Sorted(Answer.NOT_CONFIDENTIAL, SINCE, fingerprint=KEYS.fingerprint(OPEN), size=len(OPEN)),
        Sorted(Answer.CONFIDENTIAL, SINCE, document=first),
    )
    assert [document.answer for document in found.documents] == [Answer.CONFIDENTIAL, Answer.NOT_CONFIDENTIAL, None]


LOGO = {"media_type": "image/png", "disposition": "inline", "name": "logo.png"}


def test_a_recurring_logo_is_no_document():
    """The same picture in several letters is a signature's; another of the same size is kept."""
    logo, same_size = attached(b"L" * 3000, **LOGO), attached(b"P" * 3000, **LOGO)
    found = look(
        sent(letter(logo), letter(logo, attached(OPEN), identifier="two"), letter(same_size, identifier="three"))
    )
    kinds = [(document.message.uid, document.kind) for document in found.documents]
    assert kinds == [(2, PartKind.DOCUMENT), (3, PartKind.INLINE_IMAGE)]


def test_a_photograph_sent_twice_is_no_logo():
    """A photographed page of notes may well go to two people."""
    photograph = attached(b"P" * 200_000, **LOGO)
    found = look(sent(letter(photograph), letter(photograph, identifier="two")))
    assert [document.kind for document in found.documents] == [PartKind.INLINE_IMAGE] * 2


def test_a_picture_twice_in_one_letter_is_no_logo():
    """Recurring means in several messages."""
    picture = attached(b"P" * 3000, **LOGO)
    assert len(look(sent(letter(picture, picture))).documents) == 2


def test_progress_is_told_and_may_stop_the_run():
    """The caller sees how far it is, and its wish to stop passes through."""
    told = []
    look(sent(letter(), letter(identifier="two")), progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]

    def stop(done: int, total: int) -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        look(sent(letter()), progress=stop)


def test_documents_lie_few_octets_away():
    """A large document costs its ends, not its length."""
    mailbox = sent(letter(attached(LOCKED * 10)))
    look(mailbox)
    assert mailbox.traffic.received < 12_000


def test_a_days_border_is_the_servers_own():
    """The day of a message is the day of its INTERNALDATE as the server writes it."""
    late = datetime(2026, 11, 1, 23, 30, tzinfo=UTC) + timedelta(0)
    found = look(FakeMailbox({"Sent": [letter(attached(OPEN))]}, flags=FLAGS, stored={"Sent": [late]}))
    assert found.documents[0].message.stored == date(2026, 11, 1)
    assert found.documents[0].protection.state is ProtectionState.OPEN


def test_looking_back_sees_what_was_sent_before_that_day_and_nothing_else():
    """Together the two looks see every letter once."""
    days = [SINCE - timedelta(days=400), SINCE - timedelta(days=1), SINCE, SINCE + timedelta(days=1)]
    stored = [datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in days]
    raws = [letter(attached(OPEN, "a.pdf"), identifier=str(number)) for number in range(4)]

    def uids(**more):
        mailbox = FakeMailbox({"Sent": raws}, flags=FLAGS, stored={"Sent": stored})
        return [document.message.uid for document in look(mailbox, **more).documents]

    assert (uids(earlier=True), uids()) == ([1, 2], [3, 4])
