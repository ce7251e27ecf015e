"""By which method documents are protected."""

from mailcheck.model import Status, Strength, protected
from mailcheck.rules.strong_protection import strong_protection
from tests.factories import GONE, document, evidence, message_ref, policy, seen, sent

STRONG = protected("pdf", "encrypted with AES-256")
OLD_ZIP = protected("zip", "encrypted with ZipCrypto, an old and weak method", strength=Strength.WEAK)
OLD_DOC = protected("doc", "encrypted with RC4", strength=Strength.WEAK)


def judge(*documents):
    """Return what the rule says about one professional account."""
    (answer,) = strong_protection(evidence(seen(sent=sent(*documents))), policy())
    return answer


def test_methods_of_today_are_met():
    """AES and better."""
    answer = judge(document(STRONG), document())
    assert (answer.status, answer.looked_at) == (Status.MET, "1 protected documents")


def test_old_methods_are_named_with_what_to_use_instead():
    """The cipher, how often, and the one thing to do next time."""
    answer = judge(document(OLD_ZIP), document(OLD_ZIP, message_ref(2)), document(STRONG))
    assert answer.status is Status.ATTENTION
    assert answer.title == "2 documents are protected by an old method that can be broken."
    assert answer.detail == "ZIP archive: encrypted with ZipCrypto, an old and weak method (2)."
    assert "choose AES-256" in answer.remedy
    assert len(answer.items) == 2


def test_several_old_methods_have_one_remedy():
    """Not a list of programmes."""
    answer = judge(document(OLD_ZIP), document(OLD_DOC, message_ref(2)))
    assert answer.detail.count(";") == 1
    assert answer.remedy.startswith("From now on, protect with AES-256.")
    assert "docx" in judge(document(OLD_DOC)).remedy


def test_nothing_protected_is_not_applicable():
    """An open document is another rule's matter."""
    assert judge(document()).status is Status.NOT_APPLICABLE


def test_a_folder_that_could_not_be_read_is_could_not_check():
    """Silence is not a pass."""
    (answer,) = strong_protection(evidence(seen(sent=GONE)), policy())
    assert answer.status is Status.COULD_NOT_CHECK
