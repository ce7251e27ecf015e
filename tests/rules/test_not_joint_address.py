"""Whether an address reads as if two people, a family or a team used it."""

from datetime import date

import pytest

from mailcheck.model import Grade, Role, Said, Status, Who, WhoElse
from mailcheck.model.use import SentUse
from mailcheck.model.words import Salutations
from mailcheck.rules.not_joint_address import not_joint_address
from mailcheck.rules.signs import name_signs
from tests.factories import GONE, account, evidence, home, policy, seen

MADE = date(2026, 11, 3)
ONE_NAME = SentUse(letters=20, own=20, people=1)
PLAIN = "a.morris@practice.example"


def judge(address=PLAIN, use=ONE_NAME, *, role=Role.PROFESSIONAL, told=None):
    """Return every outcome for one account."""
    work = seen(account(address=address, role=role), sent_use=use)
    return list(not_joint_address(evidence(work, seen(home()), said=told or Said()), policy()))


def states(*args, **given):
    """Return the state and the rows of evidence of every outcome."""
    return [(answer.status, answer.evidence_ids) for answer in judge(*args, **given)]


def words(**given):
    """What the words of letters show."""
    return Salutations(**{"received": 20, "greeting_two": 0, "sent": 20, "signers": 1} | given)


@pytest.mark.parametrize(("given", "says"), [({"greeting_two": 3}, "write to two"), ({"signers": 2}, "signed by")])
def test_what_letters_greet_and_sign_is_a_question(given, says):
    """One question, whatever it came from (J9)."""
    work = seen(account(address=PLAIN), sent_use=ONE_NAME, salutations=words(**given))
    (answer,) = not_joint_address(evidence(work, seen(home())), policy())
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.ATTENTION, Grade.STRONG, ("J9",))
    assert says in answer.title


def test_two_letters_to_two_people_are_chance():
    """And what was read is said."""
    work = seen(account(address=PLAIN), sent_use=ONE_NAME, salutations=words(greeting_two=2))
    (answer,) = not_joint_address(evidence(work, seen(home())), policy())
    assert (answer.status, answer.evidence_ids[-1]) == (Status.MET, "J9")
    assert "how 20 received and 20 sent letters begin and end" in answer.detail


def test_an_enquiries_address_may_greet_several():
    """It is meant to be read by several."""
    work = seen(account(address=PLAIN, role=Role.ENQUIRIES), sent_use=ONE_NAME, salutations=words(greeting_two=9))
    assert "J9" not in {sign.row for sign in name_signs(work)}


def test_words_that_could_not_be_read_are_told():
    """Never a pass."""
    work = seen(account(address=PLAIN), sent_use=ONE_NAME, salutations=GONE)
    (answer,) = not_joint_address(evidence(work, seen(home())), policy())
    assert (answer.status, answer.evidence_ids) == (Status.COULD_NOT_CHECK, ("J9",))


def answered(who, address=PLAIN, use=ONE_NAME):
    """Return what a member said of everything that is seen of an address and its letters."""
    keys = tuple(sign.key for sign in name_signs(seen(account(address=address), sent_use=use)))
    return Said(who_else=(WhoElse("practice", (who,), keys, MADE),))


def test_one_persons_address_is_met():
    """It says how little that proves."""
    (answer,) = judge()
    assert (answer.status, answer.grade) == (Status.MET, Grade.WEAK)
    assert answer.detail == "Looked at: the address itself, and the names on 20 of your sent letters."


def test_an_account_that_sent_nothing_yet_says_so():
    """The address alone was looked at."""
    (answer,) = judge(use=SentUse(letters=0))
    assert (answer.status, "no sent letter" in answer.detail) == (Status.MET, True)


@pytest.mark.parametrize(
    ("address", "row", "grade"),
    [
        ("john.and.mary@practice.example", "J6", Grade.STRONG),
        ("smithfamily@practice.example", "J6", Grade.STRONG),
        ("mary.john@practice.example", "J7", Grade.WEAK),
        ("reception@practice.example", "J8", Grade.WEAK),
        ("info@practice.example", "J8", Grade.WEAK),
    ],
)
def test_an_address_is_never_more_than_a_question(address, row, grade):
    """However clearly it reads."""
    (answer,) = judge(address)
    assert (answer.status, answer.grade, answer.evidence_ids) == (Status.ATTENTION, grade, (row,))
    assert "mailcheck answer" in answer.remedy
    assert address.partition("@")[0] not in f"{answer.title}{answer.detail}"


@pytest.mark.parametrize(
    "address",
    [
        *("anna.morris@x.example", "family-therapy@x.example", "rosemary@x.example", "sandy.anderson@x.example"),
        *("mary.ann@x.example", "couplesandfamilycounselling@x.example", "jean-marie.durand@x.example"),
    ],
)
def test_one_person_and_a_profession_are_not_asked(address):
    """A family therapist is not a family."""
    assert states(address) == [(Status.MET, ("J5", "J6", "J7", "J8", "J10"))]


def test_an_enquiries_address_is_meant_to_be_read_by_several():
    """No J8 there; a joint name is still asked about."""
    assert states("info@practice.example", role=Role.ENQUIRIES)[0][0] is Status.MET
    assert states("john.and.mary@practice.example", role=Role.ENQUIRIES) == [(Status.ATTENTION, ("J6",))]


@pytest.mark.parametrize(
    ("use", "rows"),
    [
        (SentUse(letters=20, own=20, people=1, joint_names=3), ("J5",)),
        (SentUse(letters=20, own=20, people=2), ("J10",)),
        (SentUse(letters=20, own=20, people=2, joint_names=20), ("J5", "J10")),
        (SentUse(letters=1, own=1, joint_names=1), ("J5",)),
    ],
)
def test_names_on_sent_letters(use, rows):
    """Two people's names, or one name for two: one question for both."""
    assert states(use=use) == [(Status.ATTENTION, rows)]


@pytest.mark.parametrize("use", [SentUse(letters=20, own=20, people=1, joint_names=2), SentUse(letters=20, own=0)])
def test_a_slip_is_no_sign(use):
    """Twice among twenty; or no letter under the own address."""
    assert states(use=use)[0][0] is Status.MET


def test_everything_seen_is_one_question():
    """Address and names together."""
    (answer,) = judge("john.and.mary@x.example", SentUse(letters=9, own=9, people=2, joint_names=9))
    assert answer.evidence_ids == ("J5", "J10", "J6")
    assert answer.title.count(".") == 3


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (Who.NOBODY, Status.DECLARED),
        (Who.FAMILY, Status.NOT_MET),
        (Who.COLLEAGUE, Status.DECLARED),
        (Who.EXECUTOR, Status.DECLARED),
        (Who.SUPPLIER, Status.DECLARED),
    ],
)
def test_the_answer_decides(who, status):
    """Told with its day."""
    address = "reception@practice.example"
    (answer,) = judge(address, told=answered(who, address))
    assert (answer.status, answer.detail.startswith("On 3 November 2026 you said:")) == (status, True)


def test_something_new_asks_again():
    """Another name on the letters, or another address."""
    told = answered(Who.NOBODY, "reception@practice.example")
    more = SentUse(letters=20, own=20, people=2)
    assert states("reception@practice.example", more, told=told) == [(Status.ATTENTION, ("J10", "J8"))]
    assert states("office@practice.example", told=told) == [(Status.ATTENTION, ("J8",))]
    third = SentUse(letters=20, own=20, people=3)
    assert states(use=third, told=answered(Who.NOBODY, use=more)) == [(Status.ATTENTION, ("J10",))]


def test_what_is_gone_does_not_ask_again():
    """The answer was about more than is seen now."""
    both = SentUse(letters=20, own=20, people=2)
    told = answered(Who.NOBODY, "reception@practice.example", both)
    assert states("reception@practice.example", told=told) == [(Status.DECLARED, ("J8",))]


@pytest.mark.parametrize("use", [None, GONE])
def test_letters_that_were_not_looked_at_are_no_pass(use):
    """Not for a plain address, nor behind an answer about the address."""
    address = "reception@practice.example"
    assert states(use=use) == [(Status.COULD_NOT_CHECK, ("J5", "J10"))]
    assert [status for status, _ in states(address, use, told=answered(Who.NOBODY, address, use))] == [
        Status.DECLARED,
        Status.COULD_NOT_CHECK,
    ]


def test_home_addresses_are_not_judged():
    """A joint address at home is fine."""
    private = seen(home(address="john.and.mary@home.example"))
    (answer,) = not_joint_address(evidence(seen(account(address=PLAIN), sent_use=ONE_NAME), private), policy())
    assert answer.accounts == ("practice",)


@pytest.mark.parametrize(
    ("address", "partner", "is_seen"),
    [
        ("jane.rene@practice.example", "René", True),
        ("Rene-Smith@practice.example", "Rene", True),
        ("jane@practice.example", "René", False),
        ("irene@practice.example", "Rene", False),
        ("jane@rene.example", "Rene", False),
    ],
)
def test_a_partners_name_in_the_address_is_asked_about(address, partner, is_seen):
    """Whole words before the @ only, whatever the accents; never more than a question."""
    signs = name_signs(seen(account(address=address)), (partner,))
    assert any(sign.words == "The address holds the name of your partner." for sign in signs) is is_seen
