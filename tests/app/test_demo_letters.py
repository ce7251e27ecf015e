"""The demo's letters hold together as mail does."""

import email
import email.policy
import shutil
import subprocess
from datetime import datetime, timedelta, timezone
from importlib.resources import files

import pytest

from mailcheck.app.demo.documents import documents
from mailcheck.app.demo.letters import correspondence, moment, stored

NOW = datetime(2026, 3, 1, 0, 5, tzinfo=timezone(timedelta(hours=1)))
NAMES = ("practice", "home")


@pytest.fixture(scope="module")
def made():
    return documents("quiet harbour")


@pytest.fixture(scope="module")
def mail(made):
    """Every message of both accounts, parsed again from its octets."""
    return {
        name: {
            folder: [email.message_from_bytes(letter.octets, policy=email.policy.default) for letter in letters]
            for folder, letters in stored(correspondence(name), NOW, made).items()
        }
        for name in NAMES
    }


def attachments(message) -> list[str | None]:
    return [part.get_filename() for part in message.walk() if part.get_content_disposition() == "attachment"]


@pytest.mark.parametrize("name", NAMES)
def test_every_inbox_holds_enough_to_be_told_apart(mail, name):
    """Twenty messages are the least that evidence D10 asks for."""
    assert len(mail[name]["INBOX"]) >= 20
    assert list(mail[name]) == ["INBOX", "Sent"]


def test_no_message_lies_in_both_mailboxes(mail):
    """The accounts share no Message-ID, and no message has the same one twice."""
    ids = [message["Message-ID"] for folders in mail.values() for letters in folders.values() for message in letters]
    assert len(set(ids)) == len(ids)
    assert all(ids)


def test_no_correspondent_writes_to_both_accounts():
    """Whoever writes to the practice does not write home, so nothing hints at a mixed-up account."""
    practice, home = ({letter.correspondent for letter in correspondence(name).letters.values()} for name in NAMES)
    assert practice.isdisjoint(home)


def test_every_address_is_one_that_cannot_exist(mail):
    """All domains end in .example (RFC 2606), so nobody real is meant."""
    addresses = [
        address.domain
        for folders in mail.values()
        for letters in folders.values()
        for message in letters
        for field in ("From", "To")
        for address in message[field].addresses
    ]
    assert [domain for domain in addresses if not domain.endswith(".example")] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_is_of_the_last_five_weeks_and_past(name):
    """Even just after midnight no letter is dated today or later, nor before the five weeks."""
    moments = [moment(letter, NOW) for letter in correspondence(name).letters.values()]
    assert max(moments) < NOW
    assert min(moments).date() > (NOW - timedelta(weeks=5)).date()


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_is_in_the_order_in_which_its_letters_came(made, name):
    """UIDs rise with the dates, as in a mailbox that has lived."""
    for letters in stored(correspondence(name), NOW, made).values():
        dates = [letter.stored for letter in letters]
        assert dates == sorted(dates)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_comes_after_what_it_answers_and_names_it(mail, name):
    """Every answer refers to an earlier letter of the same account, and its references end with that letter."""
    every = {message["Message-ID"]: message for letters in mail[name].values() for message in letters}
    answers = [message for message in every.values() if message["In-Reply-To"]]
    assert len(answers) >= 10
    for answer in answers:
        asked = every[answer["In-Reply-To"]]
        assert asked["Date"].datetime < answer["Date"].datetime
        assert answer["References"].split() == [*(asked["References"] or "").split(), asked["Message-ID"]]
        assert answer["Subject"] == asked["Subject"] or answer["Subject"] == f"Re: {asked['Subject']}"


def test_the_sent_folder_of_the_practice_holds_each_kind_of_document(mail):
    """The documents lie where a person would have attached them, the one inside a forwarded letter too."""
    sent = [attachments(message) for message in mail["practice"]["Sent"]]
    assert [names for names in sent if names] == [
        ["Harbour Practice leaflet.pdf"],
        ["Supervision.zip"],
        ["Summary.pdf"],
        ["forwarded message.eml", "Referral – D.docx"],
        ["Report.docx"],
        ["Invoice 1042.pdf"],
        ["Seminar papers.zip"],
        ["Letter of attendance.pdf"],
        ["Supervision log.docx"],
        ["Harbour Practice leaflet.pdf"],
    ]


def test_an_attached_document_arrives_octet_for_octet(mail, made):
    """Decoding the attachment gives back the very document."""
    parts = [part for message in mail["practice"]["Sent"] for part in message.walk()]
    (summary,) = [part for part in parts if part.get_filename() == "Summary.pdf"]
    assert summary.get_content() == made["summary"].octets


def test_the_logo_recurs_inside_the_text(mail):
    """Most letters of the practice carry the same picture, inline and not as an attachment."""
    pictures = [
        (part.get_content_disposition(), part.get_content())
        for message in mail["practice"]["Sent"]
        for part in message.walk()
        if part.get_content_type() == "image/png"
    ]
    assert len(pictures) >= 5
    assert len(set(pictures)) == 1
    assert pictures[0][0] == "inline"


def test_the_sealed_letter_is_pgp_mime(mail):
    """One message is multipart/encrypted with its two parts (RFC 3156 §4)."""
    (sealed,) = [message for message in mail["practice"]["Sent"] if message.get_content_type() == "multipart/encrypted"]
    assert sealed.get_param("protocol") == "application/pgp-encrypted"
    assert [part.get_content_type() for part in sealed.iter_parts()] == [
        "application/pgp-encrypted",
        "application/octet-stream",
    ]


def test_gnupg_finds_a_message_to_a_key_that_it_does_not_have(tmp_path):
    """GnuPG itself reads the packets of the sealed letter, and has no key for it."""
    program = shutil.which("gpg")
    assert program, "this test needs GnuPG: install the package gnupg"
    place = tmp_path / "g"
    place.mkdir(mode=0o700)
    read = subprocess.run(
        [program, "--homedir", place, "--no-autostart", "--batch", "--list-packets"],
        input=files("mailcheck.app.demo").joinpath("sealed.asc").read_bytes(),
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert b":pubkey enc packet:" in read.stdout
    assert b"mdc_method: 2" in read.stdout
    assert b":literal data packet:" not in read.stdout
