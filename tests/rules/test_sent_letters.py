"""What is said of whole letters: safe by their way, marked in vain, hard to open, encrypted or signed."""

import pytest

from mailcheck.model import Answer, MessageProtection, SecureRoute, Status, opens
from mailcheck.rules.protected_attachments import protected_attachments
from tests.factories import document, evidence, message_ref, policy, seen, sent


def judge(sent_mail, **options):
    """Return what the rule says about one professional account."""
    return list(protected_attachments(evidence(seen(sent=sent_mail)), policy(options=options)))


@pytest.mark.parametrize("route", [SecureRoute.GATEWAY, SecureRoute.SECURE_DOMAINS])
def test_a_document_that_went_a_secure_way_is_protected(route):
    """A4 and N6: the system encrypts the letter, or both ends are secure."""
    (answer,) = judge(sent(document(), routes=((message_ref(), route),)))
    assert (answer.status, answer.detail) == (Status.MET, "1 went through a secure mail system.")
    assert answer.evidence_ids == ("A1", "A4")
    assert answer.title == "Every document that was sent was protected."


def test_the_institute_may_want_a_password_all_the_same():
    """Its own decision, in the policy."""
    mail = sent(document(), routes=((message_ref(), SecureRoute.GATEWAY),))
    (answer,) = judge(mail, accepted_protection=["file-password"])
    assert (answer.status, answer.evidence_ids) == (Status.ATTENTION, ("A1",))


def test_a_word_that_does_nothing_is_told_and_protects_nothing():
    """A4 from an ordinary provider: the document is as open as ever."""
    opened, word = judge(sent(document(), routes=((message_ref(), SecureRoute.WORD_ONLY),)))
    assert (opened.status, opened.evidence_ids) == (Status.ATTENTION, ("A1",))
    assert (word.status, word.evidence_ids, word.is_incident) == (Status.ATTENTION, ("A4",), True)
    assert "only works from a secure system" in word.title


def test_outlooks_own_envelope():
    """A10: told beside what is inside, which is judged as any other."""
    opened, envelope = judge(sent(document(opens("tnef"))))
    assert (opened.evidence_ids, envelope.evidence_ids) == (("A1",), ("A10",))
    assert envelope.status is Status.ATTENTION
    (alone,) = judge(sent(document(opens("tnef"), answer=Answer.NOT_CONFIDENTIAL)))
    assert alone.evidence_ids == ("A10",)


def test_signed_letters_are_told():
    """A3: nobody takes a signature for a lock."""
    signed = ((message_ref(1), MessageProtection.SIGNED), (message_ref(2), MessageProtection.SIGNED))
    (answer,) = judge(sent(protected_messages=signed))
    assert answer.detail == "2 letters were signed: a change would be noticed, but anybody can read it."
    assert answer.evidence_ids == ("A1", "A3")
