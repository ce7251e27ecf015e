"""Not everything is looked at in every run: what holds is told with its day, what is due or changed is looked at."""

import json
import sqlite3
from datetime import date, timedelta

import pytest

import mailcheck
from mailcheck.app.cli import main
from mailcheck.model import Status
from mailcheck.state import State
from tests.gather.name_servers import Canned
from tests.servers import processes
from tests.whole.mailboxes import fill, letter, letters, settings

pytestmark = pytest.mark.server

WEEKLY = {"signs of forwarding", "answers received", "sender names"}


@pytest.fixture
def check(many_users, tmp_path, own_home, capsys):
    """Return what runs a check of two mailboxes and returns its report."""
    fill(many_users, "work", letters("client", 25), letters("answer", 3))
    fill(many_users, "home", letters("friend", 25))
    path = settings(tmp_path, many_users, "work", "home")

    def run(*more):
        main(["check", "--config", str(path), "--format", "json", *more])
        return json.loads(capsys.readouterr().out)

    run.path = path
    return run


def days(report, account=0):
    """Return the day on which each kind of evidence of an account was looked at."""
    return {each["what"]: each["date"] for each in report["accounts"][account]["coverage"]["looked"]}


def told(report):
    """Return everything a report says, but for when it was looked at."""
    findings = [{**each, "looked_at": "", "first_seen": ""} for each in report["findings"]]
    return report["status"], report["clauses"], findings


def state(own_home):
    """Return the file of the state."""
    (found,) = own_home.rglob("state*.sqlite3")
    return found


def age(own_home, by):
    """Make everything that is remembered older."""
    connection = sqlite3.connect(state(own_home))
    rows = connection.execute("SELECT subject, kind, looked FROM evidence").fetchall()
    for subject, kind, looked in rows:
        day = date.fromisoformat(looked) - timedelta(days=by)
        connection.execute(
            "UPDATE evidence SET looked = ? WHERE subject = ? AND kind = ?", (day.isoformat(), subject, kind)
        )
    connection.commit()
    connection.close()


def test_what_is_young_is_recalled_and_told_with_its_day(check, own_home):
    """Every clause is told as before; what was looked at earlier says so."""
    first = check()
    age(own_home, 6)
    later = check()
    assert told(later) == told(first)
    earlier = (date.today() - timedelta(days=6)).isoformat()
    assert {what for what, day in days(later).items() if day == earlier} >= WEEKLY
    assert days(later)["sent letters"] == date.today().isoformat()
    apart = next(each for each in later["findings"] if "D10" in each["evidence_ids"])
    assert "looked at on" in apart["looked_at"]


def test_after_a_week_it_is_looked_at_anew(check, own_home):
    """All of it."""
    check()
    age(own_home, 7)
    assert set(days(check()).values()) == {date.today().isoformat()}


def test_full_looks_at_everything(check, own_home):
    """On request."""
    check()
    age(own_home, 3)
    assert set(days(check("--full")).values()) == {date.today().isoformat()}


def test_a_day_to_come_is_a_clock_that_was_wrong(check, own_home):
    """Nothing is believed that was seen tomorrow."""
    check()
    age(own_home, -1)
    assert set(days(check()).values()) == {date.today().isoformat()}


def test_a_changed_account_is_looked_at_anew(check, own_home):
    """An address that changed makes what was known of it void."""
    check()
    age(own_home, 3)
    text = check.path.read_text()
    check.path.write_text(text.replace("anna@practice.example", "anna.b@practice.example"))
    assert set(days(check()).values()) == {date.today().isoformat()}


def test_an_inbox_numbered_anew_is_looked_at_anew(check, own_home, many_users):
    """And so is everything that is compared with it."""
    check()
    age(own_home, 3)
    maildir = many_users.home("work") / "Maildir"
    for name in ("dovecot-uidlist", "dovecot-uidvalidity"):
        (maildir / name).unlink(missing_ok=True)
    for each in [*maildir.glob("dovecot-uidvalidity.*"), *maildir.glob("dovecot.index*")]:
        each.unlink()
    (maildir / "dovecot-uidlist").write_text("3 V77 N1 G0123456789abcdef0123456789abcdef\n")
    processes.give_to_mail_user(maildir)
    report = check()
    assert days(report)["signs of forwarding"] == days(report, 1)["signs of forwarding"] == date.today().isoformat()


def test_what_asks_for_something_is_looked_at_every_time(check, own_home, many_users):
    """Somebody who puts it right sees that at the next check, not after a week."""
    forwarded = [letter(f"way {number}") for number in range(4)]
    for each in forwarded:
        each["Delivered-To"] = "anna@practice.example"
    fill(many_users, "home", forwarded)
    report = check()
    asked = {row for each in report["findings"] if each["status"] == "attention" for row in each["evidence_ids"]}
    assert "F12" in asked
    age(own_home, 2)
    report = check()
    assert days(report, 1)["signs of forwarding"] == date.today().isoformat()


def of_the_domain(path, resolver):
    """Check as a host does, with a name system of one's own; return what is said of the practice's domain."""
    subject = mailcheck.load_settings(path)
    with State.open(subject.state_path) as kept:
        report = mailcheck.check(subject, state=kept, resolver=resolver)
    rule = [each.outcome for each in report.findings if each.rule == "domain-protection"]
    return {row for each in rule for row in each.evidence_ids}, {each.status for each in rule}


def test_a_name_system_that_did_not_answer_is_asked_again_by_the_next_check(check):
    """Our failure is not remembered: neither that nothing could be asked, nor that one answer did not come."""
    zone = {
        ("localhost", "A"): ["127.0.0.1"],
        ("practice.example", "MX"): ["10 mx.practice.example."],
        ("practice.example", "TXT"): ["v=spf1 -all"],
        ("_dmarc.practice.example", "TXT"): ["v=DMARC1; p=reject"],
    }
    rows, statuses = of_the_domain(check.path, Canned({}))
    assert ("N0" in rows, Status.COULD_NOT_CHECK in statuses) == (True, True)

    half = Canned(zone, failing=("_dmarc.practice.example",))
    rows, _ = of_the_domain(check.path, half)
    assert (half.asked != [], "N0" in rows) == (True, False)

    whole = Canned(zone)
    rows, statuses = of_the_domain(check.path, whole)
    assert (whole.asked != [], Status.COULD_NOT_CHECK in statuses) == (True, False)

    later = Canned(zone)
    assert (of_the_domain(check.path, later), later.asked) == ((rows, statuses), [])


def test_nothing_of_it_can_be_compared_again(check, own_home):
    """Only results are kept: no digest under a run's own key."""
    check()
    rows = sqlite3.connect(state(own_home)).execute("SELECT kind, found FROM evidence").fetchall()
    kinds = {kind for kind, _ in rows}
    assert kinds >= {"traces", "pair", "marks", "sent"}
    assert "looks" not in kinds
    for kind, found in rows:
        if kind in {"traces", "contacts"}:
            assert not {"received", "copied", "people"} & json.loads(found).keys()


def test_what_is_shown_is_what_was_kept(check, own_home, capsys):
    """Letter by letter; a check of one account, which is not kept, shows its own."""
    for more, names in (((), ["practice", "home"]), (("--account", "practice"), ["practice"])):
        main(["check", "--config", str(check.path), "--format", "json", *more])
        shown = capsys.readouterr().out
        with State.open(state(own_home)) as opened:
            assert (shown == opened.last()) == (not more)
        assert [each["name"] for each in json.loads(shown)["accounts"]] == names


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE evidence_piece SET octets = x'4141'",
        "DELETE FROM evidence_piece",
        "UPDATE evidence SET found = replace(found, 'which', 'rows') WHERE kind = 'sent'",
    ],
)
def test_what_is_kept_of_sent_letters_and_is_damaged_is_measured_again(check, many_users, own_home, damage):
    """As if it had not been kept: the letters themselves are known."""
    carrying = letter("with a file")
    carrying.add_attachment(b"%PDF-1.4 as good as none", maintype="application", subtype="pdf", filename="a.pdf")
    fill(many_users, "work", sent=[carrying])
    first = check()
    connection = sqlite3.connect(state(own_home))
    with connection:
        assert connection.execute(damage).rowcount > 0
    connection.close()
    again = check()
    assert told(again) == told(first)
    assert again["accounts"][0]["coverage"]["documents"] == first["accounts"][0]["coverage"]["documents"]
    with State.open(state(own_home)) as opened:
        assert opened.seen().of("practice", "sent").pieces
