"""A letter's own words as plain text: decoded, without HTML, without what it quotes. In memory only.

No HTML parser is used: the standard library's takes quadratic time on some texts, and a look for words needs no tree.
"""

import codecs
import re
from html import unescape

LONGEST = 64 * 1024
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"(?i)</?(?:br|p|div|tr|li|h[1-6]|table|ul|ol)\b[^<>]*>")
_UNSEEN = ("style", "script", "head", "title")
_QUOTE_BEGINS = re.compile(
    r"(?i)<blockquote\b|class=\"?gmail_quote|id=\"?(?:divRplyFwdMsg|appendonsend|mail-editor-reference)"
    r"|class=\"?(?:yahoo_quoted|protonmail_quote|moz-cite-prefix)"
)
_REPLY_BEGINS = re.compile(
    r"(?m)^[ \t]{0,8}(?:-{3,12} ?(?:original|forwarded) message ?-{3,12}"
    r"|On .{6,120}\bwrote:[ \t]{0,8}$|_{20,80}$|From: .{1,200}\n(?:Sent|Date): )",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\u00a0]{1,400}")


def plain_text(octets: bytes, media_type: str, charset: str) -> str:
    """Return the sender's own words in a part of a letter, at most LONGEST characters of them. Never raises."""
    text = _decoded(octets[: 4 * LONGEST], charset)
    if media_type == "text/html":
        own = _until(_QUOTE_BEGINS, text)
        whole = own.rfind(">") + 1  # the mark of a quotation stands within a tag
        text = _without_tags(own[:whole] + own[whole:].partition("<")[0])
    return _until(_REPLY_BEGINS, _unquoted(text))[:LONGEST]


def _decoded(octets: bytes, charset: str) -> str:
    try:
        return codecs.decode(octets, charset or "utf-8", "replace")
    except (LookupError, ValueError, TypeError, AssertionError):  # a character set that is none, or turns no octets
        return octets.decode("utf-8", "replace")


def _until(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return text[: found.start()] if found else text


def _without_tags(html: str) -> str:
    for name in _UNSEEN:
        html = _without_element(html, name)
    text = _TAG.sub(" ", _BREAK.sub("\n", html.replace("\r", "").replace("\n", " ")))
    return _SPACES.sub(" ", unescape(text))


def _without_element(html: str, name: str) -> str:
    """Leave out an element with its content, from its first letter to its end or the text's."""
    kept, at, lower = [], 0, html.lower()
    while (start := lower.find(f"<{name}", at)) >= 0:
        kept.append(html[at:start])
        end = lower.find(f"</{name}", start)
        if end < 0:
            return "".join(kept)
        at = end
    return "".join((*kept, html[at:]))


def _unquoted(text: str) -> str:
    return "\n".join(line for line in text.replace("\r", "").split("\n") if not line.lstrip(" \t").startswith(">"))
