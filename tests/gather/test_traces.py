"""The way that letters took, as an inbox shows it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailcheck.gather.traces import NEWEST, look_at_traces
from mailcheck.model import Grade, Missing, Status
from mailcheck.model.traces import Target, TraceKind, Whose
from mailcheck.model.use import Batch
from mailcheck.rules.no_forwarding import no_forwarding
from mailcheck.settings import load_providers
from tests.factories import evidence, policy, seen
from tests.fake_mailbox import FakeMailbox
from tests.gather.headers import HOME, KEYS, START, WORK, arrived, letter, recogniser, seen_from
from tests.parse import letter_traces as samples
from tests.parse.letter_traces import EVERY_MARK
from tests.rules.forwarding import scripts

FORWARDED = "X-Sieve-Redirected-From: anna@harbour.example\r\n"


def look(*inbox, of=HOME, **given):
    """Look at an inbox."""
    return look_at_traces(FakeMailbox({"INBOX": inbox}, **given), of, seen_from(of), KEYS)


def test_an_ordinary_inbox_shows_nothing():
    """Letters from elsewhere, by the account's own servers."""
    found = look(*(letter(number, to="anna@home.example", top=arrived(at="home")) for number in range(5)))
    assert (found.letters, found.since, found.traces, found.names, found.batch) == (5, date(2026, 11, 1), (), 0, None)
    assert {each.named for each in found.received} == {("home",)}


def test_an_empty_inbox_is_looked_at():
    """Nothing is there, and that is no failure."""
    assert look().letters == 0


def test_believed_marks_of_forwarding_are_counted_by_writers():
    """Three letters from two people; the home provider's own server took them from the practice's."""
    senders = ("bo@elsewhere.example", "cy@elsewhere.example", "bo@elsewhere.example")
    top = arrived(at="home", peer="mx1.harbour.example") + FORWARDED + arrived()
    found = look(*(letter(number, sender=sender, top=top) for number, sender in enumerate(senders)))
    (trace,) = [each for each in found.traces if each.kind is TraceKind.PROVIDER_FORWARDED]
    assert (trace.target, trace.is_trusted, trace.count, trace.senders) == (Target(Whose.OTHER, "practice"), True, 3, 2)


def test_the_long_lines_are_fetched_only_for_letters_that_carry_a_mark():
    """Two marked letters among three hundred."""
    top = arrived(at="home", peer="mx1.harbour.example") + FORWARDED
    inbox = [letter(number, top=top if number in {7, 9} else arrived(at="home")) for number in range(300)]
    mailbox = FakeMailbox({"INBOX": inbox})
    found = look_at_traces(mailbox, HOME, seen_from(HOME), KEYS)
    assert sum(each.count for each in found.traces if each.kind is TraceKind.PROVIDER_FORWARDED) == 2
    assert mailbox.traffic.turns == 4


def test_programmes_that_collect_are_found_where_no_other_mark_is():
    """Fetchmail leaves nothing but a Received line; the newest hundred letters are enough."""
    fetched = (
        "Received: from imap.harbour.example by home.lan with IMAP (fetchmail-6.4.37)\r\n\tfor <anna@localhost>;\r\n"
    )
    found = look(*(letter(number, top=fetched + arrived()) for number in range(120)))
    kinds = {each.kind: (each.target.account, each.count) for each in found.traces}
    assert kinds[TraceKind.PROGRAM_COLLECTED] == ("practice", 100)


def test_letters_that_getmail_copied_are_told_with_their_places():
    """UIDVALIDITY and UID in the mailbox that they came from, and the letter's key."""
    got = "Received: from imap.harbour.example by home.lan with IMAP4 getmail6 msgid:7/{}\r\n\tfor <anna@x.lan>;\r\n"
    found = look(*(letter(number, top=got.format(number)) for number in range(3)))
    assert [(each.uidvalidity, each.uid) for each in found.copied] == [(7, 0), (7, 1), (7, 2)]
    assert [each.key for each in found.copied] == [each.key for each in found.received]


def test_only_the_newest_letters_are_looked_at():
    """At most five hundred."""
    assert look(*(letter(number) for number in range(NEWEST + 20))).letters == NEWEST


def test_a_joint_home_address_is_not_looked_at():
    """No command is sent."""
    mailbox = FakeMailbox({"INBOX": [letter()]})
    assert look_at_traces(mailbox, replace(HOME, joint=True), seen_from(HOME), KEYS) is None
    assert mailbox.calls == []


def test_a_lost_connection_is_missing():
    """And never an empty inbox."""
    assert isinstance(look(letter(), fails_after=1), Missing)


def test_letters_to_any_name_at_the_own_domain_are_counted():
    """D12: three names, and a label behind a plus is none; a provider's domain is not the member's."""
    names = ("info", "hello", "anna", "anna+shop")
    inbox = [letter(at, top=f"Delivered-To: {name}@harbour.example\r\n") for at, name in enumerate(names)]
    assert look(*inbox, of=WORK).names == 3
    assert look(*inbox, of=replace(WORK, provider_by_domain=True)).names == 0
    assert look(*inbox, of=HOME).names == 0


def test_older_letters_stored_at_once_are_a_batch():
    """F14: twelve letters of twelve days within a minute; letters that really came so are none."""
    days = [letter(at, written=START - timedelta(days=at)) for at in range(12)]
    at_once = [datetime(2026, 11, 20, 8, 0, at, tzinfo=UTC) for at in range(12)]
    assert look(*days, stored={"INBOX": at_once}).batch == Batch(12, date(2026, 11, 20))
    same_day = [letter(at, written=START) for at in range(12)]
    assert look(*same_day, stored={"INBOX": at_once}).batch is None
    apart = [datetime(2026, 11, 20, at, tzinfo=UTC) for at in range(12)]
    assert look(*days, stored={"INBOX": apart}).batch is None


def test_five_hundred_letters_stored_at_once_take_no_time():
    """The comparison does not grow with the square of the batch."""
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    found = look(*(letter(at, written=START) for at in range(NEWEST)), stored={"INBOX": [moment] * NEWEST})
    assert found.batch is None


def test_list_mail_is_marked():
    """By what it says of itself."""
    listed = letter(1, extra="List-Id: <a.example>\r\n"), letter(2, extra="Precedence: bulk\r\n"), letter(3)
    assert [each.is_list for each in look(*listed).received] == [True, True, False]


def test_a_copied_letter_is_dated_by_itself_unless_it_claims_the_future():
    """The earlier of its own date and the day it was stored."""
    old, future, none = (
        letter(1, written=START - timedelta(days=90)),
        letter(2, written=START.replace(year=2040)),
        b"\r\n",
    )
    stored = [START] * 3
    found = look(old, future, none, stored={"INBOX": stored})
    assert [each.dated for each in found.received] == [date(2026, 8, 3), START.date(), START.date()]


def test_a_seal_of_origin_counts_where_the_own_provider_says_so():
    """N5: the practice's letters arrive at home with DKIM passed; a line from below is not believed."""
    seal = "Authentication-Results: mx1.home.example; spf=pass; dkim=pass header.d=harbour.example header.s=a\r\n"
    own = {"sender": "anna@harbour.example", "to": "anna@home.example"}
    above = letter(top=arrived(at="home", above=seal), **own)
    below = letter(top=arrived(at="home") + seal, **own)
    other = letter(top=arrived(at="home", above=seal.replace("d=harbour", "d=evil")), **own)
    assert [look(each).sealed for each in (above, below, other)] == [("practice",), (), ()]


def test_an_attacker_who_forges_every_mark_fails_nobody():
    """Fifty letters from fifty people with every header of group F, to either account: a question, and no more."""
    at_home = EVERY_MARK.replace("harbour", "swap").replace("home", "harbour").replace("swap", "home")
    forged = [
        [
            letter(at, sender=f"m{at}@evil{at}.example", to=to, top=arrived(at=side, peer="evil.example") + marks)
            for at in range(50)
        ]
        for side, to, marks in (
            ("harbour", "anna@home.example", EVERY_MARK),
            ("home", "anna@harbour.example", at_home),
        )
    ]
    work = seen(WORK, traces=look(*forged[0], of=WORK), scripts=scripts())
    for joint in (False, True):
        private = seen(replace(HOME, joint=joint), traces=look(*forged[1], of=HOME), scripts=scripts())
        answers = tuple(no_forwarding(evidence(work, private), policy()))
        assert {each.status for each in answers} == {Status.ATTENTION}
        assert all(each.title.endswith("Do they?") for each in answers)


def test_the_account_that_names_itself_is_no_other():
    """Recognised as its own, by the same rules as its provider's."""
    found = look(letter(top=f"Delivered-To: {HOME.address.upper()}\r\n"), of=HOME)
    assert found.traces == ()
    assert recogniser(HOME)(HOME.address).whose is Whose.OWN


KNOWN = {each.id: each for each in load_providers()}


def at(provider, address):
    """The home account, at a provider that is known."""
    return replace(HOME, address=address, host="imap.example", provider=KNOWN[provider], provider_by_domain=True)


@pytest.mark.parametrize(
    ("header", "private", "row"),
    [
        (samples.GMAIL_FORWARDED, at("gmail", "anna.harbour@gmail.com"), "F6"),
        (samples.EXCHANGE_FORWARDED, at("microsoft-365", "anna@home.example"), "F7"),
        (samples.EXCHANGE_RULE, at("microsoft-365", "anna@home.example"), "F7"),
    ],
    ids=["Gmail", "Exchange forwarding", "Exchange rule"],
)
def test_what_providers_write_leads_to_a_verdict(header, private, row):
    """Headers after published transcripts of Gmail and of Exchange Online: three letters from two people decide."""
    senders = ("bo@elsewhere.example", "cy@elsewhere.example", "bo@elsewhere.example")
    inbox = [
        header.replace("bo@elsewhere.example>\r\nTo", f"{each}>\r\nTo").encode() + b"\r\nwords" for each in senders
    ]
    traces = look_at_traces(FakeMailbox({"INBOX": inbox}), WORK, seen_from(WORK, private), KEYS)
    answers = no_forwarding(
        evidence(seen(WORK, traces=traces, scripts=scripts()), seen(private, traces=look(), scripts=None)), policy()
    )
    first = next(iter(answers))
    assert (first.status, first.grade, first.key) == (Status.ATTENTION, Grade.PROOF, "home to practice")
    assert row in first.evidence_ids


def test_one_out_of_office_reply_is_no_forwarding():
    """It carries a line of Exchange's rules, and is only an automatic answer."""
    private = at("microsoft-365", "anna@home.example")
    inbox = [samples.OUT_OF_OFFICE.encode() + b"\r\nwords"] * 5
    found = look_at_traces(FakeMailbox({"INBOX": inbox}), WORK, seen_from(WORK, private), KEYS)
    assert found.traces == ()
