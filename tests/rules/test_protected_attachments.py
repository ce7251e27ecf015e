"""What left the account: protected, open, sorted or unreadable."""

from dataclasses import replace
from datetime import date

import pytest

from mailcheck.model import (
    Answer,
    MessageProtection,
    Missing,
    PartKind,
    Protection,
    ProtectionState,
    Said,
    Sorted,
    Status,
    protected,
    unreadable,
)
from mailcheck.rules.protected_attachments import protected_attachments
from tests.factories import GONE, document, evidence, message_ref, policy, seen, sent

LOCKED = protected("pdf", "AES-256, a password is needed")


def judge(sent_mail, **options):
    """Return what the rule says about one professional account."""
    return list(protected_attachments(evidence(seen(sent=sent_mail)), policy(options=options)))


def test_documents_that_need_a_secret_are_met():
    """Two protected documents: one outcome, met, with what was looked at."""
    (answer,) = judge(sent(document(LOCKED), document(LOCKED, message_ref(2))))
    assert (answer.status, answer.looked_at) == (Status.MET, "12 sent letters, 2 documents")


def test_an_open_document_is_a_question_first():
    """Nobody is accused over what may be a leaflet."""
    (answer,) = judge(sent(document()))
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("A1",))
    assert answer.title == "A letter of 3 November 2026 carried a document that anybody can open. Is it confidential?"


def test_one_outcome_for_each_letter():
    """Two open documents in one letter are one question; another letter is another."""
    first, second = message_ref(1), message_ref(2)
    answers = judge(sent(document(message=first, key="a"), document(message=first, key="b"), document(message=second)))
    assert [len(answer.items) for answer in answers] == [2, 1]
    assert len({answer.key for answer in answers}) == 2


@pytest.mark.parametrize(
    ("answer", "status"),
    [(Answer.CONFIDENTIAL, Status.NOT_MET), (Answer.NOT_CONFIDENTIAL, Status.MET), (Answer.ASKED_WITHOUT, Status.MET)],
)
def test_the_members_answer_decides(answer, status):
    """Yes is not met; no, or asked for without, is met."""
    assert [each.status for each in judge(sent(document(answer=answer)))] == [status]


def test_a_question_left_open_too_long_is_not_met():
    """Fourteen days after it was first asked, silence is an answer; on the fourteenth it is not yet."""
    asked = document(asked=date(2026, 11, 8))
    assert [each.status for each in judge(sent(asked))] == [Status.ATTENTION]
    assert [each.status for each in judge(sent(replace(asked, asked=date(2026, 11, 7))))] == [Status.NOT_MET]
    assert [each.status for each in judge(sent(asked), days_to_sort=3)] == [Status.NOT_MET]


def test_half_protected_is_a_question_too():
    """A partly protected archive opens in part."""
    half = Protection(ProtectionState.PARTIAL, "zip")
    assert [each.status for each in judge(sent(document(half)))] == [Status.ATTENTION]


def test_unreadable_is_could_not_check_until_answered():
    """Unknown is neither protected nor open; "not confidential" closes it."""
    unknown = unreadable("unknown", "it is not a format mailcheck knows")
    assert [each.status for each in judge(sent(document(unknown)))] == [Status.COULD_NOT_CHECK]
    assert [each.status for each in judge(sent(document(unknown, answer=Answer.NOT_CONFIDENTIAL)))] == [Status.MET]


def test_a_picture_in_the_text_is_counted_and_not_judged():
    """A photograph of notes becomes a matter once the member says that it is confidential."""
    picture = document(kind=PartKind.INLINE_IMAGE)
    (answer,) = judge(sent(picture))
    assert (answer.status, answer.detail) == (Status.MET, "1 picture inside letters was not judged.")
    assert [each.status for each in judge(sent(replace(picture, answer=Answer.CONFIDENTIAL)))] == [Status.NOT_MET]


def test_letters_that_could_not_be_examined_are_never_skipped_silently():
    """A12: counted, with the reason, beside everything else."""
    answers = judge(sent(document(LOCKED), unexamined=((message_ref(9), "its structure is damaged"),)))
    assert [(each.status, each.detail) for each in answers] == [(Status.COULD_NOT_CHECK, "its structure is damaged")]


def test_letters_encrypted_as_a_whole_are_told():
    """A2 is good news."""
    (answer,) = judge(sent(protected_messages=((message_ref(), MessageProtection.ENCRYPTED),)))
    assert (answer.status, answer.detail) == (Status.MET, "1 letter was encrypted as a whole.")


@pytest.mark.parametrize(
    ("sent_mail", "title"),
    [
        (GONE, GONE.reason),
        (None, "The Sent folder was not looked at."),
        (sent(messages=0), "Nothing was sent since 18 October 2026, so there was nothing to look at."),
        (Missing("No Sent folder was found."), "No Sent folder was found."),
    ],
)
def test_no_letter_seen_is_never_a_pass(sent_mail, title):
    """Silence is not a pass."""
    assert [(each.status, each.title) for each in judge(sent_mail)] == [(Status.COULD_NOT_CHECK, title)]


def test_a_letter_that_was_deleted_is_still_a_question():
    """It is told apart from those that are there, and asks for what can still be done."""
    there, gone = judge(sent(document(), gone=(document(message=message_ref(2)),)))
    assert [there.status, gone.status] == [Status.ATTENTION] * 2
    assert gone.detail == (
        "PDF: opens without a password. The letter is no longer in the Sent folder; that does not undo it."
    )
    assert "mailcheck settle" in gone.remedy
    assert there.remedy != gone.remedy


def test_a_deleted_letter_keeps_its_finding():
    """The same key and items: the finding's name does not change."""
    ((there,), (gone,)) = judge(sent(document())), judge(sent(gone=(document(),)))
    assert (there.key, there.items, there.is_incident) == (gone.key, gone.items, True)


def test_an_empty_folder_with_deleted_letters_is_neither_a_pass_nor_silence():
    """Both are told."""
    answers = judge(sent(messages=0, gone=(document(answer=Answer.CONFIDENTIAL),)))
    assert [each.status for each in answers] == [Status.COULD_NOT_CHECK, Status.NOT_MET]


def test_a_deleted_letter_with_an_unreadable_file_still_could_not_be_checked():
    """Until it is closed."""
    (answer,) = judge(sent(gone=(document(unreadable("unknown", "it is damaged")),)))
    assert (answer.status, "mailcheck settle" in answer.remedy) == (Status.COULD_NOT_CHECK, True)


def test_a_letter_that_was_called_harmless_and_deleted_is_not_said_to_have_been_protected():
    """It is no longer there to be counted; only the answer tells that something left open."""
    said = Said(sorted=(Sorted(Answer.NOT_CONFIDENTIAL, date(2026, 11, 3), document="gone"),))
    found = evidence(seen(sent=sent(document(LOCKED))), said=said)
    (answer,) = protected_attachments(found, policy())
    assert answer.title == "No document was sent open that names or describes a client, going by your answers."
