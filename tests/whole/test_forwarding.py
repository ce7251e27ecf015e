"""Letters that really go from one mailbox to another: by rules, aliases and programmes; and the test letter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from mailcheck.app.cli import main
from mailcheck.gather.letter import look_for_letters
from mailcheck.gather.mail_rules import look_at_rules
from mailcheck.gather.secret import Password
from mailcheck.gather.traces import look_at_traces
from mailcheck.gather.twins import look_for_twins
from mailcheck.model import Grade, Role, Said, Status
from mailcheck.model.letter import Letter, LetterState
from mailcheck.model.traces import SieveLook, TraceKind
from mailcheck.parse.received import vantage
from mailcheck.parse.recognise import recognisers
from mailcheck.rules.no_forwarding import no_forwarding
from mailcheck.rules.own_identity import own_identity
from mailcheck.settings import load_said, record_letter
from tests.factories import evidence, policy, seen
from tests.gather.headers import KEYS, digest
from tests.servers import copying
from tests.servers.managesieve import Sieve
from tests.servers.running import PASSWORD
from tests.servers.starting import started
from tests.whole.mailboxes import alias, fill, settings

pytestmark = pytest.mark.server

WORK, HOME = "user0", "user1"
ADDRESS = "user0@mx.practice.example"
FORWARD = 'require "copy"; redirect :copy "user1@home.example";'
SENDERS = ("bo@elsewhere.example", "cy@elsewhere.example", "di@elsewhere.example")
CAME = (
    "Received: from imap.practice.example (imap.practice.example [192.0.2.5]) by imap.home.example with ESMTPS;"
    " Mon, 2 Nov 2026 09:00:00 +0000\r\n"
)
"""What the home provider's server writes when it takes a letter from the practice's."""


@pytest.fixture
def server(authority):
    """A Dovecot that runs rules, with two mailboxes of which the second is empty."""
    with started(lambda folder: Sieve(folder, authority)) as running:
        yield running


class Pair:
    """A practice and a home account on one server, looked at as a run does."""

    def __init__(self, server: Sieve, *, joint: bool = False) -> None:
        self.server = server
        work = replace(server.tls.account(WORK), name="practice", address=ADDRESS)
        home = replace(
            server.tls.account(HOME), name="home", address="user1@home.example", role=Role.PERSONAL, joint=joint
        )
        self.work, self.home = work, home
        self.whose = recognisers((work, home), digest)

    def open(self, user: str):
        """Sign in."""
        return self.server.tls.open(user=user)

    def seen(self, account, *, by_name: bool = True):
        """Look at one account. `by_name`: its server has a name that other servers look up, as on a real network."""
        named = {
            "practice": replace(self.work, host="imap.practice.example"),
            "home": replace(self.home, host="imap.home.example"),
        }
        accounts = tuple(named.values()) if by_name else (self.work, self.home)
        here = next(each for each in accounts if each.name == account.name)
        where = vantage(recognisers(accounts, digest)[here.name])
        mailbox = self.open(account.user)
        try:
            looks = look_for_twins(mailbox, account, KEYS)
            traces = look_at_traces(mailbox, here, where, KEYS)
        finally:
            mailbox.close()
        rules = look_at_rules(
            account, Password(PASSWORD), self.whose[account.name], today=now().date(), port=self.server.sieve_port
        )
        return seen(account, looks=looks, traces=traces, scripts=rules)

    def judged(self, *letters, by_name: bool = True):
        """Return what the rule says."""
        every = evidence(
            *(self.seen(account, by_name=by_name) for account in (self.work, self.home)),
            said=Said(letters=letters),
            now=now(),
        )
        return tuple(no_forwarding(every, policy("no-forwarding")))

    def letters(self, *letters, later=timedelta(0)):
        """Look for test letters in both mailboxes."""
        mailboxes = {"practice": self.open(WORK), "home": self.open(HOME)}
        try:
            return look_for_letters(letters, mailboxes, self.whose, now() + later)
        finally:
            for mailbox in mailboxes.values():
                mailbox.close()


def now():
    """Return the time by which the server stores letters."""
    return datetime.now(UTC)


def coded(code, to=ADDRESS):
    """A test letter, as a friend sends it."""
    return f"From: friend@elsewhere.example\r\nTo: {to}\r\nSubject: {code}\r\n\r\nwords\r\n".encode()


def letters(*senders, to=ADDRESS, start=0):
    """Letters from several people, addressed to the practice."""
    for number, sender in enumerate(senders, start):
        made = EmailMessage()
        made["From"], made["To"], made["Subject"] = sender, to, f"words {number}"
        made["Message-ID"] = f"<{number}@elsewhere.example>"
        made["Date"] = f"Mon, {number % 28 + 1:02} Jun 2026 10:00:00 +0000"
        made.set_content("words\n")
        yield made


def hand_over(server):
    """Deliver what the practice's rules sent on, as the home provider's servers do."""
    for octets in server.sent_on:
        server.deliver(HOME, CAME.encode() + octets)
    server.sent_on.clear()


def test_a_redirect_is_found_in_the_rules_and_on_the_letters(server):
    """Pigeonhole end to end: F1 by ManageSieve, F8 on three letters in the home inbox."""
    server.store(WORK, "main", main=FORWARD)
    for each in letters(*SENDERS):
        server.deliver(WORK, each.as_bytes())
    hand_over(server)

    first, *_ = Pair(server).judged()

    assert (first.status, first.grade) == (Status.ATTENTION, Grade.PROOF)
    assert {"F1", "F8"} <= set(first.evidence_ids)
    assert first.title == "A rule on the mail server sends every letter from practice on to home."
    assert Pair(server, joint=True).judged()[0].status is Status.NOT_MET


def test_the_letters_alone_show_a_redirect_after_its_rule_is_gone_until_a_test_letter_passes(server):
    """Marks stay in old letters; the test letter shows that it is over."""
    server.store(WORK, "main", main=FORWARD)
    for each in letters(*SENDERS):
        server.deliver(WORK, each.as_bytes())
    hand_over(server)
    server.store(WORK, None, main=FORWARD)
    pair = Pair(server)
    assert "F8" in pair.judged()[0].evidence_ids

    server.deliver(WORK, coded("MCAAAAAAAA"))
    (found,) = pair.letters(Letter("MCAAAAAAAA", "practice", "home", now()), later=timedelta(minutes=11))

    assert found.state is LetterState.APART
    assert pair.judged(replace(found, looked=now()))[0].status is Status.MET


def test_two_ordinary_mailboxes_whose_rules_are_shown_are_met(server):
    """A rule that only sorts letters sends nothing."""
    server.store(WORK, "main", main='require "fileinto"; if header :contains "subject" "x" { fileinto "Sent"; }')
    fill(server, HOME, letters(*SENDERS, to="user1@home.example", start=50))
    pair = Pair(server)

    (answer,) = pair.judged()

    assert (answer.status, answer.title) == (Status.MET, "Nothing passes letters on.")
    assert isinstance(pair.seen(pair.work).scripts, SieveLook)


def test_the_test_letter_sees_a_redirect(server):
    """It arrives where it was sent, and in the other mailbox as well."""
    server.store(WORK, "main", main=FORWARD)
    asked = Letter("MCBBBBBBBB", "practice", "home", now())
    pair = Pair(server)
    assert pair.letters(asked)[0].state is LetterState.WAITING
    server.deliver(WORK, coded(asked.code))
    assert pair.letters(asked)[0].state is LetterState.ARRIVED
    hand_over(server)
    assert pair.letters(asked)[0].state is LetterState.BOTH


def test_the_test_letter_sees_an_alias(server):
    """Two log-ins of one mailbox."""
    alias(server, HOME, of=WORK)
    server.deliver(WORK, coded("MCCCCCCCCC"))
    (found,) = Pair(server).letters(Letter("MCCCCCCCCC", "practice", "home", now()))
    assert found.state is LetterState.BOTH


def test_the_test_letter_tells_two_mailboxes_both_ways(server):
    """On mailboxes that hold nothing else that could tell them apart."""
    server.deliver(WORK, coded("MCDDDDDDDD"))
    server.deliver(HOME, coded("MCEEEEEEEE", to="user1@home.example"))
    asked = Letter("MCDDDDDDDD", "practice", "home", now()), Letter("MCEEEEEEEE", "home", "practice", now())
    found = Pair(server).letters(*asked, later=timedelta(minutes=11))
    assert [each.state for each in found] == [LetterState.APART] * 2


def test_a_catch_all_is_noticed_and_is_no_forwarding(server):
    """Letters to three names of the own domain arrive in one mailbox (D12)."""
    for name in ("info", "hello", "user0"):
        top = f"Delivered-To: {name}@mx.practice.example\r\n".encode()
        server.deliver(WORK, top + next(letters(SENDERS[0])).as_bytes())
    pair = Pair(server)
    assert pair.seen(pair.work).traces.names == 3
    assert [each.status for each in pair.judged()] == [Status.MET]


def test_getmail_is_proven_by_the_places_that_it_copied_from(server):
    """F10: it notes UIDVALIDITY and UID, and there the practice holds the very letters."""
    fill(server, WORK, letters(*SENDERS))
    copying.getmail(server, WORK, HOME)

    first, *_ = Pair(server).judged(by_name=False)

    assert (first.status, first.grade, first.key) == (Status.ATTENTION, Grade.PROOF, "practice to home")
    assert first.title == "A programme copies letters from practice into home."


def test_fetchmail_is_recognised_and_asked_about(server):
    """F10: it names the practice's server; anybody could write that, so it is a question."""
    fill(server, WORK, letters(*SENDERS * 2))
    copying.fetchmail(server, WORK, HOME)
    pair = Pair(server)

    marks = {trace.kind: trace.target.account for trace in pair.seen(pair.home, by_name=False).traces.traces}
    first, *_ = pair.judged(by_name=False)

    assert marks[TraceKind.PROGRAM_COLLECTED] == "practice"
    assert (first.status, first.key) == (Status.ATTENTION, "practice to home")
    assert first.title == "It looks as if letters of practice reach home. Do they?"
    assert {"F10", "F13"} <= set(first.evidence_ids)


def test_mbsync_is_recognised_and_asked_about(server):
    """F11, and equal letters in both (F13); older letters stored at once (F14)."""
    fill(server, WORK, letters(*SENDERS * 4))
    copying.mbsync(server, WORK, HOME)
    pair = Pair(server)

    found = pair.seen(pair.home, by_name=False).traces
    answers = pair.judged(by_name=False)

    assert TraceKind.PROGRAM_SYNCHRONISED in {trace.kind for trace in found.traces}
    assert found.batch is not None
    assert found.batch.letters >= 12
    assert answers[0].title == "It looks as if letters of practice reach home. Do they?"
    assert {"F11", "F13"} <= set(answers[0].evidence_ids)


def test_the_command_leads_from_a_code_to_the_way_back(server, tmp_path, capsys):
    """`mailcheck letter` on a real server: it waits, finds the letter, and once that is settled offers the way back."""

    def told(*words):
        assert main(["letter", "--config", str(path), *words]) == 0
        return capsys.readouterr().out

    path = settings(tmp_path, server, WORK, HOME)
    assert "waiting for it" in told()
    (asked,) = load_said(tmp_path / "said.toml").letters
    server.deliver(WORK, coded(asked.code))
    assert "it has arrived" in told()
    assert "it has arrived" in told()
    (found,) = load_said(tmp_path / "said.toml").letters
    assert (found.code, found.state) == (asked.code, LetterState.ARRIVED)
    record_letter(tmp_path / "said.toml", replace(found, state=LetterState.APART))
    shown = told()
    assert f"Test letter {asked.code}, to practice: it arrived only where it was sent." in shown
    assert "to home: waiting for it" in shown


def test_looking_changes_nothing(server):
    """Neither a letter, nor a flag, nor a rule."""
    server.store(WORK, "main", main=FORWARD)
    pair, before = Pair(server), (server.snapshot(), server.scripts_on_disk(WORK))
    pair.judged()
    pair.letters(Letter("MCFFFFFFFF", "practice", "home", now()))
    assert (server.snapshot(), server.scripts_on_disk(WORK)) == before


ELSEWHERE = (
    "Received: from mail.elsewhere.example (mail.elsewhere.example [192.0.2.9]) by imap.home.example with ESMTPS\r\n"
)
"""What the home provider's server writes when it takes a letter from a stranger's."""


def test_letters_delivered_for_the_practice_are_asked_about(server):
    """F12: the home provider's own line says for whom they were; stored in a real mailbox and read from there."""
    for made in letters(*SENDERS):
        server.deliver(HOME, f"X-Original-To: {ADDRESS}\r\n{ELSEWHERE}".encode() + made.as_bytes())

    first, *_ = Pair(server).judged()

    assert (first.status, first.evidence_ids, first.key) == (Status.ATTENTION, ("F12",), "practice to home")
    assert first.title == "It looks as if letters of practice reach home. Do they?"


def test_the_same_line_below_a_strangers_is_never_more_than_a_question(server):
    """Whoever wrote the letter may have written it."""
    for made in letters(*SENDERS):
        server.deliver(HOME, ELSEWHERE.encode() + f"X-Original-To: {ADDRESS}\r\n".encode() + made.as_bytes())

    assert {each.status for each in Pair(server).judged()} <= {Status.MET, Status.ATTENTION}
    assert all(each.grade is not Grade.PROOF for each in Pair(server).judged() if each.status is not Status.MET)


def test_the_same_letters_in_both_inboxes_are_asked_about(server):
    """F13: five that were addressed to the practice alone; four are chance."""
    same = list(letters(*SENDERS, *SENDERS))
    pair = Pair(server)
    for more, rows in ((same[:4], set()), (same[4:5], {"F13"})):
        fill(server, WORK, more)
        fill(server, HOME, more)
        assert {row for each in pair.judged() for row in each.evidence_ids} & {"F13"} == rows


def test_older_letters_that_were_copied_in_at_once_are_a_sentence(server):
    """F14: the server stored them within a minute, and they were written on many days. It changes nothing."""
    fill(server, HOME, letters(*SENDERS * 4, to="user1@home.example"))

    (answer,) = Pair(server).judged()

    assert (answer.status, "F14" in answer.evidence_ids) == (Status.MET, True)
    assert "12 older letters were copied into home at once" in answer.detail


FROM_HERE = 'require ["copy", "enotify", "vacation"]; '
SOME = FROM_HERE + 'if header :contains "subject" "words" { redirect :copy "user1@home.example"; }'
ELSEWHERE_TOO = FROM_HERE + 'redirect :copy "somebody@elsewhere.example";'
AWAY = FROM_HERE + 'vacation :from "user1@home.example" "Back in May";'
NEVER = FROM_HERE + 'if false { redirect "user1@home.example"; }'


@pytest.mark.parametrize(
    ("active", "script", "row", "grade"),
    [
        (True, SOME, "F2", Grade.STRONG),
        (True, ELSEWHERE_TOO, "F3", Grade.STRONG),
        (False, FORWARD, "F5", None),
        (True, NEVER, "F5", None),
    ],
    ids=["some letters", "a third address", "stored and not active", "never true"],
)
def test_rules_that_send_less_than_everything_home_are_never_proof(server, active, script, row, grade):
    """F2 and F3 ask, F5 is a sentence: read by ManageSieve from a server that would run them."""
    server.store(WORK, "main" if active else None, main=script)

    answers = [each for each in Pair(server).judged() if row in each.evidence_ids]
    asked = [each for each in answers if each.status is not Status.MET]

    assert answers
    assert [(each.status, each.grade) for each in asked] == ([(Status.ATTENTION, grade)] if grade else [])


@pytest.mark.parametrize(("script", "is_told"), [(AWAY, True), (AWAY.replace("user1@home.example", ADDRESS), False)])
def test_an_automatic_reply_that_names_the_home_address_is_to_be_changed(server, script, is_told):
    """F4: as Pigeonhole would send it; one under the practice's own address says nothing."""
    server.store(WORK, "main", main=script)
    pair = Pair(server)
    every = evidence(pair.seen(pair.work), pair.seen(pair.home), now=now())

    told = [each for each in own_identity(every, policy("own-identity")) if "F4" in each.evidence_ids]

    assert [each.status for each in told] == [Status.ATTENTION] * is_told
