"""`mailcheck inspect --outgoing`: whether a message may be sent."""

import base64
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.app.demo.documents import logo
from mailcheck.app.inspecting import inspect
from mailcheck.app.outgoing import Answer, judge_outgoing, open_documents, sorter
from mailcheck.errors import SettingsError
from mailcheck.gather.credentials import Secrets
from mailcheck.gather.keys import Keys
from mailcheck.model import Answer as Sorting
from mailcheck.model import Said, Sorted
from mailcheck.settings import load_settings, record_sorted

SAMPLES = Path("tests/samples/files")
KEYS = Keys(b"k" * 32)

UNSORTED = "opens without a password, and nobody said whether it is confidential"
CONFIDENTIAL = "1 document that was called confidential opens without a password"
SAFE = "every document that counts needs a secret to open"
HARMLESS = "nothing in it was called confidential"


def octets(name):
    """Return a sample."""
    return (SAMPLES / name).read_bytes()


def letter(*names, picture=b""):
    """Return a letter with samples attached, and a picture in its words."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@practice.example", "b@c.example", "Jane Roe"
    message.set_content("Dear reader")
    if picture:
        message.add_alternative('<img src="cid:logo">', subtype="html")
        message.get_payload()[1].add_related(picture, "image", "png", cid="<logo>", disposition="inline")
    for name in names:
        message.add_attachment(octets(name), maintype="application", subtype="octet-stream", filename=f"Jane {name}")
    return message.as_bytes()


def passed_on(inner, *, encoded=False):
    """Return a letter that carries another one."""
    encoding = b"Content-Transfer-Encoding: base64\r\n" if encoded else b""
    return (
        b'From: anna@practice.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: message/rfc822\r\n"
        + encoding
        + b"\r\n"
        + (base64.encodebytes(inner) if encoded else inner)
        + b"\r\n--x--\r\n"
    )


def said(**answers):
    """Return what was said of samples: `plain_pdf=Sorting.CONFIDENTIAL`."""
    return sorter(
        Said(
            sorted=tuple(
                Sorted(answer, date(2026, 11, 1), fingerprint=KEYS.fingerprint(content), size=len(content))
                for name, answer in answers.items()
                for content in [logo() if name == "logo" else octets(name.replace("_", "."))]
            )
        ),
        KEYS,
    )


@pytest.mark.parametrize(
    ("message", "sorted_as", "expected"),
    [
        (letter(), said(), Answer(0, "the message carries no document")),
        (letter("user-r6.pdf", "aes-256.zip"), said(), Answer(0, SAFE)),
        (letter("user-r6.pdf", "zipcrypto.zip"), said(), Answer(1, "1 document has a password, but a weak one")),
        (letter("plain.pdf"), said(), Answer(1, f"1 document {UNSORTED}")),
        (letter("plain.pdf", "user-r6.pdf", "zipcrypto.zip"), said(), Answer(1, f"1 document {UNSORTED}")),
        (letter("mixed.zip"), said(), Answer(1, f"1 document {UNSORTED}")),
        (letter("plain.pdf"), said(plain_pdf=Sorting.NOT_CONFIDENTIAL), Answer(0, HARMLESS)),
        (letter("plain.pdf"), said(plain_pdf=Sorting.ASKED_WITHOUT), Answer(0, HARMLESS)),
        (letter("plain.pdf"), said(plain_pdf=Sorting.CONFIDENTIAL), Answer(2, CONFIDENTIAL)),
        (letter("plain.pdf"), said(plain_doc=Sorting.CONFIDENTIAL), Answer(1, f"1 document {UNSORTED}")),
        (letter("user-r6.pdf", "plain.pdf"), said(plain_pdf=Sorting.NOT_CONFIDENTIAL), Answer(0, SAFE)),
        (letter("plain.pdf", "split.z01"), said(), Answer(3, "1 document could not be read")),
        (letter("split.z01"), said(split_z01=Sorting.NOT_CONFIDENTIAL), Answer(0, HARMLESS)),
        (letter("split.z01"), said(split_z01=Sorting.CONFIDENTIAL), Answer(3, "1 document could not be read")),
        (letter("split.z01", "plain.pdf"), said(plain_pdf=Sorting.CONFIDENTIAL), Answer(2, CONFIDENTIAL)),
        (letter(picture=logo()), said(), Answer(0, "the message carries no document")),
        (letter("user-r6.pdf", picture=logo()), said(), Answer(0, SAFE)),
        (letter("plain.pdf", picture=logo()), said(logo=Sorting.CONFIDENTIAL), Answer(2, CONFIDENTIAL)),
        (passed_on(letter("plain.pdf")), said(plain_pdf=Sorting.CONFIDENTIAL), Answer(2, CONFIDENTIAL)),
        (passed_on(letter("plain.pdf"), encoded=True), said(plain_pdf=Sorting.CONFIDENTIAL), Answer(2, CONFIDENTIAL)),
        (passed_on(letter("user-r6.pdf"), encoded=True), said(), Answer(0, SAFE)),
        (passed_on(letter(), encoded=True), said(), Answer(0, "the message carries no document")),
        (passed_on(letter("plain.pdf")), said(plain_pdf=Sorting.NOT_CONFIDENTIAL), Answer(0, HARMLESS)),
        (b"From anna Sun Nov 22 10:00:00 2026\n" + letter("plain.pdf"), said(), Answer(1, f"1 document {UNSORTED}")),
        (octets("user-r6.pdf"), said(), Answer(3, "this is no message")),
        (b"", said(), Answer(3, "this is no message")),
    ],
)
def test_the_answer(message, sorted_as, expected):
    """Yes, ask, no, or could not tell: by what protects each document and what was said of it."""
    assert judge_outgoing(message, sorted_as) == expected


def test_several_documents_are_counted():
    """The worst kind is told."""
    answer = judge_outgoing(letter("plain.pdf", "plain.docx"), said())
    assert str(answer) == ("ask: 2 documents open without a password, and nobody said whether they are confidential.")


def test_what_stands_open_in_a_message_is_returned_for_a_copy():
    """Sealed, harmless, weakly sealed and a picture are not; what was passed on is; nothing of what is no message."""
    names = ("plain.pdf", "user-r6.pdf", "plain.docx", "zipcrypto.zip")
    message = letter(*names, picture=logo())
    found = open_documents(message, said(plain_docx=Sorting.NOT_CONFIDENTIAL))
    assert [(each.name, each.content) for each in found] == [("Jane plain.pdf", octets("plain.pdf"))]
    assert open_documents(passed_on(message), said())[1].name == "Jane plain.docx"
    assert open_documents(octets("plain.pdf"), said()) == ()
    assert "Jane" not in repr(found)


def test_a_message_that_was_cut_off_is_never_called_safe():
    """What is missing might have been a document."""
    message = letter("user-r6.pdf", "aes-256.zip")
    answers = {judge_outgoing(message[:size], said()).code for size in range(len(message) // 2, len(message) - 8, 97)}
    assert answers <= {1, 3}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3000), st.integers(0, 255))
def test_a_hostile_message_gets_an_answer(place, octet):
    """No exception, whatever stands in it, and an open document never passes for a safe one."""
    message = bytearray(letter("plain.pdf"))
    message[place % len(message)] = octet
    answer = judge_outgoing(bytes(message), said())
    assert answer.code in {0, 1, 3}
    assert answer.reason != SAFE


def run(*arguments, piped=b"", home):
    """Run the command in an empty home."""
    environment = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    result = CliRunner(env=environment).invoke(inspect, ["--outgoing", *arguments], input=piped, standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.return_value, result.stdout, result.stderr


def test_one_line_for_a_mail_program(tmp_path):
    """From standard input or a file, without settings; nothing of the message, and nothing left on disk."""
    message = letter("plain.pdf")
    expected = (1, f"ask: 1 document {UNSORTED}.\n", "")
    assert run(piped=message, home=tmp_path) == expected
    assert run("-", piped=message, home=tmp_path) == expected
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "message.eml").write_bytes(message)
    assert run(str(tmp_path / "message.eml"), home=tmp_path) == expected


def test_a_message_that_is_not_there_could_not_be_judged(tmp_path):
    """3, in one line, on standard output like every answer."""
    assert run(str(tmp_path / "gone"), home=tmp_path) == (
        3,
        "could not tell: the message could not be read (No such file or directory).\n",
        "",
    )


def test_settings_that_cannot_be_used_are_told(tmp_path):
    """Never as if nothing had been sorted."""
    (tmp_path / "mailcheck.toml").write_text("[[account]]\nnmae = 1\n")
    with pytest.raises(SettingsError):
        run("--config", str(tmp_path / "mailcheck.toml"), piped=letter("plain.pdf"), home=tmp_path)


def test_what_the_member_said_counts(tmp_path):
    """With real settings, a real said.toml and this installation's own key."""
    environment = {
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    config = tmp_path / "mailcheck" / "mailcheck.toml"
    config.parent.mkdir()
    config.write_text(
        '[[account]]\nname = "practice"\nrole = "professional"\naddress = "anna@practice.example"\n'
        'host = "imap.practice.example"\nuser = "anna"\nsecret = "env:NOBODY"\n'
    )
    runner = CliRunner(env=environment)
    with runner.isolation():
        settings = load_settings(config)
        keys = Keys(Secrets(settings.data_folder).installation_key())
        for name, answer in {"plain.pdf": Sorting.CONFIDENTIAL, "plain.docx": Sorting.NOT_CONFIDENTIAL}.items():
            content = octets(name)
            entry = Sorted(answer, date(2026, 11, 1), fingerprint=keys.fingerprint(content), size=len(content))
            record_sorted(settings.said_path, entry)

    def asked(message, *options):
        result = runner.invoke(inspect, ["--outgoing", *options], input=message, standalone_mode=False)
        assert result.exception is None
        return result.stdout

    assert asked(letter("plain.pdf")) == f"no: {CONFIDENTIAL}.\n"
    assert asked(letter("plain.docx"), "--config", str(config)) == f"yes: {HARMLESS}.\n"
    assert asked(letter("plain.xlsx")) == f"ask: 1 document {UNSORTED}.\n"
