"""The order of the questions: the likeliest confidential document first."""

from hypothesis import given
from hypothesis import strategies as st

from mailcheck.app.likelihood import Question, by_likelihood
from mailcheck.model import PartKind, opens, unreadable
from tests.factories import document, message_ref

ONE = ("ben@else.example",)
MANY = tuple(f"reader{number}@else.example" for number in range(8))
ME = "Anna@home.example"


def question(name, recipients=ONE, uid=1, **given):
    """A question about a file of that name."""
    given.setdefault("key", f"{name} {uid}")
    return Question("practice", document(given.pop("protection", None), message_ref(uid), **given), name, recipients)


def names(*questions):
    """Return the names in the order in which they are asked."""
    return [each.name for each in by_likelihood(questions, [ME])]


def test_what_a_file_is_called_counts():
    """Words of clinical work before others, words of leaflets after them; joined words are told apart."""
    assert names(question("Leaflet.pdf"), question("2026.pdf"), question("BenSessionNotes.pdf")) == [
        "BenSessionNotes.pdf",
        "2026.pdf",
        "Leaflet.pdf",
    ]


def test_written_documents_come_before_pictures():
    """Of the same name, to the same reader."""
    photo = question("scan.jpg", protection=opens("image"))
    assert names(photo, question("scan.zip", protection=opens("zip")), question("scan.docx")) == [
        "scan.docx",
        "scan.zip",
        "scan.jpg",
    ]


def test_few_readers_outside_come_before_many_and_before_oneself():
    """A letter about a person goes to one; a circular to many; what one sends to oneself went nowhere."""
    told = names(question("b.pdf", MANY), question("c.pdf", (ME.upper(),)), question("a.pdf"))
    assert told[0] == "a.pdf"


def test_a_file_sent_to_many_comes_late():
    """The same name and size in several letters looks like a leaflet, whatever it is called."""
    copies = [question("letter.pdf", uid=uid) for uid in range(5)]
    assert names(*copies, question("x.pdf"))[0] == "x.pdf"


def test_pictures_inside_the_text_come_last():
    """Even one that is called notes."""
    inside = question("notes.jpg", kind=PartKind.INLINE_IMAGE)
    assert names(inside, question("leaflet.jpg", MANY, protection=opens("image")))[-1] == "notes.jpg"


def test_the_newest_of_equals_comes_first():
    """What was sent last week can still be put right."""
    old = Question("practice", document(message=message_ref(1)), "a.pdf", ONE)
    new = Question("practice", document(message=message_ref(2, stored=old.document.message.stored.replace(day=9))))
    new = Question("practice", new.document, "b.pdf", ONE)
    assert names(old, new) == ["b.pdf", "a.pdf"]


def test_nobody_is_named_by_accident():
    """A question that is printed into a log tells no name."""
    printed = repr(question("Ben.pdf", key="k"))
    assert not any(word in printed for word in ("Ben", "ben", "else"))


@given(
    st.lists(
        st.builds(
            question,
            st.none() | st.text(),
            st.lists(st.text(max_size=5), max_size=9).map(tuple),
            st.integers(1, 5),
            protection=st.sampled_from([opens("pdf"), unreadable("unknown", "?"), None]),
            kind=st.sampled_from(PartKind),
            key=st.text(max_size=5),
        ),
        unique_by=lambda each: each.document.key,
    )
)
def test_every_question_is_asked_once_and_the_order_is_always_the_same(questions):
    """Whatever a file is called, and in whatever order they come."""
    order = by_likelihood(questions)
    assert sorted(map(id, order)) == sorted(map(id, questions))
    assert by_likelihood(questions[::-1]) == order
