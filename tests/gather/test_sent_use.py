"""Under whose address letters were sent, as the sent folders show it."""

from dataclasses import replace
from datetime import date

import pytest

from mailcheck.gather.sent_use import MOST_NAMED, NEWEST, look_at_use
from mailcheck.model import Missing
from mailcheck.model.traces import TraceKind
from mailcheck.model.use import Named, SentUse
from mailcheck.state import State
from tests.fake_mailbox import FakeMailbox
from tests.gather.headers import HOME, KEYS, WORK, letter, recogniser

SINCE = date(2026, 11, 2)
OWN = "Anna Morris <anna@harbour.example>"
AT_HOME = "anna@home.example"


def sent(number=1, sender=OWN, to="bo@elsewhere.example", **given):
    """One sent letter; numbers below 12 are from the day before the one that counts."""
    return letter(number, sender=sender, to=to, **given)


def use(*letters, of=WORK, folders=("Sent",), **given):
    """Look at a sent folder."""
    flags = {name: ["\\Sent"] for name in folders}
    mailbox = FakeMailbox({"INBOX": [], **dict.fromkeys(folders, letters)}, flags=flags, **given)
    return look_at_use(mailbox, of, recogniser(of), since=SINCE, keys=KEYS)


def test_letters_under_the_own_address_are_counted():
    """However the address is written."""
    found = use(sent(1), sent(2, "ANNA@Harbour.example"), sent(3, '"Anna, M" <anna@harbour.example>'))
    assert found == SentUse(letters=3, since=date(2026, 11, 1), own=3, zones=1)


def test_letters_under_the_other_address_are_counted_since_the_day():
    """U1: two of three are since the day that counts."""
    found = use(sent(1, AT_HOME), sent(20, AT_HOME), sent(30, AT_HOME), sent(31))
    (named,) = found.under
    assert replace(named, messages=()) == Named("home", 3, date(2026, 11, 1), date(2026, 11, 2), 2)
    assert [(each.folder, each.uid, each.stored) for each in named.messages] == [
        ("Sent", 2, date(2026, 11, 2)),
        ("Sent", 3, date(2026, 11, 2)),
    ]
    assert len({each.key for each in named.messages}) == 2


def test_of_very_many_letters_under_the_other_address_only_the_newest_are_named():
    """The rest is counted all the same."""
    (named,) = use(*(sent(20 + number, AT_HOME) for number in range(MOST_NAMED + 5))).under
    assert (named.recent, len(named.messages)) == (MOST_NAMED + 5, MOST_NAMED)


def test_letters_from_before_the_day_that_counts_are_not_named():
    """They are counted, and nothing more."""
    (named,) = use(sent(1, AT_HOME)).under
    assert (named.letters, named.recent, named.messages) == (1, 0, ())


def test_the_own_letters_are_counted_beside_those_under_the_other_address():
    """One of two."""
    found = use(sent(1, AT_HOME), sent(31))
    assert found.own == 1


def test_a_letter_that_names_both_is_the_accounts_own():
    """A list of senders that holds the own address."""
    assert use(sent(1, f"{OWN}, {AT_HOME}")).under == ()


def test_a_likely_alias_is_no_certain_one():
    """A label behind a plus at a domain of one's own."""
    (named,) = use(sent(1, "anna+x@home.example")).under
    assert named.is_certain is False


def test_an_address_for_answers_is_looked_at():
    """F15; the own address there is as it should be."""
    found = use(sent(1, extra=f"Reply-To: {AT_HOME}\r\n"), sent(2, extra=f"Reply-To: {OWN}\r\n"), sent(3))
    assert [(each.account, each.letters) for each in found.replies_to] == [("home", 1)]


def test_marks_in_sent_letters_are_counted():
    """U2 and U3."""
    filed = sent(1, extra="Fcc: imap://anna%40home.example@imap.home.example/Sent\r\n")
    replaced = sent(2, extra=f"X-Google-Original-From: Anna <{AT_HOME}>\r\n")
    found = {each.kind: each.target.account for each in use(filed, replaced).traces}
    assert found == {TraceKind.FILED_IN_OTHER: "home", TraceKind.SENDER_REPLACED: "home"}


@pytest.mark.parametrize(
    ("to", "extra", "shows"),
    [
        ("a@x.example, b@y.example, c@z.example", "", True),
        ("a@x.example", "Cc: b@y.example, c@z.example\r\n", True),
        ("a@x.example, b@y.example", "", False),
        ("a@x.example", "Bcc: b@y.example, c@z.example\r\n", False),
        ("a@x.example, b@y.example, anna@home.example", "", False),
        ("a@x.example, b@y.example, desk@harbour.example", "", False),
        ("a@x.example, a@x.example, A@x.example", "", False),
        ("a@x.example, b@y.example, c@z.example", "List-Id: <l.example>\r\n", False),
    ],
    ids=["three", "in Cc", "two", "in Bcc", "oneself", "a colleague", "one person", "a list"],
)
def test_letters_that_show_several_outside_people_are_found(to, extra, shows):
    """U10: three people who are neither the member nor of the practice's own domain."""
    found = use(sent(30, to=to, extra=extra)).showing
    assert [each.uid for each in found] == ([1] if shows else [])


def test_letters_from_before_the_day_show_nothing():
    """An incident counts from the day of set-up."""
    assert use(sent(1, to="a@x.example, b@y.example, c@z.example")).showing == ()


def test_names_beside_the_own_address_are_counted():
    """J10 and J5, decoded; names beside other addresses are somebody else's affair."""
    coded = "=?utf-8?q?John_Morris?= <anna@harbour.example>"
    both = "Anna and John Morris <anna@harbour.example>"
    letters = [sent(at, name) for at, name in enumerate([OWN] * 3 + [coded] * 3 + [both] * 2)]
    found = use(*letters, sent(20, "Peter <anna@home.example>"), sent(21, "Peter <anna@home.example>"))
    assert (found.people, found.joint_names) == (2, 2)


def test_of_a_joint_home_address_only_the_sender_is_looked_at():
    """U1, and nothing of names, answers or readers."""
    mailbox = FakeMailbox({"Sent": [sent(20, OWN, extra=f"Reply-To: {OWN}\r\n")]}, flags={"Sent": ["\\Sent"]})
    joint = replace(HOME, joint=True)
    found = look_at_use(mailbox, joint, recogniser(joint, WORK), since=SINCE, keys=KEYS)
    (named,) = found.under
    assert replace(named, messages=()) == Named("practice", 1, SINCE, SINCE, 1)
    assert (replace(found, under=()), len(named.messages)) == (SentUse(1, date(2026, 11, 2)), 1)


def test_who_reads_personal_letters_is_not_asked_for():
    """The lines To and Cc of the home account stay on the server."""
    asked = []

    class Asked(FakeMailbox):
        def envelopes(self, uids, items):
            asked.extend(items.headers)
            return super().envelopes(uids, items)

    mailbox = Asked({"Sent": [sent(20, AT_HOME)]}, flags={"Sent": ["\\Sent"]})
    look_at_use(mailbox, HOME, recogniser(HOME), since=SINCE, keys=KEYS)
    assert not {"To", "Cc"} & set(asked)


def test_no_sent_folder_shows_nothing():
    """That is told by another rule."""
    assert use(sent(1), folders=()) == SentUse(letters=0)


def test_a_lost_connection_is_missing():
    """And never an empty folder."""
    assert isinstance(use(sent(1), fails_after=3), Missing)


@pytest.mark.parametrize(
    "sender", ["", "@", "a@b@c", '"unclosed', "=?utf-8?b?####?= <anna@harbour.example>", "x" * 9000]
)
def test_a_hostile_sender_line_is_read(sender):
    """Whatever stands there."""
    assert use(sent(1, sender)).letters == 1


def test_mail_programs_and_time_zones_are_counted():
    """By name without the version; a letter that names none counts for nothing."""
    programs = ["iPhone Mail (21F90)", "iPhone Mail (22A3354)", "Apple Mail (2.3774.600.62)"]
    letters = [sent(number, extra=f"X-Mailer: {name}\r\n") for number, name in enumerate(programs)]
    found = use(*letters, sent(8))
    assert (len(found.programs), found.zones) == (2, 1)
    assert len(use(*letters, sent(9, extra="User-Agent: Mozilla Thunderbird\r\n")).programs) == 3


def test_equal_programs_are_equal_in_both_accounts():
    """So that one program on both can be noticed (U8)."""
    extra = "User-Agent: Mozilla Thunderbird\r\n"
    private = use(sent(sender=HOME.address, extra=extra), of=HOME)
    assert use(sent(extra=extra)).programs == private.programs


TELLING = "Reply-To: Bo Miller <anna@home.example>\r\nX-Mailer: Millers Mailer 3\r\nSender: bo@elsewhere.example\r\n"
READERS = "bo@a.example, cy@b.example, di@c.example"


def sent_over_time(count):
    """Letters that show all that a header may show."""
    names = ("Anna Morris", "Tom Miller", "Anna & Tom Morris")
    return [
        sent(number, f"{names[number % 3]} <anna@harbour.example>", READERS, extra=TELLING) for number in range(count)
    ]


def look_again(mailbox, state, *, basis="basis"):
    """Look as a later run does, which knows what earlier ones read."""
    letters = state.uses("work", basis)
    return look_at_use(mailbox, WORK, recogniser(), since=SINCE, keys=KEYS, letters=letters)


def look_anew(count):
    """Look as a first run does."""
    return look_at_use(in_sent(sent_over_time(count)), WORK, recogniser(), since=SINCE, keys=KEYS)


def in_sent(letters):
    """A mailbox with these letters sent."""
    return FakeMailbox({"INBOX": [], "Sent": letters}, flags={"Sent": ["\\Sent"]})


def test_no_header_is_fetched_twice():
    """Of letters that earlier runs read, nothing; and what is seen is what a first look sees."""
    with State.in_memory() as state:
        assert look_again(in_sent(sent_over_time(30)), state) == look_anew(30)
        later, fetched = in_sent(sent_over_time(33)), []
        envelopes = later.envelopes
        later.envelopes = lambda uids, *items: fetched.append(list(uids)) or envelopes(uids, *items)
        seen = look_again(later, state)
        assert fetched == [[31, 32, 33]]
        assert seen == look_anew(33)
        assert (seen.people, seen.joint_names, len(seen.programs), len(seen.showing)) == (2, 11, 1, 21)
        assert look_again(later, state) == seen
        assert fetched[1:] == []


def test_what_is_kept_of_headers_names_nobody():
    """No name, no address, no program: digests and the member's own account names."""
    with State.in_memory() as state:
        look_again(in_sent(sent_over_time(9)), state)
        kept = repr(state.connection.execute("SELECT * FROM letter_use").fetchall()).lower()
    assert "home" in kept
    assert not any(word in kept for word in ("anna", "morris", "tom", "miller", "elsewhere", "example", "@"))


def test_only_the_newest_letters_stay_known():
    """What is kept does not grow with the years."""
    with State.in_memory() as state:
        look_again(in_sent(sent_over_time(NEWEST)), state)
        look_again(in_sent(sent_over_time(NEWEST + 5)), state)
        kept = state.connection.execute("SELECT min(uid), max(uid), count(*) FROM letter_use").fetchone()
    assert kept == (6, NEWEST + 5, NEWEST)


def test_headers_are_read_anew_where_they_would_be_read_otherwise():
    """Another version, another account of the member, another day that counts."""
    with State.in_memory() as state:
        look_again(in_sent(sent_over_time(9)), state)
        later = in_sent(sent_over_time(9))
        assert look_again(later, state, basis="another") == look_anew(9)
        assert "FETCH" in " ".join(later.calls)
