"""What a letter says about the password of a document: tells it, describes it, or says how it will be told.

Nothing here returns a word of the letter. Every expression is tried on a stretch of bounded length, so that the time
grows with the letter and not faster. Whether a password is told comes before whether one is announced: a letter may
do both. Doubt is for the member: what only might be a password is taken for none.
"""

import re
from enum import Enum, auto
from itertools import pairwise

from mailcheck.parse.password_words import (
    ANNOUNCED,
    ELSEWHERE,
    NO_PASSWORD,
    PROGRAMS,
    SAID_OF_IT,
    SENTENCE_WORDS,
)

LONGEST_TEXT = 64 * 1024
BEHIND, BEFORE = 160, 120
"""How much of the text around the word "password" is looked at."""
MOST_MENTIONS = 200
LONGEST_PASSWORD = 64


class Told(Enum):
    """What a letter says about a password."""

    NOTHING = auto()
    PASSWORD = auto()
    """The password itself (A5)."""
    RULE = auto()
    """How to work it out, from what others know too (A7)."""
    ANOTHER_WAY = auto()
    """That it comes by telephone, text message, post or in person (A8)."""


_KEYWORD = re.compile(
    r"\b(?:pass[ -]?(?:word|phrase|code)s?|pwd?|p/w|pin(?: ?code| number)?"
    r"|code(?= (?:to open|to unlock|for (?:the|this|that) (?:file|document|attachment|report|letter|pdf|zip))))\b",
    re.IGNORECASE,
)
_SAID_OF = r"(?:\s{1,3}(?:for|to|of|on|that|which)(?:\s{1,3}[^\s:=.!?]{1,24}){1,7}?)?"
_LINK = r"\s{0,3}(?::|=|->|[–—-](?=\s)|\bis\b|\bwas\b|\bwill be\b|\bshould be\b)\s{0,3}[:=]?\s{0,8}"
_BEHIND = re.compile(_SAID_OF + _LINK, re.IGNORECASE)
_ALONE = re.compile(r"[ \t]*[:.]?[ \t]*\n\s{0,8}")
"""The word ends its line: a heading, or the subject."""
_TURNED = re.compile(r"(\S{1,64})\s{1,3}(?:is|was)\s{1,3}(?:the|your|its|our)(?:\s{1,3}[a-z]{1,12})?\s{1,3}$")
_THING = (
    r"(?:it|them|(?:the|this|my|your)\s{1,3}(?:attached\s{1,3})?"
    r"(?:file|document|attachment|report|letter|pdf|zip|archive|folder|note|form|spreadsheet|invoice)s?)\b"
)
_WORD = r"[:\s]{1,3}(\S{4,64})"
_USED = re.compile(
    rf"\b(?:use|enter|type(?: in)?|put in){_WORD}\s{{1,3}}to\s{{1,3}}(?:open|unlock|read|see|decrypt)\s{{1,3}}{_THING}"
    rf"|\b(?:open|unlock|read|decrypt|opens|unlocks)\s{{1,3}}{_THING}\s{{1,3}}(?:with|using){_WORD}"
    rf"|\bto\s{{1,3}}(?:open|unlock|read|decrypt)\s{{1,3}}{_THING},?\s{{1,3}}(?:please\s{{1,3}})?"
    rf"(?:use|enter|type(?: in)?){_WORD}"
    rf"|\b(?:protected|encrypted|locked|secured)\s{{1,3}}(?:with|by|using){_WORD}",
    re.IGNORECASE,
)
_WHOSE = r"(?:your|you|the|their|his|her|my|our|its|a|an|client'?s|child'?s|patient'?s|son'?s|daughter'?s)"
_PART = r"(?:(?:the\s)?(?:first|last|final|same as)(?:\s{1,3}\w{1,12}){0,4}?\s{1,3}(?:of\s{1,3})?)?"
"""The first three letters of, the last four digits of."""
_KNOWN = (
    r"(?:date of birth|d\.?o\.?b\b|birth ?(?:day|date)|(?:day|month|year|date)[\w ]{0,20} born|year of birth"
    r"|post ?code|surname|(?:last|first|family|middle|maiden|given|full) name|name\b|initials"
    r"|nhs (?:number|no\b)|(?:tele|mobile )?(?:phone|mobile) (?:number|no\b)|mobile\b|house number|national insurance"
    r"|street|home ?town|registration|car reg|pet)"
)
_RULE = re.compile(rf"{_PART}{_WHOSE}\b(?:\s{{1,3}}[\w'’-]{{1,20}}){{0,4}}?\s{{1,3}}{_KNOWN}", re.IGNORECASE)
_PHONE = re.compile(r"\+?\(?\d[\d\s()-]{8,18}\d")
_CALL = re.compile(r"\b(?:ring|call|phone|telephone|tel|contact|text|dial)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”'‘’`«<\[*_]{1,3}([^\s\"“”‘’`«»<>\[\]]{3,64})[\"“”'‘’`»>\]*_]{1,3}")
_EDGES = "\"“”'‘’`«»<>[]()*_ \t\r\n"
_ENDS = ".,;:!?"


def what_is_told(text: str) -> Told:
    """Say what a letter, its subject above its own words, tells about a password. Quoted words are to be left out."""
    bounded = text[:LONGEST_TEXT].replace("\r", "")
    mentions = [found for _, found in zip(range(MOST_MENTIONS), _KEYWORD.finditer(bounded), strict=False)]
    ours = [found for found in mentions if not _is_of_something_else(bounded, found)]
    if any(_tells(bounded, found) for found in ours) or _is_used(bounded):
        return Told.PASSWORD
    if any(_gives_rule(bounded, found) for found in ours):
        return Told.RULE
    if any(ANNOUNCED.search(_sentence(bounded, found)) for found in ours):
        return Told.ANOTHER_WAY
    return Told.NOTHING


def _is_of_something_else(text: str, found: re.Match[str]) -> bool:
    """Whether it is the password of a meeting, a website, a wireless network."""
    around = text[max(0, found.start() - BEFORE) : found.start()] + text[found.end() : found.end() + 24]
    return ELSEWHERE.search(around) is not None


def _tells(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - BEFORE) : found.start()]
    turned = _TURNED.search(before[-BEHIND:])
    if turned and _looks_made_up(turned[1].strip(_EDGES)):
        return True
    behind = text[found.end() : found.end() + BEHIND]
    said = _BEHIND.match(behind) or _ALONE.match(behind)
    if said is None:
        return False
    is_marked = not re.search(r"[a-z]\s*$", said[0], re.IGNORECASE)  # a colon or a new line, not the word "is"
    return _is_password(behind[said.end() :], before, is_marked=is_marked)


def _is_password(rest: str, before: str, *, is_marked: bool) -> bool:
    """Say whether what follows "the password is" is one."""
    line = rest.split("\n", 1)[0].strip()
    quoted = _QUOTED.match(line)
    if quoted:
        return any(map(str.isalnum, quoted[1])) and quoted[1].lower() not in SENTENCE_WORDS
    words = line.split()
    first = words[0].strip(_EDGES).rstrip(_ENDS) if words else ""
    if not first or NO_PASSWORD.match(first) or (_PHONE.match(line) and _CALL.search(before)):
        return False
    if _looks_made_up(first) or (first.isdigit() and 4 <= len(first) <= LONGEST_PASSWORD and not _PHONE.match(line)):
        return True
    plain = [word.strip(_EDGES).rstrip(_ENDS) for word in words]
    if not is_marked:
        return (len(words) == 1 or _ends_sentence(words[0])) and len(first) >= 4 and _is_plain(first)
    return len(plain) <= 6 and all(map(_is_plain, plain))


def _is_plain(word: str) -> bool:
    """Whether a word made of letters alone may be a password, and does not go on with the sentence."""
    return word.isalpha() and word.lower() not in SENTENCE_WORDS and not SAID_OF_IT.search(word)


def _ends_sentence(word: str) -> bool:
    return word.rstrip(_EDGES)[-1:] in {".", "!", ";"}


def _looks_made_up(word: str) -> bool:
    """Whether a word is none that people write: letters with digits or signs, or a capital in its middle."""
    plain = word.rstrip(_ENDS)
    if not 4 <= len(plain) <= LONGEST_PASSWORD or NO_PASSWORD.match(plain):
        return False
    has_letter, has_digit = any(map(str.isalpha, plain)), any(map(str.isdigit, plain))
    has_sign = any(not letter.isalnum() and letter not in "'’-./," for letter in plain)
    has_inner_capital = any(b.isupper() and a.islower() for a, b in pairwise(plain))
    is_phrase = plain.count("-") > 1 and len(plain) >= 11
    return has_letter and (has_digit or has_sign or has_inner_capital or is_phrase)


def _is_used(text: str) -> bool:
    """Whether a sentence without the word tells it: "use Sunflower42 to open the file"."""
    for found in _USED.finditer(text):
        word = next(filter(None, found.groups())).strip(_EDGES).rstrip(_ENDS)
        if any(map(str.isdigit, word)) and _looks_made_up(word) and not PROGRAMS.match(word):
            return True
    return False


def _gives_rule(text: str, found: re.Match[str]) -> bool:
    behind = text[found.end() : found.end() + BEHIND]
    said = _BEHIND.match(behind) or _ALONE.match(behind)
    rest = behind[said.end() :] if said else ""
    return _RULE.match(re.split(r"[.!?\n](?:\s|$)", rest, maxsplit=1)[0].lstrip(_EDGES)) is not None


def _sentence(text: str, found: re.Match[str]) -> str:
    """Return the sentence around a mention, with the one behind it, as far as both are near."""
    before = re.split(r"[.!?]\s|\n\s*\n", text[max(0, found.start() - BEFORE) : found.start()])[-1]
    behind = re.split(r"\n\s*\n", text[found.end() : found.end() + BEHIND], maxsplit=1)[0]
    return before + found[0] + behind
