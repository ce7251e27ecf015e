"""A list of members."""

import pytest

from mailcheck.errors import SettingsError
from mailcheck.settings import Member, load_members


def entry(label, settings):
    """One member, as the list has it."""
    return f'[[member]]\nlabel = "{label}"\nsettings = "{settings}"\n\n'


def loaded(folder, text):
    """Return the members of a list."""
    path = folder / "members.toml"
    path.write_text(text)
    return load_members(path)


def problems(folder, text):
    """Return what is wrong with a list, each as it is shown."""
    with pytest.raises(SettingsError) as caught:
        loaded(folder, text)
    return [str(problem).removeprefix(f"{folder}/members.toml: ") for problem in caught.value.problems]


def test_each_member_has_a_label_and_a_settings_file(tmp_path):
    """In the list's order; paths are taken from where the list lies, and need not be there."""
    text = entry("mailbox 2", "joan/mailcheck.toml") + entry(" mailbox 1 ", "/etc/jane/mailcheck.toml")
    assert loaded(tmp_path, text) == (
        Member("mailbox 2", tmp_path / "joan/mailcheck.toml"),
        Member("mailbox 1", type(tmp_path)("/etc/jane/mailcheck.toml")),
    )


def test_every_problem_is_told_at_once(tmp_path):
    """With its place; an address is no label."""
    text = entry("jane@practice.example", "a/m.toml") + '[[member]]\nlabel = "two"\nsetting = "b/m.toml"\n'
    told = problems(tmp_path, text)
    assert told[0].startswith("member 1: label: cannot be a name here.")
    assert told[1:] == [
        "member 2: settings: is missing. Write the path of this member's own settings file.",
        "member 2: setting: is not something that mailcheck knows. Did you mean `settings`?",
    ]


def test_two_that_nobody_could_tell_apart_are_told(tmp_path):
    """Whatever the letters' case."""
    told = problems(tmp_path, entry("One", "a/m.toml") + entry("one", "b/m.toml"))
    assert told == [f"member {number}: has the same label as another. Give each its own." for number in (1, 2)]


def test_two_in_one_folder_would_answer_for_each_other(tmp_path):
    """What a member said lies beside the settings."""
    told = problems(tmp_path, entry("1", "a/jane.toml") + entry("2", "a/joan.toml"))
    assert [text.partition(". ")[0] for text in told] == [
        "member 1: settings: lies in the same folder as another's settings",
        "member 2: settings: lies in the same folder as another's settings",
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "member: is missing. Begin each member with [[member]], in two brackets."),
        ("member = []", "member: is empty. Begin each member with [[member]], in two brackets."),
        ('[member]\nlabel = "1"', "member: should be a list. Begin each member with [[member]], in two brackets."),
    ],
)
def test_a_list_of_nobody_is_no_list(tmp_path, text, what):
    """A monitor would call it fine."""
    assert problems(tmp_path, text) == [what]


def test_a_list_that_is_not_there_is_told_with_how_to_write_one(tmp_path):
    """Not a traceback."""
    with pytest.raises(SettingsError, match=r"there is no list of members here.*\[\[member\]\]"):
        load_members(tmp_path / "members.toml")
