"""Several accounts, a joint home address, and the time of separating one mailbox into two: on a real server."""

import imaplib
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from mailcheck.app.cli import main
from tests.whole.mailboxes import alias, fill, letter, letters, settings

pytestmark = pytest.mark.server

WORK = "anna@practice.example"


@pytest.fixture
def check(many_users, tmp_path, capsys):
    """Return what checks two accounts and those added, and returns the report."""

    def look(*, extra="", home="home"):
        path = settings(tmp_path, many_users, "work", home, extra=extra)
        main(["check", "--full", "--config", str(path), "--format", "json"])
        return json.loads(capsys.readouterr().out)

    return look


def another(server, name, role, address, user, more=""):
    """Return the table of one more account."""
    return (
        f'[[account]]\nname = "{name}"\nrole = "{role}"\naddress = "{address}"\nhost = "localhost"\n'
        f'port = {server.tls.port}\nuser = "{user}"\nca_file = "{server.tls.ca_file}"\n'
        f'secret = "env:MAILCHECK_TEST_PASSWORD"\n{more}'
    )


def of(report, rule):
    """Return the state of each finding of a rule, by its accounts."""
    return {tuple(each["accounts"]): each["status"] for each in report["findings"] if each["rule"] == rule}


def test_every_pair_is_judged_and_two_professional_accounts_may_be_one_mailbox(many_users, check):
    """An enquiries address that leads into the practice's mailbox is no fault; home is compared with both."""
    fill(many_users, "work", letters("client", 25), letters("reply", 3))
    fill(many_users, "home", letters("friend", 25))
    alias(many_users, "third", of="work")
    report = check(extra=another(many_users, "enquiries", "enquiries", "info@practice.example", "third"))
    assert of(report, "separate-mailboxes") == {("practice", "home"): "met", ("enquiries", "home"): "met"}
    assert of(report, "separate-addresses") == {("practice", "home"): "met", ("enquiries", "home"): "met"}
    assert "not-met" not in {each["status"] for each in report["findings"]}


def test_one_pair_that_is_one_mailbox_does_not_hide_the_other(many_users, check):
    """The second practice's log-in opens the home mailbox: that pair is told, and the first stays met."""
    fill(many_users, "work", letters("client", 25), letters("reply", 3))
    fill(many_users, "home", letters("friend", 25), letters("greeting", 25))
    alias(many_users, "third", of="home")
    report = check(extra=another(many_users, "second", "professional", "anna@second.example", "third"))
    assert of(report, "separate-mailboxes") == {("practice", "home"): "met", ("second", "home"): "not-met"}


def test_a_joint_home_address_is_allowed_and_hardly_looked_at(many_users, tmp_path, capsys):
    """No fault, no question about its people, and no field in which forwarding leaves its marks is fetched."""
    fill(many_users, "work", letters("client", 25), letters("reply", 3))
    fill(many_users, "home", letters("friend", 25), letters("greeting", 3))
    switched_on = "[policy.rules.professional-mail-stays]\nenabled = true\n"
    path = settings(tmp_path, many_users, "work", None)
    joint = another(many_users, "home", "personal", "smiths@home.example", "home", "joint = true\n")
    path.write_text(path.read_text() + joint + switched_on)
    before = set(many_users.raw_log())
    main(["check", "--config", str(path), "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert of(report, "separate-mailboxes") == {("practice", "home"): "met"}
    assert "not-met" not in {each["status"] for each in report["findings"]}
    assert all("home" not in each["accounts"] for each in report["findings"] if each["rule"] == "not-joint-address")
    stays = [each for each in report["findings"] if each["rule"] == "professional-mail-stays"]
    assert [each["status"] for each in stays] == ["not-applicable"]
    sessions = [octets for file, octets in many_users.raw_log().items() if file not in before]
    (looked,) = [each for each in sessions if b"X-FORWARDED" not in each.upper()]
    assert b"MESSAGE-ID" in looked.upper()  # the comparison of the mailboxes, and no more
    assert not any(field in looked.upper() for field in (b"RECEIVED", b"DELIVERED-TO", b"LIST-ID"))


def append(server, user, made, day):
    """Store a letter as if it had come on a day."""
    client = server.tls.raw(user)
    answer, said = client.append("INBOX", r"(\Seen)", imaplib.Time2Internaldate(day), made.as_bytes())
    client.logout()
    assert answer == "OK", said


@pytest.mark.parametrize(
    ("begun", "ends", "is_asked"),
    [(None, None, True), (-2, 30, False), (-40, -10, True)],
    ids=["no transition", "under way", "over"],
)
def test_letters_from_before_a_separation_do_not_count_while_it_lasts(many_users, check, begun, ends, is_asked):
    """Somebody took the practice's letters out of one mailbox into a new one, and must not look worst (F13)."""
    today, now = date.today(), datetime.now(UTC)
    for number in range(12):
        same = letter(f"before {number}", sender=f"client{number}@elsewhere.example", to=WORK)
        for user in ("work", "home"):
            append(many_users, user, same, now - timedelta(days=60 + number))
    for user in ("work", "home"):
        for number in range(6):
            append(many_users, user, letter(f"since at {user} {number}"), now - timedelta(hours=number))
    extra = ""
    if begun is not None:
        days = (today + timedelta(days=begun), today + timedelta(days=ends))
        extra = "[transition]\nfrom = {}\nuntil = {}\n".format(*days)
    report = check(extra=extra)
    rows = {row for each in report["findings"] if each["status"] == "attention" for row in each["evidence_ids"]}
    (apart,) = [each for each in report["findings"] if each["rule"] == "separate-mailboxes"]
    assert ("F13" in rows) == is_asked
    assert apart["status"] == "met"
    assert ("as you are separating the two" in apart["detail"]) == (not is_asked)


def test_one_mailbox_is_no_transition(many_users, check):
    """What the server itself says of the mailbox holds, whatever is left out: two log-ins of one are told."""
    fill(many_users, "work", letters("client", 25), letters("reply", 25))
    alias(many_users, "home", of="work")
    today = date.today()
    under_way = f"[transition]\nfrom = {today - timedelta(days=5)}\nuntil = {today + timedelta(days=30)}\n"
    assert of(check(extra=under_way), "separate-mailboxes") == {("practice", "home"): "not-met"}
