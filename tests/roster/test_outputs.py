"""The roster in every form: text, JSON, CSV, HTML."""

import csv
import io
import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import jsonschema
import pytest

from mailcheck.parse.attested import Member as Named
from mailcheck.roster import FOOTER
from mailcheck.roster.csv_v1 import csv_v1
from mailcheck.roster.html import html
from mailcheck.roster.json_v1 import json_v1
from mailcheck.roster.text import text
from tests.attestation.factories import clause
from tests.roster.conftest import Member, weeks


@pytest.fixture
def seen(desk, anna, bert):
    """A view with two members and somebody invited."""
    desk.invite("carla@practice.example", "MCZZZZZZZZ")
    desk.put(anna.attest(weeks(3)[0]))
    desk.put(anna.attest(weeks(3)[1], status="not-met", clauses=(clause(status="not-met"), clause("OTHER-1"))))
    desk.put(bert.attest(member=Named(name="Bert"), onboarding=None))
    desk.take()
    return desk.view()


def test_json_fits_its_schema(seen):
    """Field by field."""
    jsonschema.validate(json.loads(json_v1(seen)), json.loads(Path("docs/schemas/mailcheck.roster-1.json").read_text()))


def test_the_terminal_shows_who_needs_something(seen):
    """Eighty columns, no colour, and the footer of MIP-PM-1."""
    told = text(seen)
    assert max(map(len, told.splitlines())) <= 80
    assert FOOTER in told
    assert "changed: MIP-KB-1 was met, is not met" in told
    assert "carla@practice.example" in told
    assert told.index("NOT MET") < told.index("NO ATTESTATION YET")


@pytest.mark.parametrize("output", [json_v1, csv_v1, html, text])
def test_every_form_names_every_member_once(seen, output):
    """Those who are invited too."""
    told = output(seen)
    assert len(re.findall(r"Bert\b", told)) >= 1
    assert "carla@practice.example" in told


def test_a_spreadsheet_takes_nothing_for_a_formula(desk):
    """An address may begin as it likes."""
    desk.invite("=cmd@practice.example")
    desk.invite("+1@practice.example", "MCZZZZZZZZ")
    lines = list(csv.reader(io.StringIO(csv_v1(desk.view()))))
    assert [line[1] for line in lines[1:]] == ["'=cmd@practice.example", "'+1@practice.example"]
    assert len({len(line) for line in lines}) == 1


def test_the_page_fetches_nothing_and_runs_one_script(seen):
    """By its own policy, which names style and script by their digests."""
    page = html(seen)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r'(?:src|href)="(?!data:)', page)
    assert " style=" not in page
    assert " onclick" not in page


def test_hostile_words_do_nothing_on_the_page(desk):
    """Whoever is invited under such an address."""
    desk.invite('"<script>alert(1)</script>"@practice.example')
    page = html(desk.view())
    assert "<script>alert" not in page
    assert page.count("<script>") == 1
    assert page.count("</script>") == 2
    assert data(page)["rows"][0][1] == '"<script>alert(1)</script>"@practice.example'


def test_the_page_says_states_in_words(seen):
    """Never by colour alone; heads and lines are marked up as such."""
    page = html(seen)
    assert '<td class="not-met" title="since 01 Nov 2026; 1 measured">not met' in page
    assert page.count('scope="row"') >= 3
    assert FOOTER in page


def test_more_members_than_a_browser_lays_out_at_once_wait_in_the_page(desk, monkeypatch):
    """Nobody is left out, and it is said how many follow; a small roster has none of it."""
    for name in ("a", "b", "c"):
        desk.invite(f"{name}@practice.example", f"MCABCDEFG{name.upper()}")
    assert 'id="others"' not in html(desk.view())
    monkeypatch.setattr("mailcheck.roster.html.FIRST", 2)
    page = html(desk.view())
    assert page.count('<th scope="row">') - len(desk.view().clauses) == 2
    assert [row[1] for row in data(page)["rows"]] == [f"{name}@practice.example" for name in ("a", "b", "c")]
    assert "1 more follow" in " ".join(page.split())


def data(page):
    """Return what the page's script reads."""
    return json.loads(re.search(r'<script type="application/json" id="everybody">(.*?)</script>', page, re.DOTALL)[1])


def test_what_many_members_have_in_common_stands_in_the_page_once(desk):
    """Each line weighs little, whatever is said of everybody."""
    for number in range(50):
        desk.put(Member(bytes([number] * 32)).attest(onboarding=None))
    desk.take()
    found = data(html(desk.view()))
    assert found["cells"] == [[4, "since 01 Nov 2026; 1 measured"]]
    assert found["notes"] == ["", "Not invited here: nothing ties this attestation to an address."]
    assert len(json.dumps(found["rows"], separators=(",", ":"))) < 50 * 170


def test_an_empty_roster_is_shown_too(desk):
    """Nobody is invited yet."""
    for output in (json_v1, csv_v1, html, text):
        assert output(desk.view())


def test_the_policy_itself_is_told_of_last_and_in_small_words(desk):
    """A field that is missing in the policy file is not the first thing that a supervisor reads."""
    shown = text(desk.view())
    assert "COULD NOT CHECK" not in shown
    assert "About the policy itself: could not check." in shown[-700:]
