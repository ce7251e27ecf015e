"""The report as one HTML file, read as its reader's browser reads it."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from mailcheck.model import NotLooked, SentMonth
from mailcheck.report.html import html
from mailcheck.report.sections import sections, tally
from mailcheck.report.templates import prose
from mailcheck.report.words import harmless
from tests.golden.situations import SITUATIONS, reported
from tests.report.sample import FINDINGS, REPORT

SCRIPT = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"
VOID = {"meta", "link", "br", "path", "rect", "circle"}


class Page(HTMLParser):
    """Collects what a page shows and what it is made of; finds tags that are not closed."""

    def __init__(self, text):
        super().__init__()
        self.shown, self.tags, self.attributes, self.open = [], [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        """Note a tag."""
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Note a tag that closes itself."""
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]

    def handle_endtag(self, tag):
        """Every tag closes the one that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Note words."""
        if "style" not in self.open:
            self.shown.append(data)

    @property
    def words(self):
        """All that is shown, on one line."""
        return " ".join("".join(self.shown).split())


def plain(text):
    """The words of a report as a page shows them: commands without their marks."""
    return " ".join(harmless(text).replace("`", "").split())


@pytest.mark.parametrize("report", [REPORT, *map(reported, SITUATIONS)])
def test_it_says_every_word_that_the_terminal_says(report):
    """Each heading and each row, in the same order."""
    words, at = Page(html(report)).words, 0
    for part in sections(report):
        for said in (part.title, *(text for block in part.blocks for row in block for text in (row.label, row.text))):
            at = words.index(plain(said), at)
    assert plain(tally(report)) in words


def test_it_needs_nothing_else_and_runs_nothing():
    """No script, no address to fetch from, no style but the one that its own policy names."""
    whole = html(REPORT)
    page = Page(whole)
    assert not {"script", "iframe", "object", "embed", "form", "base", "img"} & set(page.tags)
    assert [each for each in page.attributes if each[1].startswith("on") or each[1] == "style"] == []
    targets = [value for _, name, value in page.attributes if name in {"src", "href", "action", "xlink:href"}]
    assert all(value.startswith("data:image/svg+xml,") for value in targets)
    (policy,) = [value for _, name, value in page.attributes if name == "content" and "default-src" in value]
    style = re.search(r"<style>(.*)</style>", whole, re.DOTALL)[1]
    assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "url(" not in style.replace("url(#hatched)", "").replace("url(#dotted)", "")


def test_hostile_words_stay_words():
    """A server's sentence, an account's name or a folder's label can hold anything; none of it becomes a tag."""
    outcome = replace(FINDINGS[0].outcome, title=SCRIPT, remedy=f"Look `{SCRIPT}`.", accounts=(SCRIPT,))
    report = replace(
        REPORT,
        findings=(replace(FINDINGS[0], outcome=outcome), *FINDINGS[1:]),
        accounts=(replace(REPORT.accounts[0], name=SCRIPT), *REPORT.accounts[1:]),
        not_looked=(NotLooked(SCRIPT, SCRIPT),),
    )
    page = Page(html(report))
    assert not {"script", "img"} & set(page.tags)
    assert page.words.count(SCRIPT) >= 4


def test_a_right_to_left_mark_cannot_turn_a_line_round():
    """Format characters are taken out, as on a terminal."""
    assert "\u202e" not in html(REPORT)
    assert "\x1b" not in html(REPORT)


def test_the_months_are_drawn_and_told_in_figures():
    """Every bar stands beside its numbers, so that nobody has to see it."""
    months = (SentMonth(date(2026, 9, 1), 3, 0, 1, 0), SentMonth(date(2026, 11, 1), 5, 2, 0, 1))
    page = Page(html(replace(REPORT, accounts=(replace(REPORT.accounts[0], months=months),))))
    assert "Documents sent from practice" in page.words
    for row in ("Nov 2026 5 2 0 1", "Oct 2026 0 0 0 0", "Sep 2026 3 0 1 0"):
        assert " ".join(row.split()) in re.sub(r"\s+", " ", " ".join(page.shown))
    assert ("rect", "class", "f-unreadable") in page.attributes


def test_a_command_is_set_as_one():
    """Between marks; a mark alone is only a mark."""
    assert prose("Run `mailcheck sort` & wait.") == "Run <code>mailcheck sort</code> &amp; wait."
    assert prose("a ` b < c") == "a ` b &lt; c"


def test_headings_and_language_are_there_for_those_who_listen():
    """One main heading, the language, and a heading for each part."""
    page = Page(html(REPORT))
    assert ("html", "lang", "en-GB") in page.attributes
    assert page.tags.count("h1") == 1
    assert page.tags.count("h2") == len(list(sections(REPORT))) + 1
    assert page.tags.count("main") == 1
