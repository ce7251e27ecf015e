"""Where a command of the terminal is on the page: a report's words name commands, and here they become links."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup

NAVIGATION = (
    ("/", "Overview"),
    ("/check", "Check now"),
    ("/findings", "Findings"),
    ("/sort", "Sort"),
    ("/file", "Before you send"),
    ("/declarations", "Questions"),
    ("/nightly", "Nightly"),
    ("/supervisor", "For my supervisor"),
    ("/letter", "Test letter"),
    ("/setup", "Set up"),
    ("/roster", "Roster"),
)
"""The pages, in the order of the menu; the last is there for whoever has a roster."""
COMMANDS = {
    "check": ("/check", "Check now"),
    "show": ("/findings", "Findings"),
    "settle": ("/findings", "Findings"),
    "except": ("/findings", "Findings"),
    "sort": ("/sort", "Sort"),
    "inspect": ("/file", "Before you send"),
    "protect": ("/file", "Before you send"),
    "declare": ("/declarations", "Questions"),
    "answer": ("/answer", "Who else reads it"),
    "history": ("/nightly", "Nightly"),
    "schedule": ("/nightly", "Nightly"),
    "attest": ("/supervisor", "For my supervisor"),
    "roster": ("/roster", "Roster"),
    "letter": ("/letter", "Test letter"),
    "setup": ("/setup", "Set up"),
    "settings": ("/setup", "Set up"),
    "account": ("/setup", "Set up"),
    "password": ("/setup", "Set up"),
}
"""The page that does what a command does, and what it is called."""
_ADDRESS = re.compile(r"https://(?P<host>[^/\s]+)\S*\Z")
_COMMAND = re.compile(
    r"(?P<with>\bwith:? )?(?:`mailcheck (?P<marked>[a-z-]+)[^`\n]*`|mailcheck (?P<bare>[a-z-]+)(?= |$|\.))"
)


def on_page(text: str) -> "Markup":
    """Return a sentence with each command in it as a link to the page that does the same, where there is one."""
    from markupsafe import Markup

    from mailcheck.report.templates import prose
    from mailcheck.report.words import harmless

    pieces, at = Markup(""), 0
    plain = harmless(text)
    for found in _COMMAND.finditer(plain):
        page = COMMANDS.get(found["marked"] or found["bare"])
        if page is None:
            continue
        under = "under " if found["with"] else ""
        pieces += prose(plain[at : found.start()] + under) + Markup('<a href="{}">{}</a>').format(*page)
        at = found.end()
    return pieces + prose(plain[at:])


def with_link(line: str) -> "Markup":
    """Return a line that may end in an address, with a link in its place; the page's script does the same."""
    from markupsafe import Markup, escape

    found = _ADDRESS.search(line)
    if found is None:
        return escape(line)
    link = Markup('<a href="{}" target="_blank" rel="noreferrer">{}</a>').format(found[0], found["host"])
    return escape(line[: found.start()]) + link
