"""One question about who else reads an account's mail."""

from datetime import date

import click
import pytest

from mailcheck.app.answering import ask_who, read_choice, what_next
from mailcheck.app.cli import main
from mailcheck.errors import AccountProblem, SecretError
from mailcheck.model import Who
from mailcheck.settings import load_said, load_settings
from tests.fake_mailbox import FakeMailbox

SETTINGS = """
[[account]]
name = "practice"
role = "professional"
address = "{address}"
host = "imap.practice.example"
secret = "prompt"

[[account]]
name = "home"
role = "personal"
address = "anna@home.example"
host = "imap.home.example"
secret = "prompt"
"""
OWN = {"owner": "lrs"}


class Keeper:
    """Keeps nothing but a key."""

    def secret_for(self, account):
        """Nothing here needs one."""
        raise AssertionError(account)

    def installation_key(self):
        """The key."""
        return b"a key of the installation"


def box(**access):
    """A mailbox whose inbox others may read."""
    lists = {"INBOX": OWN | access, "Sent": OWN}
    return FakeMailbox({"INBOX": [], "Sent": []}, flags={"Sent": [r"\Sent"]}, access=lists)


@pytest.fixture
def answered(tmp_path, monkeypatch, capsys):
    """Answer with lines typed in; return what was shown, and what was written down."""

    def run(*typed, work=None, address="a.morris@practice.example", again=False, extra=""):
        path = tmp_path / "mailcheck.toml"
        path.write_text(SETTINGS.format(address=address) + extra)
        waiting = list(typed)
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: waiting.pop(0))
        boxes = {"practice": work or box(partner="lrs"), "home": FakeMailbox({"INBOX": []})}

        def opener(account):
            found = boxes[account.name]
            if isinstance(found, Exception):
                raise found
            return found

        ask_who(load_settings(path), Keeper(), opener, again=again)
        assert waiting == []
        assert all(each.is_closed for each in boxes.values() if isinstance(each, FakeMailbox))
        return capsys.readouterr(), load_said(tmp_path / "said.toml").who_else

    return run


def test_the_question_shows_who_and_why(answered):
    """What was seen, the server's own name for it, why it is asked, and six ways to answer."""
    shown, _ = answered("s")
    assert shown.out.startswith("Looking at who may open your professional mail …\n\nNames are shown.")
    assert "  - Somebody else with an account on your mail server may read the inbox.\n" in shown.out
    assert "    partner may read the inbox\n" in shown.out
    assert "Why it is asked: clients trust that you alone read what they write." in shown.out


def test_an_answer_is_written_down_and_not_asked_again(answered):
    """Who, when, and what it was about: by a digest, not by the name."""
    _, (said,) = answered("3")
    assert (said.account, said.who, said.made) == ("practice", (Who.COLLEAGUE,), date.today())
    assert said.evidence[0].startswith("J1 ")
    assert "partner" not in repr(said)
    shown, unchanged = answered()
    assert "There is nothing to answer" in shown.out
    assert unchanged == (said,)


def test_something_new_is_asked_about_with_what_was_said_before(answered):
    """A second reader on the list."""
    answered("3")
    shown, (said,) = answered("2", work=box(partner="lrs", second="lr"))
    assert "you said: a colleague or a member of staff. Something new" in shown.out
    assert (said.who, len(said.evidence)) == ((Who.FAMILY,), 2)


def test_what_the_words_of_letters_show_is_asked_about_once_if_words_are_read(answered):
    """Letters that greet two people (J9): part of the same one question, and known again afterwards."""
    greeted = (
        b"From: client@elsewhere.example\r\nTo: a.morris@practice.example\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain\r\n\r\nDear Anna and Thomas,\r\nhello\r\n"
    )

    def work():
        return FakeMailbox({"INBOX": [greeted] * 3, "Sent": []}, flags={"Sent": [r"\Sent"]})

    shown, (said,) = answered("1", work=work(), extra="[check]\nread_words = true\n")
    assert "Correspondents write to two people at this address." in shown.out
    assert [key.split()[0] for key in said.evidence] == ["J9"]
    again, _ = answered(work=work(), extra="[check]\nread_words = true\n")
    assert "There is nothing to answer" in again.out


def test_a_skipped_question_is_asked_the_next_time(answered):
    """Nothing is written down."""
    assert answered("s")[1] == ()
    assert "This was seen" in answered("s")[0].out


def test_q_leaves_and_changes_nothing(answered):
    """As in every other command that asks."""
    shown, said = answered("q")
    assert "Stopped. Nothing was changed." in shown.out
    assert said == ()


def test_after_an_answer_the_way_back_is_said(answered):
    """With the settings in use."""
    assert "answer --again --config" in answered("1")[0].out


def test_what_is_agreed_in_writing_leaves_nothing_to_do():
    """The member said so before."""
    told = what_next((Who.COLLEAGUE,), has_list=True, is_agreed=True)
    assert told == (
        "Thank you. It is agreed in writing, as you said. There is no more to do here until something new is seen."
    )


def test_it_can_be_asked_again(answered):
    """When the member wishes; what was not seen is not asked about even then."""
    answered("3")
    shown, (said,) = answered("1", again=True)
    assert "staff. You can change that now." in shown.out
    assert said.who == (Who.NOBODY,)
    assert "There is nothing to answer" in answered(work=box(), again=True)[0].out


def test_access_and_address_are_one_question(answered):
    """One answer for both."""
    shown, (said,) = answered("1", address="john.and.mary@practice.example")
    assert shown.out.count("Who else reads the mail of this account") == 1
    assert [key.split()[0] for key in said.evidence] == ["J1", "J6"]


def test_a_wrong_choice_is_asked_for_again(answered):
    """With what would be right."""
    shown, (said,) = answered("7", "1,3", "0", "3 5")
    assert shown.out.count("Please write a number from 1 to 5, or s or q.") == 2
    assert "Nobody and somebody cannot both be right." in shown.out
    assert said.who == (Who.COLLEAGUE, Who.SUPPLIER)


def test_an_account_that_cannot_be_reached_is_told(answered):
    """And what can be seen without it is asked all the same."""
    for problem in (AccountProblem("The password was not accepted.", key="password"), SecretError("There is none.")):
        shown, _ = answered("s", work=problem, address="reception@practice.example")
        assert "mailcheck: practice could not be looked at. " in shown.err
        assert "such addresses are often read by several" in shown.out


def test_a_name_cannot_steer_the_terminal(answered):
    """Hostile names are data."""
    shown, _ = answered("s", work=box(**{"par\x1b[2Jtner" + "x" * 500: "lr"}))
    assert "\x1b" not in shown.out
    assert "x" * 121 not in shown.out


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("1", (Who.NOBODY,)),
        (" 2 ", (Who.FAMILY,)),
        ("4,3", (Who.COLLEAGUE, Who.EXECUTOR)),
        ("3, 3", (Who.COLLEAGUE,)),
        ("5", (Who.SUPPLIER,)),
        ("S", ()),
    ],
)
def test_what_can_be_chosen(text, who):
    """Numbers, or s."""
    assert read_choice(text) == who


@pytest.mark.parametrize("text", ["", "0", "6", "12", "yes", "1 2", "s,1", ","])
def test_what_cannot_be_chosen(text):
    """Nothing is guessed."""
    with pytest.raises(click.BadParameter):
        read_choice(text)


@pytest.mark.parametrize(
    ("who", "has_list", "words"),
    [
        ((Who.FAMILY,), True, "It is common, and it can be put right"),
        ((Who.FAMILY, Who.SUPPLIER), True, "It is common"),
        ((Who.EXECUTOR,), True, "Is it agreed in writing?"),
        ((Who.NOBODY,), True, "Then the list is wrong"),
        ((Who.NOBODY,), False, "There is no more to do here until something new is seen."),
    ],
)
def test_after_an_answer_comes_the_one_thing_to_do(who, has_list, words):
    """Kindly."""
    assert what_next(who, has_list=has_list).startswith("Thank you")
    assert words in what_next(who, has_list=has_list).replace("\n", " ")


def test_names_go_to_a_screen_only(capsys):
    """Not into a file or another program."""
    assert main(["answer"]) == 3
    assert "in a terminal" in capsys.readouterr().err
