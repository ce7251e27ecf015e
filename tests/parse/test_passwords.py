"""What a letter tells about a password: forms that tell it, forms that do not, rules, and other ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.passwords import Told, what_is_told
from tests.patience import computing

TELLS = (
    "The password is Sunflower42.",
    "Password: sunflower",
    "Password: copper horse battery staple",
    "The password for the attached report is: Tr0ub4dor&3",
    "pw = Kestrel-7-Lake",
    "PIN: 4821",
    "The passphrase is lemur-cobalt-window-basin-oak",
    'It is protected; the password is "harbour".',
    "Please use Sunflower42 to open the file.",
    "You can open it with Sunflower42",
    "To open the document, please enter: Sunflower42",
    "The attachment is protected with Sunflower42.",
    "Sunflower42 is the password.",
    "The password is:\n\nSunflower42\n\nBest wishes",
    "Password\nSunflower42",
    "I will text you next time. For now the password is Sunflower42.",
    "The code to open the file is 93814",
    "The passcode for the document will be sunflower.",
    "pwd: SUNFLOWER",
)

TELLS_NOTHING = (
    "Please find the password protected report attached.",
    "I have forgotten my password.",
    "What is the password?",
    "The password is on its way.",
    "The password will follow in a separate email.",
    "The password is the one we agreed.",
    "The password is the usual one.",
    "The password is case-sensitive.",
    "Password: see below, please",
    "To choose a new password: https://example.org/reset/ab12",
    "The wifi password is Guest2026.",
    "Join Zoom Meeting\nMeeting ID: 812 3456 7890\nPasscode: 8dK3fQ",
    "The password is not included here.",
    "Please open it with Word2016.",
    "It is encrypted with AES-256.",
    "The report is protected by law.",
    "The password is confidential.",
    "Please use Form12b to open the account.",
    "Password: ********",
    "Could you pin the notice to the board?",
    "Password protection is required by our policy.",
    "",
)

RULES = (
    "The password is your date of birth (ddmmyyyy).",
    "The password is your postcode without the space.",
    "Password: your surname in lower case",
    "The password is the first three letters of your last name and your year of birth.",
    "The password for the file is your son's initials.",
    "The password will be the last four digits of your mobile number.",
    "The password is your NHS number.",
)

OTHER_WAYS = (
    "I will text you the password.",
    "The password will come by text message.",
    "I will ring you with the password.",
    "Please ring me for the password: 0161 496 0000",
    "You will get the password by post.",
    "I gave you the password at our last session.",
    "The password is the one I told you on the telephone.",
    "I'll give you the password when we meet.",
    "The password has been sent via WhatsApp.",
)


@pytest.mark.parametrize("text", TELLS)
def test_a_letter_that_holds_the_password(text):
    """A5: told in so many words, or in a line of its own."""
    assert what_is_told(f"Dear Ben,\n\n{text}\n") is Told.PASSWORD


@pytest.mark.parametrize("text", TELLS_NOTHING)
def test_a_letter_that_only_speaks_of_passwords(text):
    """Nobody is accused for speaking of one, nor for the password of something else."""
    assert what_is_told(f"Dear Ben,\n\n{text}\n\nBest wishes\nAnna") is Told.NOTHING


@pytest.mark.parametrize("text", RULES)
def test_a_password_told_as_a_rule(text):
    """A7: whoever knows the person can work it out."""
    assert what_is_told(f"Dear Ben,\n\n{text}\n") is Told.RULE


@pytest.mark.parametrize("text", OTHER_WAYS)
def test_a_password_told_another_way(text):
    """A8: as it should be."""
    assert what_is_told(f"Dear Ben,\n\n{text}\n") is Told.ANOTHER_WAY


def test_the_password_itself_counts_before_what_is_announced():
    """A letter may do both, and then the announcement is no comfort."""
    assert what_is_told("I will text you the password.\nPassword: Sunflower42") is Told.PASSWORD


def test_a_subject_above_the_words_is_read_with_them():
    """A letter about nothing but the password."""
    assert what_is_told("Password\nSunflower42") is Told.PASSWORD
    assert what_is_told("Hello\nSunflower42") is Told.NOTHING


@given(st.text(max_size=400))
def test_any_text_has_an_answer(text):
    """Whatever is written, one of the four."""
    assert isinstance(what_is_told(text), Told)


@pytest.mark.parametrize(
    "piece",
    [
        "password ",
        "password is ",
        "password for x ",
        "a",
        " ",
        "\n",
        "password:\n",
        "open it with ",
        "your ",
        "is the ",
    ],
)
def test_the_time_grows_with_the_letter_only(piece):
    """No expression runs away on a text that was made to confuse it."""
    text = piece * (64 * 1024 // len(piece))
    with computing(at_most=1):
        what_is_told(text)
