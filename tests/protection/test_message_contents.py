"""A message is judged by the documents in it."""

from mailcheck.model import opens, protected
from mailcheck.protection import Look
from mailcheck.protection.message_contents import judged_by_documents
from tests.protection.looks import OPEN, PARTIAL, PROTECTED, look


def deeper() -> Look:
    outer = look()
    return Look(outer.limits, outer.judge, outer.clock, 1, outer.spent)


def test_without_a_document_a_message_is_open_and_has_no_children():
    """Who asks about documents can tell it from an open one by that."""
    answer = judged_by_documents("eml", [], look(), words=True)
    assert (answer.state, answer.reason, answer.children) == (OPEN, "a message without a document", ())


def test_the_words_of_a_message_do_not_count_but_are_noted():
    """In a container, they are content like any other."""
    documents = [protected("7z", "encrypted with AES-256")]
    answer = judged_by_documents("eml", documents, look(), words=True)
    assert (answer.state, answer.note) == (PROTECTED, "the words of the message itself can be read")
    assert judged_by_documents("eml", documents, deeper(), words=True).state is PARTIAL
    assert judged_by_documents("eml", documents, deeper(), words=False).state is PROTECTED


def test_every_document_counts():
    """One in the clear makes it partial."""
    assert judged_by_documents("eml", [protected("7z", ""), opens("pdf")], look(), words=True).state is PARTIAL
