"""What the names of sent files tell."""

import io

import pytest
import pyzipper

from mailcheck.model import NEUTRAL_NAME, FileNameSign, Status, protected
from mailcheck.protect import Held, copy_held
from mailcheck.protection import judge_protection
from mailcheck.rules.private_file_names import private_file_names
from tests.factories import GONE, document, evidence, message_ref, policy, seen, sent
from tests.protect.documents import PASSPHRASE

BOTH = (FileNameSign.PERSON, FileNameSign.CLINICAL)
SHOWING = protected("zip", "encrypted with AES-256", names_visible=True)


def judge(*documents):
    """Return what the rule says about one professional account."""
    (answer,) = private_file_names(evidence(seen(sent=sent(*documents))), policy())
    return answer


def test_names_that_tell_nothing_are_met():
    """Also of an archive that hides the names inside, and of a key, whose names are nobody's."""
    quiet = protected("7z", "the whole archive is encrypted")
    key = protected("openpgp", "a key", names_visible=True)
    assert judge(document(quiet), document(key), document()).status is Status.MET


def test_names_that_tell_are_counted_and_never_told():
    """How many, of which kind and where; the items know no name."""
    answer = judge(document(name_signs=BOTH), document(message=message_ref(2), name_signs=BOTH[:1]))
    assert answer.status is Status.ATTENTION
    assert answer.title == "The names of 2 sent files seem to tell about a person."
    assert answer.detail == "2 with a person's name; 1 with clinical words."
    assert [item.uid for item in answer.items] == [1, 2]


def test_an_archive_that_shows_its_names():
    """By itself, and beside a file whose name tells."""
    assert judge(document(SHOWING)).title == "1 protected archive shows the names of the files inside."
    both = judge(document(SHOWING, name_signs=BOTH[:1]), document(SHOWING, message_ref(2)))
    assert both.detail == "1 with a person's name; 2 protected archives show the names of the files inside."


def test_no_file_is_not_applicable_and_no_look_no_pass():
    """Silence is not a pass."""
    assert judge().status is Status.NOT_APPLICABLE
    (answer,) = private_file_names(evidence(seen(sent=GONE)), policy())
    assert answer.status is Status.COULD_NOT_CHECK


def test_what_protect_makes_is_not_faulted():
    """The one name that can be read in it is neutral; those of the documents are behind the passphrase."""
    copy = copy_held([Held("jane-doe.txt", b"notes"), Held("john-doe.txt", b"more")], PASSPHRASE)
    answer = judge(document(judge_protection(io.BytesIO(copy.content))))
    assert answer.status is Status.MET


@pytest.mark.parametrize("names", [("jane-doe.zip",), (NEUTRAL_NAME, "jane-doe.txt")])
def test_a_locked_archive_with_any_other_name_shows_it(names):
    """Beside the neutral name too."""
    made = io.BytesIO()
    with pyzipper.AESZipFile(made, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"long enough to be one")
        for name in names:
            archive.writestr(name, b"notes")
    assert judge(document(judge_protection(io.BytesIO(made.getvalue())))).status is Status.ATTENTION
