"""Who came to know whom where, by the days on which real servers stored the letters (U7, U9)."""

import imaplib
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from mailcheck.app.cli import main
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.starting import started
from tests.whole.mailboxes import letter, settings

pytestmark = pytest.mark.server

WORK, HOME = "anna@practice.example", "anna@home.example"
SWITCHED_ON = "[policy.rules.professional-mail-stays]\nenabled = true\n"
CLIENTS = [f"client@people{number}.example" for number in range(3)]
EARLY, LATE = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.fixture(params=[Dovecot, Cyrus], ids=["dovecot", "cyrus"])
def server(request, authority):
    """A server with two mailboxes; what it holds already is of other people."""
    with started(lambda folder: request.param(folder, authority, users=("user0", "user1"))) as running:
        yield running


@pytest.fixture
def rows(server, tmp_path, capsys):
    """Return the evidence that the rule names in what it asks, once letters were stored on the days given."""

    def look(*stored, extra=SWITCHED_ON):
        for user, folder, made, day in stored:
            append(server, user, folder, made, day)
        path = settings(tmp_path, server, "user0", "user1", extra=extra)
        main(["check", "--full", "--config", str(path), "--format", "json"])
        found = json.loads(capsys.readouterr().out)["findings"]
        asked = [each for each in found if each["rule"] == "professional-mail-stays" and each["status"] == "attention"]
        assert all(each["grade"] == "strong" for each in asked)
        return {row for each in asked for row in each["evidence_ids"]}

    return look


def append(server, user, folder, made, day):
    """Store a letter as a mail program does, with the day on which it is to count as stored (RFC 9051 §6.3.12)."""
    client = server.tls.raw(user)
    answer, said = client.append(folder, r"(\Seen)", imaplib.Time2Internaldate(day), made.as_bytes())
    client.logout()
    assert answer == "OK", said


def wrote(sender, to, user, day):
    """A letter that somebody wrote to one of the accounts."""
    return user, "INBOX", letter(f"from {sender} to {to} {day:%d%m}", sender=sender, to=to), day


def answered(sender, to, user, day):
    """A letter that one of the accounts wrote to somebody."""
    return user, "Sent", letter(f"to {to} from {sender} {day:%d%m}", sender=sender, to=to), day


def test_clients_who_write_to_the_home_address_later_are_asked_about(rows):
    """U7: first met at work, by the days on which the server stored the letters; two of them, not one."""
    at_work = [wrote(client, WORK, "user0", EARLY) for client in CLIENTS]
    assert rows(*at_work, wrote(CLIENTS[0], HOME, "user1", LATE)) == set()
    assert rows(wrote(CLIENTS[1], HOME, "user1", LATE)) == {"U7"}


def test_a_client_who_was_written_to_from_home_is_asked_about(rows):
    """U9: from the first letter on; as a telephone does whose default account is the home one."""
    assert rows(wrote(CLIENTS[0], WORK, "user0", EARLY), answered(HOME, CLIENTS[0], "user1", LATE)) == {"U9"}


def test_who_was_known_at_home_first_is_a_friend(rows):
    """The same letters, the other way round in time: nobody is asked about them."""
    friends = [wrote(friend, HOME, "user1", EARLY) for friend in CLIENTS]
    became_clients = [wrote(friend, WORK, "user0", LATE) for friend in CLIENTS]
    assert rows(*friends, *became_clients, answered(HOME, CLIENTS[0], "user1", LATE)) == set()


def test_nothing_of_it_is_looked_at_unless_it_is_switched_on(rows):
    """Advice, and off until the member wishes it."""
    met = wrote(CLIENTS[0], WORK, "user0", EARLY)
    assert rows(met, answered(HOME, CLIENTS[0], "user1", LATE), extra="") == set()


def test_the_time_of_separating_one_mailbox_into_two_is_left_out(rows):
    """Whoever was met before the day on which it began is not counted."""
    today = date.today()
    begun = f"[transition]\nfrom = {today - timedelta(days=2)}\nuntil = {today + timedelta(days=30)}\n"
    met = wrote(CLIENTS[0], WORK, "user0", EARLY)
    assert rows(met, answered(HOME, CLIENTS[0], "user1", LATE), extra=SWITCHED_ON + begun) == set()
