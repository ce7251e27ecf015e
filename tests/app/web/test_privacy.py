"""What the page shows stays on the screen, and what a hostile server wrote stays words."""

import contextlib
import html
import re
from dataclasses import replace

import pytest

from mailcheck.report.json_v1 import json_v1
from mailcheck.state import State
from mailcheck.state.lock import only_run
from tests.app.web.test_attacks import multipart
from tests.fake_mailbox import FakeMailbox
from tests.letters import attached, letter
from tests.patience import until
from tests.report.sample import FINDINGS, REPORT

SCRIPT = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"
CANARY = "canaryzq Jane Roe"
ADDRESS = re.compile(r"[\w.]+@[\w.]+\.example")


def files_with(folder, *words):
    """Return every file below a folder that holds one of some words. A check may be at work there meanwhile."""
    return [path for path in folder.rglob("*") if any(word.encode() in octets_of(path) for word in words)]


def octets_of(path):
    """Return what a file holds; nothing if it is none, or none any more."""
    with contextlib.suppress(FileNotFoundError, IsADirectoryError):
        return path.read_bytes()
    return b""


def shown(client, path):
    """Return a page that is there."""
    status, _, body = client.get(path)
    assert status == 200
    return body


def test_no_name_that_was_shown_is_on_disk(checked, client, tmp_path):
    """Neither of a finding's names, nor of a sitting, nor of drafts."""
    findings = re.findall(r'/findings/([0-9a-f]+)">A letter', shown(client, "/findings"))
    status, headers, _ = client.post(f"/findings/{findings[0]}/names", {"own_log_in": "yes"})
    assert status == 303
    names = set(ADDRESS.findall(shown(client, headers["location"])))
    assert names
    assert client.get(headers["location"])[0] == 303  # shown once
    assert client.post("/sort/begin")[0] == 303
    question = html.unescape(shown(client, "/sort/question"))
    names |= set(ADDRESS.findall(question))
    file_name = re.search(r"<dt>File</dt><dd>(.+), \d+ KB", question)[1]
    client.post("/sort/answer", {"answer": "yes", "document": re.search(r'name="document" value="(\w+)"', question)[1]})
    own = {each.account.address for each in checked.settings().accounts}
    assert files_with(tmp_path, file_name, *(names - own)) == []


def test_no_file_that_was_handed_over_is_on_disk(checked, client, tmp_path):
    """Its name, its words, its copy and the passphrase."""
    multipart(client, b"%PDF-1.4 " + CANARY.encode(), name=f"{CANARY}.pdf")
    client.post("/file/protect")
    page = shown(client, "/file/found")
    passphrase = re.search(r"<output>(.+)</output>", page)[1]
    assert len(passphrase) > 20
    assert files_with(tmp_path, CANARY, passphrase) == []
    client.serving.desk.close()
    assert client.get("/file/found")[0] == 303


def test_a_password_that_was_typed_in_is_not_shown_again(checked, client, tmp_path):
    """Nor written down."""
    client.post("/check", {"password practice": CANARY})
    assert CANARY not in shown(client, "/check")
    client.post("/check/stop")
    assert files_with(tmp_path, CANARY) == []


@pytest.mark.parametrize("path", ["/", "/report", "/findings", "/findings/a1", "/nightly", "/check"])
def test_what_a_hostile_server_wrote_stays_words(checked, client, path):
    """In a title, a problem, an account's or a folder's name."""
    outcome = replace(FINDINGS[0].outcome, title=SCRIPT, detail=SCRIPT, remedy=f"`{SCRIPT}`", accounts=(SCRIPT,))
    account = replace(REPORT.accounts[2], name=SCRIPT, problem=replace(REPORT.accounts[2].problem, text=SCRIPT))
    hostile = replace(
        REPORT, findings=(replace(FINDINGS[0], outcome=outcome, why=SCRIPT),), accounts=(*REPORT.accounts[:2], account)
    )
    with State.open(checked.settings().state_path) as state:
        state.save(json_v1(hostile), hostile.finished)
    body = shown(client, path)
    assert "<script>alert" not in body
    assert "<img" not in body
    assert re.search(r"<[^>]* on\w+=", body) is None


def test_drafts_are_shown_with_their_names_on_this_screen_alone(checked, client, tmp_path, monkeypatch):
    """Each with its verdict; a name that is hostile stays a name, and nothing of it is kept."""
    name = f"{CANARY} <img src=x>.txt"
    raw = [letter(attached(b"notes of a session " * 40, name), identifier="1")]
    drafts = FakeMailbox({"INBOX": [], "Drafts": raw}, flags={"Drafts": ["\\Drafts"]})
    monkeypatch.setattr(type(checked), "opener", lambda self, settings: lambda account: drafts)
    assert CANARY not in client.post("/drafts", {"own_log_in": "no"})[2]
    status, _, body = client.post("/drafts", {"own_log_in": "yes"})
    assert status == 200
    assert "Names are shown. Do not share this screen." in body
    assert html.escape(name) in body
    assert re.search(r"Open</span>", body)
    assert "<img" not in body
    assert files_with(tmp_path, CANARY) == []


def test_while_the_nightly_run_looks_the_page_waits_its_turn(checked, client):
    """It says so, and everything else still answers."""
    with only_run(checked.settings().state_path):
        client.post("/check")
        until(lambda: not checked.running.is_at_work)
        assert "Another check of these accounts is at work." in shown(client, "/check")
        for path in ("/", "/findings", "/sort", "/declarations", "/nightly"):
            shown(client, path)


def test_an_error_of_ours_quotes_nothing(checked, client, monkeypatch, capfd):
    """Its kind is told, and not its text; nothing goes to a log either."""
    monkeypatch.setattr(type(checked), "last_report", lambda self, settings: 1 / len(CANARY[:0]))
    status, _, body = client.get("/findings")
    assert status == 500
    assert "ZeroDivisionError" in body
    monkeypatch.setattr(type(checked), "last_report", lambda self, settings: {}[CANARY])
    assert CANARY not in client.get("/findings")[2]
    assert CANARY not in "".join(capfd.readouterr())
