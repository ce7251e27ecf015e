"""The supervisor's page: members invited, attestations taken in, everybody at a glance; a member sees none of it."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from mailcheck.attestation.key import in_words, own_fingerprint
from mailcheck.roster import FOOTER
from mailcheck.roster.intake import take_in_handed
from mailcheck.roster.standing import Stage
from mailcheck.roster.store import Roster
from mailcheck.roster.view import view
from mailcheck.settings import load_policy
from tests.app.web.test_pages import accessible
from tests.attestation.factories import clause, onboarding
from tests.bench.roster import week_of
from tests.roster.conftest import Member

pytestmark = pytest.mark.server
ANNA, BERT = bytes(range(32)), bytes(range(100, 132))


def now():
    """Return the time; not that of when the tests were collected, which may have been yesterday."""
    return datetime.now(UTC).replace(microsecond=0)


def rows(desk):
    """Return every member's row, as the roster has them now."""
    with Roster.open(desk.roster_path) as opened:
        return view(opened, load_policy(), now()).rows


@pytest.fixture
def kept(desk):
    """A roster with an invited member who attested twice, and another whom nobody invited."""
    anna, bert = Member(ANNA), Member(BERT)
    first = anna.attest(now() - timedelta(days=8), onboarding=None)
    second = anna.attest(now() - timedelta(hours=1), status="not-met", clauses=(clause(status="not-met"),))
    other = bert.attest(now() - timedelta(days=20), onboarding=None, status="met")
    with Roster.open(desk.roster_path) as opened:
        opened.invite("anna@practice.example", onboarding().code, now().date() - timedelta(days=30), 3)
        take_in_handed(opened, [(f"{n}.jws", text.encode()) for n, text in enumerate((first, second, other))], now())
    return desk


def test_a_member_who_is_no_supervisor_sees_none_of_it(checked, page):
    """No word in the menu, and no file; one small line where a supervisor would look."""
    expect(page.get_by_role("link", name="Roster")).to_have_count(0)
    page.goto("/roster")
    expect(page.get_by_text("It is begun with the first member")).to_be_visible()
    accessible(page)
    assert not checked.roster_path.exists()


def test_from_the_first_invitation_to_the_call(desk, page, tmp_path):
    """A letter to send, the files that come back, each clause, and the words of the key; then it is confirmed."""
    page.goto("/roster")
    page.get_by_label("Their professional address").fill("anna@practice.example")
    page.get_by_label("On how many devices").fill("3")
    page.get_by_role("button", name="Note it and show the letter").click()
    letter = page.locator("pre").inner_text()
    code = re.search(r"Subject: (MC\w{8})\n", letter)[1]
    assert f"mailcheck onboarding {code} --devices 3" in letter
    accessible(page)

    text = Member(ANNA).attest(now() - timedelta(hours=1), onboarding=onboarding(code=code))
    (tmp_path / "anna.jws").write_text(text)
    page.get_by_role("link", name="All members").click()
    page.get_by_label("Choose the files").set_input_files([tmp_path / "anna.jws", __file__])
    page.get_by_role("button", name="Take them in").click()
    expect(page.get_by_text("1 new attestation taken in")).to_be_visible()
    expect(page.get_by_text("1 file of other kinds: passed over")).to_be_visible()
    expect(page.locator("#members tbody tr")).to_have_count(1)
    expect(page.get_by_text(FOOTER)).to_be_visible()
    accessible(page)

    page.get_by_role("link", name="anna@practice.example").click()
    expect(page.locator("output")).to_have_text(in_words(own_fingerprint(ANNA)))
    accessible(page)
    page.get_by_role("button", name="I heard these words").click()
    expect(page.get_by_text("You compared the words of their key")).to_be_visible()
    assert [row.stage for row in rows(desk)] == [Stage.CONFIRMED]
    page.goto("/")
    expect(page.get_by_role("link", name="Roster")).to_be_visible()


def test_everybody_at_a_glance(kept, page):
    """Who is late, what changed, where they are stuck; and a line leads to everything about one."""
    page.goto("/roster")
    lines = page.locator("#members tbody tr")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("anna@practice.example")
    expect(lines.first).to_contain_text("Changed: KB-1 met → not met.")
    expect(lines.first).to_contain_text("next: the call")
    expect(lines.last).to_contain_text("13 days")
    page.locator("#members thead").get_by_role("button", name="Overdue", exact=True).click()
    expect(lines.first).to_contain_text("anna@practice.example")
    page.get_by_role("searchbox").fill("nobody invited")
    expect(lines).to_have_count(0)
    page.get_by_role("searchbox").fill("not invited")
    expect(lines).to_have_count(1)
    accessible(page)
    page.get_by_role("link", name="Anna Smith").click()
    expect(page.get_by_text("Not invited here")).to_be_visible()
    expect(page.get_by_text("another is 13 days overdue")).to_be_visible()


def test_without_a_script_everything_is_there(kept, scriptless):
    """But sorting and finding, which are not offered."""
    scriptless.goto("/roster")
    expect(scriptless.locator("#members tbody tr")).to_have_count(2)
    expect(scriptless.get_by_role("searchbox")).to_have_count(0)
    scriptless.get_by_role("link", name="anna@practice.example").click()
    expect(scriptless.get_by_role("heading", name="How each clause stands")).to_be_visible()


def test_hundreds_of_members_are_shown_three_hundred_at_a_time(desk, desk_page):
    """As on the page that stands alone."""
    with Roster.open(desk.roster_path) as opened:
        take_in_handed(opened, ((f"{n}.jws", text.encode()) for n, text in enumerate(week_of(320, 0, {}))), now())
    desk_page.goto("/roster")
    expect(desk_page.locator("#members tbody tr")).to_have_count(300)
    desk_page.get_by_role("button", name="Show all").click()
    expect(desk_page.locator("#members tbody tr")).to_have_count(320)
    desk_page.locator("#members tbody a").last.click()
    expect(desk_page.get_by_role("heading", name="How each clause stands")).to_be_visible()


def test_a_folder_that_is_typed_is_taken_in(desk, client, tmp_path):
    """With an archive and a letter in it; nothing there is changed, and no name of a file is kept."""
    folder = tmp_path / "canaryzq received"
    folder.mkdir()
    with zipfile.ZipFile(folder / "canaryzq.zip", "w") as archive:
        archive.writestr("canaryzq.jws", Member(ANNA).attest(now() - timedelta(hours=1)))
    (folder / "John Smith.txt").write_text("canaryzq " * 9)
    before = sorted((each.name, each.read_bytes()) for each in folder.iterdir())
    assert client.post("/roster/take", {"folder": str(folder)})[0] == 303
    body = client.get("/roster")[2]
    assert "1 new attestation taken in" in body
    assert "canaryzq" not in body
    assert "taken in, with" not in client.get("/roster")[2]
    assert sorted((each.name, each.read_bytes()) for each in folder.iterdir()) == before
    assert b"canaryzq" not in desk.roster_path.read_bytes()
    assert desk.roster_path.stat().st_mode & 0o077 == 0


def test_a_file_that_was_cut_short_is_named(desk, client, tmp_path):
    """As words and nothing else, on this one page, once; and one file may be given by its place."""
    file = tmp_path / "<b>anna.jws"
    file.write_text(Member(ANNA).attest(now())[:700])
    assert client.post("/roster/take", {"folder": str(file)})[0] == 303
    assert "ask whoever sent it for it again: &lt;b&gt;anna.jws" in client.get("/roster")[2]
    assert "anna.jws" not in client.get("/roster")[2]


@pytest.mark.parametrize(
    ("path", "fields", "told"),
    [
        ("/roster/take", {}, "type a folder, or choose files"),
        ("/roster/take", {"folder": "/nowhere/at all"}, "There is no such folder"),
        ("/roster/invite", {"address": "anna"}, "is not an email address"),
        ("/roster/invite", {"address": "a@b.example", "devices": "many"}, "as a number"),
        ("/roster/invite", {"address": "a@b.example", "devices": "21"}, "as a number"),
        ("/roster/1/confirm", {"heard": "x"}, "There is no roster yet"),
        ("/roster/1/remove", {"sure": "yes"}, "There is no roster yet"),
    ],
)
def test_what_cannot_be_done_is_said_and_begins_nothing(desk, client, path, fields, told):
    """In words; and no roster is made for it."""
    status, _, body = client.post(path, fields)
    assert (status, told in body) == (400, True)
    if path != "/roster/invite":
        assert not desk.roster_path.exists()


def test_words_that_were_not_on_the_page_confirm_nobody(kept, client):
    """Another attestation, with another key, may have come in while somebody was on the telephone."""
    assert client.post("/roster/1/confirm", {"heard": own_fingerprint(BERT)})[0] == 400
    assert client.post("/roster/1/confirm", {})[0] == 400
    assert rows(kept)[0].stage is not Stage.CONFIRMED
    assert client.post("/roster/1/confirm", {"heard": own_fingerprint(ANNA)})[0] == 303
    assert rows(kept)[0].stage is Stage.CONFIRMED


def test_a_confirmed_member_gets_a_new_code_only_on_purpose(kept, client):
    """It is said what follows; then the new letter is on their page."""
    client.post("/roster/1/confirm", {"heard": own_fingerprint(ANNA)})
    fields = {"address": "anna@practice.example", "devices": "3"}
    status, _, body = client.post("/roster/invite", fields)
    assert (status, "carries another code" in body) == (200, True)
    with Roster.open(kept.roster_path) as opened:
        assert next(opened.people()).code == onboarding().code
    assert client.post("/roster/invite", {**fields, "again": "yes"})[0] == 303
    with Roster.open(kept.roster_path) as opened:
        code = next(opened.people()).code
    assert code != onboarding().code
    assert f"Subject: {code}" in client.get("/roster/1")[2]
    assert rows(kept)[0].stage is Stage.CONFIRMED


def test_a_member_is_forgotten_only_on_purpose(kept, client):
    """With everything that was taken in."""
    assert client.post("/roster/2/remove", {})[0] == 400
    assert len(rows(kept)) == 2
    assert client.post("/roster/2/remove", {"sure": "yes"})[0] == 303
    assert [row.who for row in rows(kept)] == ["anna@practice.example"]
    assert client.get("/roster/2")[0] == 400


def test_a_form_of_another_page_takes_nothing_in_and_invites_nobody(desk, client, tmp_path):
    """Without the token, or from elsewhere."""
    for path, fields in (("/roster/take", {"folder": str(tmp_path)}), ("/roster/invite", {"address": "a@b.example"})):
        assert client.post(path, fields, token="wrong")[0] == 403
        assert client.post(path, fields, **{"Sec-Fetch-Site": "cross-site"})[0] == 403
    assert not desk.roster_path.exists()


def test_it_is_saved_as_a_page_that_stands_alone_and_as_a_table(kept, client):
    """The same that the commands write."""
    status, headers, body = client.get("/roster/save/html")
    assert (status, "roster.html" in headers["content-disposition"]) == (200, True)
    assert "Content-Security-Policy" in body
    assert "anna@practice.example" in client.get("/roster/save/csv")[2]


def test_hostile_words_stay_words(desk, client):
    """Whoever is invited under such an address, in the list, in the data behind it, and on their own page."""
    with Roster.open(desk.roster_path) as opened:
        opened.invite('"</script><script>alert(1)</script>"@practice.example', "MCABCDEFGH", now().date(), 0)
    for path in ("/roster", "/roster/1"):
        assert "<script>alert" not in client.get(path)[2]


def test_several_files_are_bounded_together(desk, client, monkeypatch):
    """In count and in octets; what is too much is refused before anything is taken in."""
    monkeypatch.setattr("mailcheck.app.web.forms.MOST_FILES", 3)
    assert sent(client, [b"x" * 10] * 4) == 413
    monkeypatch.setattr("mailcheck.app.web.forms.LARGEST_FILE", 100)
    assert sent(client, [b"x" * 60] * 2) == 413
    assert not desk.roster_path.exists()
    assert sent(client, [b"x" * 40] * 2) == 303


def sent(client, contents):
    """Send files to be taken in, and return the status."""
    body = io.BytesIO()
    body.write(b'--edge\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n')
    body.write(client.serving.door.form_token.encode() + b"\r\n")
    for number, content in enumerate(contents):
        head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{number}.jws"\r\n\r\n'
        body.write(head.encode() + content + b"\r\n")
    body.write(b"--edge--\r\n")
    headers = {"Cookie": client.cookie, "Origin": client.origin, "Content-Type": "multipart/form-data; boundary=edge"}
    return client.ask("POST", "/roster/take", body.getvalue(), headers)[0]


def test_the_demo_has_no_roster(desk, client):
    """It is a member's, and says so; the supervisor's own is not opened in it."""
    desk.is_demo = True
    for path in ("/roster", "/roster/1", "/roster/save/csv"):
        status, _, body = client.get(path)
        assert (status, "Not in the demo" in body) == (200, True)
    assert "Not in the demo" in client.post("/roster/invite", {"address": "a@b.example"})[2]
    assert not desk.roster_path.exists()
    with Roster.open(desk.roster_path):
        assert "Roster" not in client.get("/nightly")[2]
