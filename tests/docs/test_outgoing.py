"""What docs/outgoing.md tells people to install does what it says."""

import os
import re
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

PAGE = Path("docs/outgoing.md").read_text("utf-8")
SAMPLES = Path("tests/samples/files")


def letter(*names):
    """Return a letter with samples attached, in octets of eight bits and with blank lines at its end."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@practice.example", "b@c.example", "Zoë"
    message.set_content("Dear Zoë,\n\n'$(x)' \\n %s\n\n\n", cte="8bit")
    for name in names:
        message.add_attachment((SAMPLES / name).read_bytes(), "application", "octet-stream", filename=name)
    return message.as_bytes() + b"\n\n"


@pytest.fixture
def send(tmp_path):
    """Run the wrapper of the page; returns its exit code, its complaint, and what sendmail was given."""
    wrapper = tmp_path / "mailcheck-sendmail"
    wrapper.write_text(re.search(r"```sh\n(.*?)```", PAGE, re.DOTALL)[1])
    mailcheck, sendmail, given = tmp_path / "mailcheck", tmp_path / "sendmail", tmp_path / "given"
    mailcheck.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mailcheck "$@"\n')
    sendmail.write_text(f'#!/bin/sh\n{{ echo "$*"; cat; }} > "{given}"\n')
    for program in (wrapper, mailcheck, sendmail):
        program.chmod(0o755)

    def sent(message, program=mailcheck):
        environment = os.environ | {"MAILCHECK": str(program), "SENDMAIL": str(sendmail), "HOME": str(tmp_path)}
        result = subprocess.run(
            [wrapper, "-oi", "--", "b@c.example"], input=message, capture_output=True, env=environment, check=False
        )
        return result.returncode, result.stderr.decode(), given.read_bytes() if given.exists() else None

    return sent


@pytest.mark.parametrize("names", [(), ("user-r6.pdf",)])
def test_what_may_be_sent_goes_out_octet_for_octet(send, names):
    """With the arguments that the mail program gave."""
    message = letter(*names)
    assert send(message) == (0, "", b"-oi -- b@c.example\n" + message)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("plain.pdf",), "ask: 1 document opens without a password, and nobody said whether it is confidential."),
        (("split.z01",), "could not tell: 1 document could not be read."),
    ],
)
def test_what_may_not_be_sent_stays(send, names, told):
    """With mailcheck's own sentence."""
    assert send(letter(*names)) == (69, f"Not sent. mailcheck says {told}\n", None)


def test_nothing_is_sent_where_mailcheck_cannot_be_run(send, tmp_path):
    """A broken installation is no "yes"."""
    code, complaint, given = send(letter(), tmp_path / "no-such-program")
    assert (code, given) == (69, None)
    assert complaint.endswith("Not sent. mailcheck says could not tell: mailcheck could not be run.\n")


def test_the_table_is_the_one_that_the_program_keeps():
    """Every answer with its exit code."""
    from mailcheck.app.outgoing import SAID

    assert dict(re.findall(r"^\| (\d) \| ([a-z ]+) \|", PAGE, re.MULTILINE)) == {
        str(code): answer for code, answer in SAID.items()
    }
