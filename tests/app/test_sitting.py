"""One sitting, on a mailbox in memory: what is asked, in which order, and what is written down."""

from datetime import date

import click
import pytest

from mailcheck.app.asking import AGAIN, MENU, MOST, TODAY, ask_all, described
from mailcheck.app.likelihood import Question
from mailcheck.app.sitting import MOST_COMPARED, Book, Reader, latest_first, waiting
from mailcheck.errors import AccountProblem
from mailcheck.gather.keys import Keys
from mailcheck.gather.sent import look_at_sent
from mailcheck.model import (
    Answer,
    Missing,
    PartKind,
    Protection,
    ProtectionState,
    Said,
    Settled,
    Sorted,
    opens,
    unreadable,
)
from mailcheck.settings import AccountSettings, FromPrompt, Settings, load_policy, load_said
from mailcheck.state import KeptDocument, State
from tests.factories import account, document, home, message_ref
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, letter

TODAY_IS = date(2026, 11, 22)
KEYS = Keys(b"k" * 32)
ACCOUNT = account()
LEAFLET = b"how to find the practice" * 40


def mailbox(files, **given):
    """A mailbox with a letter for each file: its name and content."""
    raw = [letter(attached(content, name), identifier=str(number)) for number, (name, content) in enumerate(files)]
    return FakeMailbox({"INBOX": [], "Sent": raw}, flags={"Sent": ["\\Sent"]}, **given)


def kept(box):
    """What an earlier run would have kept of a mailbox."""
    seen = look_at_sent(
        box, ACCOUNT, since=date(2026, 1, 1), said=Said(), keys=KEYS, judge=lambda file: opens("pdf", "opens")
    )
    return {ACCOUNT: tuple(KeptDocument(each, f"finding-{each.message.uid}") for each in seen.documents)}


@pytest.fixture
def sit(tmp_path, monkeypatch, capsys):
    """Hold a sitting over some files with keys typed; return what is left, what was shown and what was said."""
    path = tmp_path / "said.toml"

    def hold(files, keys, *, again=False, **given):
        typed = iter(keys)
        shown = []

        def prompt(text, **options):
            shown.append(capsys.readouterr().out)
            key = next(typed, None)
            if key is None:
                raise click.Abort
            return key

        monkeypatch.setattr(click, "prompt", prompt)
        reader = Reader(lambda _: mailbox(files, **given), KEYS)
        questions, _, troubles = reader.questions(kept(mailbox(files)))
        assert troubles == ()
        said, nothing = load_said(path), Said()
        book = Book(
            path,
            KEYS,
            TODAY_IS,
            lambda each: reader.content(ACCOUNT, each),
            nothing if again else said,
            changes=said if again else nothing,
            command=lambda command: f"mailcheck {command} --config here",
        )
        left = ask_all(questions, book)
        reader.close()
        return left, [*shown, capsys.readouterr().out], load_said(path).sorted

    return hold


def test_each_answer_is_written_down_for_its_document(sit):
    """Yes, no, asked for without; a skipped one is not."""
    files = [("letter a.pdf", b"1"), ("letter b.pdf", b"2"), ("letter c.pdf", b"3"), ("letter d.pdf", b"4")]
    left, shown, said = sit(files, "ynas")
    assert left == 1
    assert [each.answer for each in said] == [Answer.CONFIDENTIAL, Answer.NOT_CONFIDENTIAL, Answer.ASKED_WITHOUT]
    assert len({each.document for each in said}) == 3
    assert shown[0].startswith("\n1 of 4\n")


def test_ten_questions_are_enough(sit):
    """The eleventh waits for another day."""
    files = [(f"letter {number}.pdf", str(number).encode()) for number in range(13)]
    left, shown, said = sit(files, "n" * 20)
    assert (left, len(said)) == (3, MOST)
    assert shown[0].startswith("\n1 of 10\n")
    assert len(shown) == MOST + 1


def test_one_answer_covers_every_copy(sit):
    """Asked once; another file of the same size is asked about all the same."""
    files = [("leaflet.pdf", LEAFLET), ("map.pdf", LEAFLET), ("leaflet.pdf", LEAFLET), ("c.pdf", LEAFLET[::-1])]
    left, shown, said = sit(files, "ncnn")
    assert (left, len(shown)) == (0, 3)
    assert {each.fingerprint for each in said} == {"", KEYS.fingerprint(LEAFLET)}
    assert {each.size for each in said if each.fingerprint} == {len(LEAFLET)}


def test_copies_are_not_asked_about_on_another_day_either(sit):
    """The answer is in said.toml."""
    files = [("leaflet.pdf", LEAFLET)] * 3
    sit(files, "c")
    left, shown, _ = sit(files, "")
    assert (left, shown) == (0, [""])


def test_a_file_that_cannot_be_fetched_is_answered_for_by_itself(sit):
    """Why is said, and the answer is kept for this letter."""
    left, shown, said = sit([("leaflet.pdf", LEAFLET)], "c", fails_after=4)
    assert left == 0
    assert "(the connection was lost). Your answer is kept for this letter alone." in " ".join(shown[-1].split())
    assert [(each.answer, each.fingerprint) for each in said] == [(Answer.NOT_CONFIDENTIAL, "")]


def test_stopping_loses_nothing(sit):
    """With q or Ctrl-C: what was answered is kept."""
    files = [("letter a.pdf", b"1"), ("letter b.pdf", b"2"), ("letter c.pdf", b"3")]
    left, _, said = sit(files, "nq")
    assert (left, len(said)) == (2, 1)
    left, _, said = sit(files, "n")
    assert (left, len(said)) == (1, 2)


def test_after_a_yes_it_is_said_what_to_do_today(sit):
    """At length once, with the name under which it is closed; then briefly."""
    _, shown, _ = sit([("letter a.pdf", b"1"), ("letter b.pdf", b"2")], "yy")
    assert TODAY in shown[1]
    assert "72 hours" in TODAY.replace("\n", " ")
    assert "`mailcheck settle finding-1 --as sent-again --config here`" in "".join(shown)
    assert (AGAIN in shown[2], TODAY in shown[2]) == (True, False)


def test_a_wrong_key_is_told_and_asked_for_again(sit):
    """Kindly; an upper-case letter does."""
    left, shown, said = sit([("letter a.pdf", b"1")], ["x", "yes", "N"])
    assert shown[1] == "  Please press y, n, c, a, s or q.\n"
    assert (left, len(said)) == (0, 1)


def test_the_total_does_not_grow_when_a_question_is_skipped(sit):
    """1 of 4 to 4 of 4."""
    files = [(f"letter {number}.pdf", str(number).encode()) for number in range(4)]
    _, shown, _ = sit(files, "snss")
    told = [line for each in shown for line in each.splitlines() if line.endswith(" of 4")]
    assert told == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]


def test_each_key_is_on_a_line_of_its_own_and_the_way_back_is_said(sit):
    """Eighty columns are enough; after each answer it is said how it is changed."""
    _, shown, _ = sit([("letter a.pdf", b"1"), ("letter b.pdf", b"2")], "ns")
    assert [line.split()[0] for line in MENU.splitlines()] == list("yncasq")
    assert shown[1].startswith("  Kept. To change it: `mailcheck sort --again --config here`.\n")
    assert max(len(line) for each in shown for line in each.splitlines()) <= 80


def test_a_wrong_answer_is_changed(sit):
    """What was said is shown, and the new answer takes its place."""
    files = [("letter a.pdf", b"1")]
    sit(files, "n")
    left, shown, said = sit(files, "y", again=True)
    assert "  You said no\n" in shown[0]
    assert (left, [each.answer for each in said]) == (0, [Answer.CONFIDENTIAL])


def test_a_wrong_answer_for_every_copy_is_taken_back(sit):
    """The other copies are asked about again; an answer that is skipped stays."""
    files = [("leaflet.pdf", LEAFLET), ("leaflet.pdf", LEAFLET)]
    sit(files, "c")
    _, _, before = sit(files, "ss", again=True)
    assert {each.fingerprint for each in before} == {"", KEYS.fingerprint(LEAFLET)}
    _, _, said = sit(files, "ys", again=True)
    assert [(each.answer, each.fingerprint) for each in said] == [(Answer.CONFIDENTIAL, "")]


def test_the_latest_answer_is_asked_about_first():
    """A slip is noticed at once; what only a copy's answer covers comes last."""
    asked = [question(opens("pdf"), key=key) for key in "abc"]
    said = Said(sorted=tuple(Sorted(Answer.CONFIDENTIAL, TODAY_IS, document=key) for key in "ab"))
    assert [each.document.key for each in latest_first(asked, said)] == ["b", "a", "c"]


def question(protection, **given):
    """A question about one document."""
    recipients = given.pop("recipients", ("ben@else.example",))
    name = given.pop("name", "Ben notes.pdf")
    return Question("practice", document(protection, **given), name, recipients)


def test_a_question_shows_what_the_member_needs_to_know():
    """Day, readers, name, size, and why it opens."""
    assert described(question(opens("pdf")), 2, 7) == (
        "2 of 7\n"
        "  Sent     3 November 2026, from practice\n"
        "  To       ben@else.example\n"
        "  File     Ben notes.pdf, 4 KB\n"
        "  Seen     opens without a password\n"
        "\n"
        "Anybody who gets this e-mail can open it. Does it name or describe a client,\n"
        "supervisee, trainee or service user?"
    )


def test_an_unreadable_file_is_asked_about_and_said_to_be_one():
    """It is not said to be open."""
    shown = described(question(unreadable("unknown", "it is damaged")), 1, 1)
    assert "mailcheck could not read this file" in shown
    assert "Anybody" not in shown
    assert "can open some of it" in described(question(Protection(ProtectionState.PARTIAL, "zip")), 1, 1)


def test_a_hostile_name_cannot_steer_the_terminal():
    """Colours, new lines and right-to-left marks are taken out; a very long name is cut; many readers are counted."""
    name = "a\x1b[31m\nYour answer: y\u202e" + "x" * 500
    shown = described(question(opens("pdf"), name=name, recipients=tuple("abcdef")), 1, 1)
    assert not {"\x1b", "\u202e"} & set(shown)
    assert "\nYour answer" not in shown
    assert max(map(len, shown.splitlines())) < 80
    assert "a, b, c and 3 more" in shown


SETTINGS_FOR = (AccountSettings(ACCOUNT, FromPrompt()), AccountSettings(home(), FromPrompt()))
PICTURE = {"kind": PartKind.INLINE_IMAGE}


@pytest.mark.parametrize(
    ("one", "said", "waits"),
    [
        (document(), Said(), True),
        (document(unreadable("unknown", "?")), Said(), True),
        (document(opens("image"), **PICTURE), Said(), True),
        (document(unreadable("unknown", "?"), **PICTURE), Said(), False),
        (document(answer=Answer.NOT_CONFIDENTIAL), Said(), False),
        (document(), Said(sorted=(Sorted(Answer.CONFIDENTIAL, TODAY_IS, "message-1/2"),)), False),
        (document(), Said(settled=(Settled("f1", "sent-again", TODAY_IS),)), False),
        (document(message=message_ref(stored=date(2026, 10, 1))), Said(), False),
    ],
    ids=["open", "unreadable", "picture", "unreadable picture", "copy", "answered", "settled", "before"],
)
def test_what_waits_for_an_answer(tmp_path, one, said, waits):
    """Everything that is a question and has no answer yet."""
    settings = Settings(tmp_path / "mailcheck.toml", SETTINGS_FOR, load_policy())
    with State.in_memory() as state:
        state.keep_documents("practice", [KeptDocument(one, "f1")])
        found = waiting(settings, state, said, date(2026, 10, 18))
        answered = waiting(settings, state, said, date(2026, 10, 18), again=True)
    assert {of.name: len(documents) for of, documents in found.items()} == {"practice": int(waits)}
    has_answer = bool(one.answer or said.sorted)
    assert {of.name: len(documents) for of, documents in answered.items()} == {"practice": int(has_answer)}


def test_an_account_that_cannot_be_reached_is_told_and_the_others_are_asked_about():
    """Its questions wait."""

    def opener(wanted):
        if wanted.name == "second":
            raise AccountProblem("The mail server did not answer.", key="timeout")
        return mailbox([("a.pdf", b"1")])

    both = kept(mailbox([("a.pdf", b"1")]))
    both[account("second")] = both[ACCOUNT]
    questions, gone, troubles = Reader(opener, KEYS).questions(both)
    assert ([each.account for each in questions], gone) == (["practice"], 0)
    assert troubles == ("second: The mail server did not answer.",)


def test_letters_that_are_gone_are_counted():
    """There is no name to be shown any more."""
    before = kept(mailbox([("a.pdf", b"1"), ("b.pdf", b"2")]))
    questions, gone, _ = Reader(lambda _: mailbox([("a.pdf", b"1")]), KEYS).questions(before)
    assert ([each.name for each in questions], gone) == (["a.pdf"], 1)


def test_a_server_that_hung_up_while_the_member_was_thinking_is_called_again():
    """Once; then the reason is told."""
    files = [("leaflet.pdf", LEAFLET)]
    boxes = [mailbox(files, fails_after=6), mailbox(files)]
    made = kept(mailbox(files))
    reader = Reader(lambda _: boxes.pop(0), KEYS)
    (asked,), _, _ = reader.questions(made)
    assert reader.content(ACCOUNT, asked) == LEAFLET
    assert boxes == []


def test_comparing_copies_is_bounded(tmp_path):
    """Four hundred leaflets of one size do not hold up a sitting; what is not compared is asked about."""
    fetched = []

    def fetch(question):
        fetched.append(question)
        return LEAFLET

    copies = Sorted(Answer.NOT_CONFIDENTIAL, TODAY_IS, fingerprint=KEYS.fingerprint(LEAFLET), size=4096)
    book = Book(tmp_path / "said.toml", KEYS, TODAY_IS, fetch, Said(sorted=(copies,)))
    asked = [book.is_copy(question(opens("pdf"), key=str(number))) for number in range(400)]
    assert (asked.count(True), len(fetched)) == (MOST_COMPARED, MOST_COMPARED)


def test_a_file_that_cannot_be_fetched_is_no_copy(tmp_path):
    """It is asked about."""
    copies = Sorted(Answer.NOT_CONFIDENTIAL, TODAY_IS, fingerprint="f" * 32, size=4096)
    book = Book(tmp_path / "said.toml", KEYS, TODAY_IS, lambda _: Missing("gone"), Said(sorted=(copies,)))
    assert not book.is_copy(question(opens("pdf")))


def test_an_account_that_stays_away_is_told_after_two_tries():
    """The reason is the server's."""
    files, tries = [("leaflet.pdf", LEAFLET)], []

    def opener(_):
        tries.append(1)
        return mailbox(files, fails_after=4)

    reader = Reader(opener, KEYS)
    (asked,), _, _ = reader.questions(kept(mailbox(files)))
    assert reader.content(ACCOUNT, asked) == Missing("the connection was lost", "unfetchable")
    assert len(tries) == 2
