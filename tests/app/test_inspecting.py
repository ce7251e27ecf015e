"""`mailcheck inspect`: files, folders, letters, standard input."""

import json
import os
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailcheck.app.cli import main
from mailcheck.app.inspecting import LARGEST, inspect, judge_files
from mailcheck.model import ProtectionState

SAMPLES = Path("tests/samples/files")


def run(*arguments, piped=b""):
    """Run the command away from a terminal; returns exit code, standard output and standard error."""
    result = CliRunner().invoke(inspect, [str(each) for each in arguments], input=piped, standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout, result.stderr


def letter(*attached):
    """Return a letter with samples attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@practice.example", "b@c.example", "Jane Roe"
    message.set_content("Dear reader")
    for name in attached:
        message.add_attachment(
            (SAMPLES / name).read_bytes(), maintype="application", subtype="octet-stream", filename=f"Jane Roe {name}"
        )
    return message.as_bytes()


@pytest.fixture
def folder(tmp_path):
    """A folder with folders in it, and with links that lead in circles and to nothing."""
    for name in ("plain.pdf", "b/user-r6.pdf", "b/c/zipcrypto.zip", "a.b/plain.docx"):
        place = tmp_path / "letters" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLES / place.name, place)
    (tmp_path / "letters" / "b" / "round").symlink_to(tmp_path / "letters", target_is_directory=True)
    (tmp_path / "letters" / "b" / "self").symlink_to("self")
    (tmp_path / "letters" / "z.pdf").symlink_to("plain.pdf")
    os.mkfifo(tmp_path / "letters" / "pipe")
    return tmp_path / "letters"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["user-r6.pdf"], 0),
        (["user-r6.pdf", "aes-256.zip"], 0),
        (["user-r6.pdf", "zipcrypto.zip"], 1),
        (["plain.pdf", "zipcrypto.zip"], 2),
        (["mixed.zip"], 2),
        (["split.z01", "zipcrypto.zip"], 3),
        (["split.z01", "plain.pdf", "zipcrypto.zip"], 2),
    ],
)
def test_exit_codes(names, code):
    """0 all protected, 1 weak, 2 open or partial, 3 unreadable; 2 before 3 before 1."""
    assert run(*(SAMPLES / name for name in names))[0] == code
    assert run("--format", "json", *(SAMPLES / name for name in names))[0] == code


def test_files_are_told_in_the_order_given_and_by_the_name_given():
    """Even the same file twice, and even a name that could be written more simply."""
    names = [f"./{SAMPLES}/mixed.zip", f"{SAMPLES}/../files/plain.pdf", f"./{SAMPLES}/mixed.zip"]
    files = json.loads(run("--format", "json", *names)[1])["files"]
    assert [(each["file"], each["protection"]) for each in files] == [
        (names[0], "partial"),
        (names[1], "open"),
        (names[2], "partial"),
    ]


def test_a_folder_is_looked_through_only_when_asked(folder):
    """Without -r it is a problem with a remedy."""
    code, out, err = run("--format", "json", folder)
    assert (code, err) == (3, f'mailcheck: "{folder}" is a folder. Look through it with -r.\n')
    assert [each["reason"] for each in json.loads(out)["files"]] == ["is a folder"]


def test_a_folder_is_looked_through_by_name(folder):
    """Every file once; no link to a folder is followed, no pipe is waited for."""
    code, out, err = run("-r", "--format", "json", folder)
    found = [(each["file"].removeprefix(f"{folder}/"), each["protection"]) for each in json.loads(out)["files"]]
    assert found == [
        ("a.b/plain.docx", "open"),
        ("b/c/zipcrypto.zip", "protected"),
        ("b/round", "unreadable"),
        ("b/self", "unreadable"),
        ("b/user-r6.pdf", "protected"),
        ("pipe", "unreadable"),
        ("plain.pdf", "open"),
        ("z.pdf", "open"),
    ]
    assert code == 2
    assert err.splitlines() == [
        f'mailcheck: "{folder}/b/round" is a link to a folder, and was not followed. Name that folder itself.',
        f"mailcheck: {folder}/b/self: there is no such file.",
        f'mailcheck: "{folder}/pipe" is not a file.',
    ]


def test_every_problem_is_told_and_the_others_are_judged(tmp_path):
    """Two names that are wrong do not take the third one down."""
    code, out, err = run(tmp_path / "gone", tmp_path, SAMPLES / "user-r6.pdf")
    assert code == 3
    assert "PROTECTED       tests/samples/files/user-r6.pdf\n" in out
    assert [" ".join(each.split()) for each in err.split("mailcheck:")[1:]] == [
        f"{tmp_path}/gone: there is no such file.",
        f'"{tmp_path}" is a folder. Look through it with -r.',
    ]


def test_a_missing_file_is_told_once(tmp_path):
    """It is no file that was judged, so it is counted by itself."""
    code, out, err = run(tmp_path / "gone", SAMPLES / "user-r6.pdf")
    assert (code, out.count("gone"), err.count("gone")) == (3, 0, 1)
    assert out.endswith("\n2 files: 1 could not be read, 1 in order.\n")


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_name_that_no_system_takes_is_a_problem_like_any_other(name):
    """Nothing unexpected escapes."""
    problems = []
    ((_, verdict),) = judge_files([name], problems)
    assert (verdict.state, len(problems)) == (ProtectionState.UNREADABLE, 1)


def test_files_are_judged_as_they_are_asked_for(folder):
    """A folder of thousands of files is not held in memory."""
    judged = judge_files([str(folder)], [], recursive=True)
    assert next(judged)[0] == f"{folder}/a.b/plain.docx"
    shutil.copyfile(SAMPLES / "plain.zip", folder / "b" / "c" / "new.zip")
    assert next(judged)[0] == f"{folder}/b/c/new.zip"


@pytest.mark.parametrize(
    ("message", "code", "protection"),
    [
        (letter(), 0, "open"),
        (letter("user-r6.pdf"), 0, "protected"),
        (letter("user-r6.pdf", "plain.pdf"), 2, "partial"),
        (letter("zipcrypto.zip"), 1, "protected"),
        (b"", 3, "unreadable"),
    ],
)
def test_a_letter_on_standard_input(message, code, protection):
    """Judged by what is attached; no name that is in it comes out."""
    found, out, err = run("-", "--format", "json", piped=message)
    (only,) = json.loads(out)["files"]
    assert (found, only["file"], only["protection"], err) == (code, "-", protection, "")
    assert "Jane" not in out + run("-", piped=message)[1]


def test_too_much_on_standard_input_is_refused():
    """It is held in memory, and nowhere else."""
    code, _, err = run("-", piped=b"x" * (LARGEST + 1))
    assert (code, err) == (3, 'mailcheck: "-" could not be read (it is larger than mailcheck takes).\n')


def test_a_file_that_may_not_be_read_is_told(tmp_path):
    """In the words of the system."""
    if os.geteuid() == 0:
        # Nothing is closed to root but what the system itself refuses, such as its own memory at address 0.
        name, told = "/proc/self/mem", "could not be read"
    else:
        name, told = tmp_path / "closed", "could not be read (Permission denied)"
        name.touch(mode=0)
    code, _, _ = run(name)
    problems = []
    ((_, verdict),) = judge_files([str(name)], problems)
    assert code == 3
    assert verdict.state is ProtectionState.UNREADABLE
    assert told in verdict.reason


def test_no_file_is_a_wrong_call(capsys):
    """With what would be right."""
    assert main(["inspect"]) == 3
    assert "Name a file, a folder with -r, or - for a message" in capsys.readouterr().err
    assert main(["inspect", "--outgoing", "a", "b"]) == 3
