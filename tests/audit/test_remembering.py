"""What a run knows of earlier ones: letters that have vanished since, and the day a question was first asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailcheck.audit.remembering import gone, recalled, remember
from mailcheck.audit.verdicts import judge
from mailcheck.gather.keys import Keys
from mailcheck.gather.sent import look_at_sent
from mailcheck.model import (
    Answer,
    Findings,
    Missing,
    PartKind,
    Policy,
    Said,
    Settled,
    Sorted,
    Status,
    opens,
    protected,
)
from mailcheck.rules.open_documents import GONE
from mailcheck.rules.protected_attachments import protected_attachments
from mailcheck.state import KeptDocument, State
from tests.factories import NOW, account, document, evidence, message_ref, policy, seen, sent
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, letter

KEY = b"k" * 32
KEYS = Keys(KEY)
ACCOUNT = account()
OPEN = KeptDocument(document(), "f1")
POLICY = Policy("p", "1", "A policy", date(2026, 1, 1), (), {"protected-attachments": policy("protected-attachments")})


def mailbox(*names, folder="Sent", uidvalidity=1, **given):
    """A mailbox with one open document in a letter of each name."""
    raw = [letter(attached(b"x" * 30, f"{name}.pdf"), identifier=name) for name in names]
    return FakeMailbox({"INBOX": [], folder: raw}, flags={folder: ["\\Sent"]}, uidvalidity=uidvalidity, **given)


def run(state, box, *, said=Said(), now=NOW):  # noqa: B008 - frozen
    """One run: look, recall, judge, remember; return the findings."""
    looked = look_at_sent(box, ACCOUNT, since=date(2026, 10, 18), said=said, keys=KEYS, judge=lambda file: opens("pdf"))
    known = recalled(evidence(seen(sent=looked), said=said, now=now), state)
    findings = judge(known, POLICY, [protected_attachments], installation_key=KEY)
    return remember(known, findings, state)


def test_what_a_run_leaves_behind_is_written_in_one_step():
    """Each step waits for the disk; and a run that is cut off leaves all of it or nothing."""
    said = []
    found = evidence(seen(sent=sent(document())))
    findings = judge(found, POLICY, [protected_attachments], installation_key=KEY)
    with State.in_memory() as state:
        state.connection.set_trace_callback(said.append)
        remember(found, findings, state)
        assert [each for each in said if each.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]
        assert state.documents("practice")


def told(findings):
    """Return state and whether the letter is said to be gone, for each finding."""
    return [(each.status, GONE in each.outcome.detail) for each in findings]


@pytest.fixture
def state():
    """A state that an earlier run with two letters left behind."""
    with State.in_memory() as opened:
        run(opened, mailbox("one", "two"))
        yield opened


def test_a_deleted_letter_stays_open_and_counted(state):
    """Under the same name as before, on every later run too."""
    before = {each.id for each in run(state, mailbox("one", "two"))}
    for _ in range(2):
        findings = run(state, mailbox("one"))
        assert told(findings) == [(Status.ATTENTION, False), (Status.ATTENTION, True)]
        assert {each.id for each in findings} == before


def test_a_letter_that_was_called_confidential_stays_not_met_when_it_is_deleted(state):
    """Even if it is deleted between the answer and the next run."""
    kept = next(each for each in state.documents("practice") if each.document.message.uid == 2)
    said = Said(sorted=(Sorted(Answer.CONFIDENTIAL, NOW.date(), document=kept.document.key),))
    assert told(run(state, mailbox("one"), said=said)) == [(Status.ATTENTION, False), (Status.NOT_MET, True)]


def test_deleting_every_letter_is_no_way_out(state):
    """An empty folder could not be checked, and what was seen stays open."""
    assert told(run(state, mailbox())) == [
        (Status.COULD_NOT_CHECK, False),
        (Status.ATTENTION, True),
        (Status.ATTENTION, True),
    ]


def test_a_renamed_folder_changes_nothing(state):
    """Its letters are known again by their keys."""
    assert told(run(state, mailbox("one", "two", folder="Letters of Ben"))) == [(Status.ATTENTION, False)] * 2


def test_a_folder_numbered_anew_changes_nothing(state):
    """Another UIDVALIDITY and other UIDs: the letters are the same."""
    again = mailbox("two", "one", uidvalidity=99, first_uid=500)
    assert told(run(state, again)) == [(Status.ATTENTION, False)] * 2


def test_a_settled_letter_stays_counted_when_it_is_deleted(state):
    """It was closed, and it is told so; nothing claims that every document was protected."""
    findings = run(state, mailbox("one", "two"))
    said = Said(settled=(Settled(findings[1].id, "sent-again", NOW.date()),))
    assert [each.status for each in run(state, mailbox("one", "two"), said=said)][1] is Status.DECLARED
    _, closed = run(state, mailbox("one"), said=said)
    assert (closed.status, closed.id, closed.settled.how) == (Status.DECLARED, findings[1].id, "sent-again")
    assert "you sent it again with a password" in closed.outcome.title
    assert "?" not in closed.outcome.title
    assert "does not undo it" not in closed.outcome.detail
    assert len(state.documents("practice")) == 2


@pytest.mark.parametrize("answer", [Answer.NOT_CONFIDENTIAL, Answer.ASKED_WITHOUT])
def test_a_letter_that_was_called_harmless_is_not_carried_on(state, answer):
    """Whether it was answered before or after it was deleted."""
    kept = state.documents("practice")
    said = Said(sorted=tuple(Sorted(answer, NOW.date(), document=each.document.key) for each in kept))
    assert [each.status for each in run(state, mailbox("one"), said=said)] == [Status.MET]
    assert [each.document.answer for each in state.documents("practice")] == [answer]


def test_the_days_to_answer_go_on_counting_when_the_letter_is_gone(state):
    """Fifteen days after it was first seen, a question without an answer is not met."""
    later = run(state, mailbox("three"), now=NOW + timedelta(days=15))
    assert told(later) == [(Status.ATTENTION, False), (Status.NOT_MET, True), (Status.NOT_MET, True)]


def test_a_folder_that_could_not_be_read_misses_nothing(state):
    """No letter is called deleted because a server stumbled, and none is forgotten for it."""
    lost = Missing("the connection was lost", "connection-lost")
    known = recalled(evidence(seen(sent=lost)), state)
    assert known.accounts[0].sent == lost
    remember(known, Findings(), state)
    assert len(state.documents("practice")) == 2
    assert len(told(run(state, mailbox("one")))) == 2


def test_a_first_run_knows_of_nothing():
    """And dates its questions from today."""
    with State.in_memory() as empty:
        known = recalled(evidence(seen(sent=sent(document()))), empty)
    assert (known.accounts[0].sent.gone, known.accounts[0].sent.documents[0].asked) == ((), NOW.date())


@pytest.mark.parametrize(
    ("looked", "carried"),
    [
        (sent(), 1),
        (sent(document()), 0),
        (sent(unexamined=((message_ref(1), "damaged"),)), 0),
        (sent(unexamined=((replace(message_ref(), key=""), "the mail server did not answer for it"),)), 0),
    ],
    ids=["gone", "there", "there but damaged", "somewhere nobody could look"],
)
def test_only_what_was_looked_for_and_not_found_is_gone(looked, carried):
    """Nothing is said to be missing from what could not be read."""
    assert len(gone(looked, [OPEN], Said(), since=date(2026, 10, 18))) == carried


def test_what_is_older_than_the_day_that_counts_is_not_carried_on():
    """The member may count from a later day."""
    assert gone(sent(), [OPEN], Said(), since=date(2026, 11, 4)) == ()


def test_a_verdict_that_was_put_right_is_forgotten():
    """A file that a newer mailcheck calls protected is not carried on as open when it is deleted."""
    with State.in_memory() as state:
        remember(evidence(seen(sent=sent(document()))), Findings(), state)
        remember(evidence(seen(sent=sent(document(protected("pdf", "AES"))))), Findings(), state)
        assert state.documents("practice") == ()


def test_a_picture_in_the_text_is_kept_without_a_finding():
    """So that it can be sorted."""
    picture = document(kind=PartKind.INLINE_IMAGE)
    with State.in_memory() as state:
        remember(evidence(seen(sent=sent(picture))), Findings(), state)
        assert state.documents("practice") == (KeptDocument(picture),)


def test_a_picture_that_was_not_called_confidential_is_not_carried_on():
    """It may be a logo by now; one that was called confidential is carried on like any document."""
    picture = KeptDocument(document(kind=PartKind.INLINE_IMAGE))
    yes = Said(sorted=(Sorted(Answer.CONFIDENTIAL, NOW.date(), document=picture.document.key),))
    closed = replace(yes, settled=(Settled("f1", "sent-again", NOW.date()),))
    known = [replace(picture, finding="f1")]
    carried = [gone(sent(), known, said, since=date(2026, 10, 18)) for said in (Said(), yes, closed)]
    assert [[each.answer for each in found] for found in carried] == [[], [Answer.CONFIDENTIAL], [Answer.CONFIDENTIAL]]
