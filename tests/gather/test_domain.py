"""Looking names up."""

import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from mailcheck.gather.domain import NO_ANSWER, Records, SystemResolver, works
from tests.gather.name_servers import Canned, NameServer
from tests.patience import SOON

HOST = "imap.practice.example"
ZONE = {
    (HOST, "A"): ["192.0.2.5"],
    ("six.practice.example", "AAAA"): ["2001:db8::5"],
    ("practice.example", "MX"): ["20 b.practice.example.", "10 a.practice.example."],
    ("practice.example", "TXT"): ['"v=spf1 include:a.example " "-all"', '"caf\\195\\169"'],
    ("_25._tcp.a.practice.example", "TLSA"): ["3 1 1 " + "ab" * 32],
}


def test_records_come_as_texts():
    """Strings of one TXT record are joined without a space (RFC 7208 §3.3)."""
    with NameServer(ZONE) as server:
        resolver = server.resolver()
        found = {kind: resolver.look_up("practice.example", kind) for kind in ("MX", "TXT", "A")}
        tlsa = resolver.look_up("_25._tcp.a.practice.example", "TLSA")

    assert {kind: sorted(records.texts) for kind, records in found.items()} == {
        "MX": ["10 a.practice.example.", "20 b.practice.example."],
        "TXT": ["café", "v=spf1 include:a.example -all"],
        "A": [],
    }
    assert tlsa == Records(("3 1 1 " + "ab" * 32,))


def test_a_name_that_does_not_exist_has_no_records():
    """No such name is an answer, not a failure."""
    with NameServer(ZONE) as server:
        assert server.resolver().look_up("nothing.example", "MX") == Records()


@pytest.mark.parametrize("says", ["SERVFAIL", "REFUSED", "silent"])
def test_a_server_that_does_not_answer_is_missing_and_soon(says):
    """A failure or silence is not "no record", and takes no longer than allowed."""
    began = time.monotonic()
    with NameServer({}, says=says) as server:
        found = server.resolver(seconds=0.4).look_up("practice.example", "TXT")

    assert found == NO_ANSWER
    assert len(server.queries) <= 1  # whoever has more time asks again after two seconds
    assert time.monotonic() - began < SOON


@pytest.mark.parametrize("name", ["", "a..b", "x" * 70 + ".example", ("x" * 60 + ".") * 5 + "example"])
def test_a_name_that_cannot_be_one_is_missing(name):
    """Nothing that is asked for can raise."""
    with NameServer(ZONE) as server:
        assert server.resolver().look_up(name, "TXT") in {NO_ANSWER, Records()}


@pytest.mark.parametrize("is_validating", [True, False])
def test_the_mark_of_a_validating_server_on_this_computer_counts(is_validating):
    """DNSSEC is asked for, and its mark is taken from loopback."""
    with NameServer(ZONE, is_validating=is_validating) as server:
        found = server.resolver().look_up("practice.example", "MX")
        asked = server.queries[0]

    assert (found.is_authenticated, asked.ednsflags & 0x8000 != 0, asked.flags & 0x20 != 0) == (
        is_validating,
        True,
        True,
    )


@pytest.mark.parametrize("server", ["192.0.2.53", "8.8.8.8", "2001:db8::53", None, "https://dns.example/"])
def test_the_mark_of_any_other_server_does_not_count(server):
    """On the way from elsewhere anybody could have put it on."""
    with NameServer(ZONE, is_validating=True) as local:
        answer = local.inner().resolve("practice.example.", "MX")
    answer.nameserver = server
    elsewhere = SimpleNamespace(resolve=lambda *_, **__: answer, use_edns=lambda *_: None, set_flags=lambda *_: None)

    assert SystemResolver(elsewhere).look_up("practice.example", "MX").is_authenticated is False


def test_what_asks_names_over_the_web_is_not_loaded():
    """It is never used, and takes longer to load than everything else of dnspython."""
    code = (
        "import sys; from mailcheck.gather.domain import SystemResolver; SystemResolver().look_up('-', '?');"
        "print(sys.modules['dns.query'].have_doh, sorted(sys.modules.keys() & {'h2', 'httpcore', 'httpcore2'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False []\n"


def test_without_any_server_nothing_is_claimed():
    """A computer without a name server gives no answer and no error."""
    with NameServer({}) as server:
        inner = server.inner()
    inner.nameservers = []

    assert SystemResolver(inner, seconds=0.3).look_up("practice.example", "MX") == NO_ANSWER


@pytest.mark.parametrize(
    ("says", "host", "expected"),
    [
        ("", HOST, True),
        ("", "six.practice.example", True),
        ("", "127.0.0.1", True),
        ("", "gone.practice.example", False),
        ("everything", HOST, False),
        ("everything", "::1", False),
        ("SERVFAIL", HOST, False),
    ],
)
def test_look_ups_are_believed_only_where_they_work(says, host, expected):
    """A server that knows nothing, or that knows every name, is not believed (N0)."""
    with NameServer(ZONE, says=says) as server:
        assert works(server.resolver(), host) is expected


def test_a_server_that_answers_no_to_everything_is_not_believed():
    """The trap of N0: without the check, every domain would seem to lack everything."""
    assert works(Canned({}), HOST) is False


def test_the_made_up_name_is_nobodys():
    """Nothing of the member is told to find out whether look-ups work."""
    resolver = Canned(ZONE)
    works(resolver, HOST)

    made_up, *others = resolver.asked
    assert made_up[0].endswith(".example.com")
    assert others == [(HOST, "A"), (HOST, "AAAA")][: len(others)]
