"""No letter is read twice, and what is known is never wrong for it."""

import gc
import tracemalloc
from dataclasses import replace
from datetime import date

import pytest

from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys
from mailcheck.gather.sent import look_at_sent
from mailcheck.model import Account, Answer, Role, Said, Security, SentMail, Sorted, opens, unreadable
from mailcheck.state import State
from tests.fake_mailbox import FakeMailbox, Misbehaviour
from tests.letters import attached, letter

ACCOUNT = Account("work", Role.PROFESSIONAL, "anna@practice.example", "h", 993, Security.TLS, "anna")
KEYS = Keys(b"k" * 32)
OPEN = b"OPEN" * 9000
LOGO = {"media_type": "image/png", "disposition": "inline", "name": "logo.png"}


@pytest.fixture
def state():
    """A state that leaves no trace."""
    with State.in_memory() as opened:
        yield opened


def letters(count: int) -> list[bytes]:
    """Letters with a document each."""
    return [letter(attached(OPEN + b"%d" % number), identifier=f"l{number}") for number in range(count)]


def sent(*raw: bytes, **more) -> FakeMailbox:
    """Return a mailbox with these letters in its sent folder."""
    return FakeMailbox({"Sent": raw}, flags={"Sent": ["\\Sent"]}, **more)


def look(mailbox: FakeMailbox, state: State, *said: Sorted, judge=lambda file: opens("pdf", str(len(file.read())))):
    """Look at the sent folder, remembering."""
    found = look_at_sent(
        mailbox, ACCOUNT, since=date(2026, 1, 1), said=Said(sorted=said), keys=KEYS, judge=judge,
        letters=state.letters("work", "basis"),
    )  # fmt: skip
    assert isinstance(found, SentMail), found
    return found


def fetches(mailbox: FakeMailbox) -> int:
    """Return how often something of a letter was fetched."""
    return sum(call.startswith("FETCH") for call in mailbox.calls)


def test_the_second_look_fetches_nothing_and_finds_the_same(state):
    """But that nothing is new."""
    mailbox = sent(*letters(5))
    first = look(mailbox, state)
    mailbox.calls.clear()
    assert look(mailbox, state) == replace(first, new_messages=0)
    assert (first.new_messages, fetches(mailbox)) == (5, 0)


def held_after(count: int, *, is_known: bool) -> int:
    """Return how many octets of memory what was found takes, and what is left behind by looking."""
    with State.in_memory() as state:
        mailbox = sent(*(letter(attached(b"OPEN %d" % each), identifier=f"l{each}") for each in range(count)))
        if is_known:
            look(mailbox, state)
        tracemalloc.start()
        found = look(mailbox, state)
        assert found.messages == count
        del mailbox
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return held


@pytest.mark.parametrize("is_known", [False, True])
def test_of_a_letter_and_its_document_a_few_octets_are_held(is_known):
    """However many there are: whether they are read, or known from an earlier look."""
    few, many = held_after(100, is_known=is_known), held_after(300, is_known=is_known)
    assert (many - few) / 200 < 200


def test_what_was_fetched_whole_is_remembered(state):
    """The count is of the letters, not of the run: it is the same where none of them is read."""
    mailbox = sent(*letters(3), misbehaves=(Misbehaviour.IGNORES_RANGE,))
    first = look(mailbox, state)
    mailbox.calls.clear()
    again = look(mailbox, state)
    assert fetches(mailbox) == 0
    assert [[each.was_fetched_whole for each in found.documents] for found in (first, again)] == [[True] * 3] * 2


def test_new_letters_cost_what_they_cost_alone(state):
    """However many there were before."""
    mailbox = sent(*letters(5))
    look(mailbox, state)
    mailbox.deliver("Sent", letter(attached(OPEN), identifier="new"))
    before = mailbox.traffic.received
    found = look(mailbox, state)
    assert (found.messages, found.new_messages, len(found.documents)) == (6, 1, 6)
    alone = sent(letter(attached(OPEN), identifier="new"))
    with State.in_memory() as nothing:
        look(alone, nothing)
    assert mailbox.traffic.received - before == alone.traffic.received


def test_a_folder_that_was_numbered_anew_is_known_again(state):
    """By the letters' keys: their structure is read, no document is."""
    first = look(sent(*letters(3)), state)
    renumbered = sent(*letters(3), uidvalidity=9, first_uid=40)
    found = look(renumbered, state)
    assert not any("pieces" in call for call in renumbered.calls)
    assert [document.key for document in found.documents] == [document.key for document in first.documents]
    assert {document.message.uid for document in found.documents} == {40, 41, 42}
    renumbered.calls.clear()
    assert look(renumbered, state) == found
    assert fetches(renumbered) == 0


def test_a_letter_that_is_gone_is_forgotten(state):
    """And counted no more."""
    mailbox = sent(*letters(3))
    look(mailbox, state)
    del mailbox._messages["Sent"][2]
    assert look(mailbox, state).messages == 2
    assert state.connection.execute("SELECT count(*) FROM letter").fetchone() == (2,)


class Refusing(FakeMailbox):
    """A server that shows no piece of any letter tonight."""

    def piece(self, uid, piece):
        """Refuse."""

    def range(self, uid, section, offset, length):
        """Refuse."""
        raise AccountProblem("not tonight", key="refused-command")

    def whole(self, uid, section, limit):
        """Refuse."""
        raise AccountProblem("not tonight", key="refused-command")


def test_what_could_not_be_fetched_is_tried_again(state):
    """A failure of one night is not kept for ever."""
    failed = look(Refusing({"Sent": letters(1)}, flags={"Sent": ["\\Sent"]}), state)
    assert (failed.is_final, [each.protection.state for each in failed.documents]) == (False, ["unreadable"])
    assert [each.protection.state for each in look(sent(*letters(1)), state).documents] == ["open"]


def test_what_is_damaged_stays_so(state):
    """It was read to its end, and would be no better tomorrow."""
    mailbox = sent(*letters(1))
    found = look(mailbox, state, judge=lambda file: unreadable("pdf", "it is damaged"))
    mailbox.calls.clear()
    assert (found.is_final, look(mailbox, state).documents) == (True, found.documents)
    assert fetches(mailbox) == 0


def test_answers_are_applied_to_what_is_known(state):
    """By document, and by copy: then the content is compared once, and never again."""
    mailbox = sent(letter(attached(OPEN)))
    document = look(mailbox, state).documents[0]
    by_document = Sorted(Answer.CONFIDENTIAL, date(2026, 11, 2), document=document.key)
    assert look(mailbox, state, by_document).documents[0].answer is Answer.CONFIDENTIAL
    copy = Sorted(
        Answer.NOT_CONFIDENTIAL, date(2026, 11, 2), fingerprint=KEYS.fingerprint(OPEN), size=len(OPEN)
    )  # fmt: skip
    assert look(mailbox, state, copy).documents[0].answer is Answer.NOT_CONFIDENTIAL
    mailbox.calls.clear()
    assert look(mailbox, state, copy).documents[0].answer is Answer.NOT_CONFIDENTIAL
    assert fetches(mailbox) == 0


def test_a_logo_is_recognised_across_runs(state):
    """A picture alone in its letter was judged; when it comes again, both are the logo that they are."""
    logo = attached(b"L" * 3000, **LOGO)
    mailbox = sent(letter(logo))
    assert len(look(mailbox, state).documents) == 1
    mailbox.deliver("Sent", letter(logo, identifier="two"))
    assert look(mailbox, state).documents == ()
    mailbox.calls.clear()
    assert look(mailbox, state).documents == ()
    assert fetches(mailbox) == 0


def test_a_damaged_row_is_read_anew(state):
    """As if it had never been kept."""
    mailbox = sent(*letters(1))
    first = look(mailbox, state)
    state._connection.execute("UPDATE letter SET found = '{'")
    assert look(mailbox, state) == first


def test_nothing_that_is_kept_names_anything(state):
    """Neither file, nor folder, nor reader."""
    look(sent(letter(attached(OPEN, "Ben-Client.pdf"), to="Ben Client <ben@else.example>")), state)
    kept = repr(state._connection.execute("SELECT * FROM letter").fetchall())
    assert not any(word in kept for word in ("Ben", "ben@", "Sent", "hello"))


@pytest.mark.parametrize("calls", range(4, 12))
def test_a_run_that_was_cut_off_goes_on_where_it_stopped(state, calls, monkeypatch):
    """Whatever was kept stays, and the next run finds what an undisturbed one finds."""
    monkeypatch.setattr("mailcheck.gather.sent_look.BATCH", 2)
    raw = letters(6)
    undisturbed = look_at_sent(
        sent(*raw), ACCOUNT, since=date(2026, 1, 1), said=Said(), keys=KEYS,
        judge=lambda file: opens("pdf", str(len(file.read()))),
    )  # fmt: skip
    look_at_sent(
        sent(*raw, fails_after=calls), ACCOUNT, since=date(2026, 1, 1), said=Said(), keys=KEYS,
        judge=lambda file: opens("pdf", str(len(file.read()))), letters=state.letters("work", "basis"),
    )  # fmt: skip
    found = look(sent(*raw), state)
    assert replace(found, new_messages=6) == undisturbed
