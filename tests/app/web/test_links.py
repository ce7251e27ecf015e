"""A report's words name commands; on the page they are links."""

import pytest

from mailcheck.app.web.links import COMMANDS, NAVIGATION, on_page, with_link
from mailcheck.app.web.pages import PAGES


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Answer with `mailcheck sort`.", 'Answer under <a href="/sort">Sort</a>.'),
        ("`mailcheck show a1` tells.", '<a href="/findings">Findings</a> tells.'),
        ("Answer them with: mailcheck declare", 'Answer them under <a href="/declarations">Questions</a>'),
        ("Run `mailcheck explain D6`.", "Run <code>mailcheck explain D6</code>."),
        ("<b> & `mailcheck sort`", '&lt;b&gt; &amp; <a href="/sort">Sort</a>'),
        ("mailcheck only reads.", "mailcheck only reads."),
        ("\u202eturned \x1b[31m", "turned [31m"),
    ],
)
def test_a_command_becomes_a_link_to_the_page_that_does_the_same(text, shown):
    """Where there is one; everything else stays words."""
    assert on_page(text) == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            'Go: https://sign-in.example/a?b="c',
            'Go: <a href="https://sign-in.example/a?b=&#34;c" target="_blank" rel="noreferrer">sign-in.example</a>',
        ),
        ("Type <b>WDJB</b> there: javascript:x", "Type &lt;b&gt;WDJB&lt;/b&gt; there: javascript:x"),
        ("https://sign-in.example/a is told", "https://sign-in.example/a is told"),
    ],
)
def test_an_address_at_the_end_of_a_line_becomes_a_link(line, shown):
    """By the name of its host; nothing else does."""
    assert with_link(line) == shown


def test_every_link_leads_to_a_page():
    """Of the menu and of the commands."""
    there = {address.partition(" ")[2] for address in PAGES if address.startswith("GET")}
    assert {address for address, _ in (*NAVIGATION, *COMMANDS.values())} <= there
