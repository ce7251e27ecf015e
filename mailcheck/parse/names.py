"""Whether an address or the name beside it reads as if two people, a family or a team used it (evidence J5–J8).

Never more than a question. Words of the professions come first: a family therapist is not a family.
"""

import re
import unicodedata
from collections.abc import Iterable

from mailcheck.model.traces import NameSign
from mailcheck.parse.given_names import GIVEN_NAMES
from mailcheck.parse.name_words import (
    COMPOUND_NAMES,
    FAMILIES,
    JOINING,
    NO_FAMILY_NAMES,
    PRONE_TO_BE_SHARED,
    TITLES,
    WORK,
)

LONGEST_NAME = 200
MOST_WORDS = 20

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[&+/]")
_BETWEEN = re.compile(r"[._-]+|(?=&)|(?<=&)")
_SHORTEST_SURNAME = 3


def signs_of_address(local_part: str) -> tuple[NameSign, ...]:
    """Return what the part of an address before the @ suggests (J6, J7, J8)."""
    tokens = _tokens(local_part)
    if not tokens:
        return ()
    if _is_joint(tokens):
        return (NameSign.JOINT_ADDRESS,)
    if _is_two_names(tokens):
        return (NameSign.TWO_GIVEN_NAMES,)
    if "".join(tokens) in PRONE_TO_BE_SHARED or tokens[0] in PRONE_TO_BE_SHARED:
        return (NameSign.ROLE_ADDRESS,)
    return ()


def holds_a_name(address: str, names: Iterable[str]) -> bool:
    """Whether one of the names is a word of the part before the @, whatever its case and accents."""
    words = {_plain(word) for word in words_of_address(address)}
    return any(_plain(word) in words for name in names for word in name.split() if len(word) > 1)


def words_of_address(address: str) -> tuple[str, ...]:
    """Return the words of which the part before the @ is made, in lower case: the owner's own names, as a rule."""
    return _tokens(address.rpartition("@")[0])


def _tokens(local_part: str) -> tuple[str, ...]:
    """Return the words of a local part in lower case, without its +tag and its digits."""
    plain = local_part[:LONGEST_NAME].strip('"').partition("+")[0].lower()
    return tuple(token for piece in _BETWEEN.split(plain) if (token := piece.strip("0123456789")))


def _is_joint(tokens: tuple[str, ...]) -> bool:
    if _speaks_of_work("".join(tokens)):
        return False
    if any(token in FAMILIES for token in (tokens[0], tokens[-1])) or tokens[-1].endswith(("family", "familie")):
        return True
    if _is_family(tokens):  # `the.smiths`; written in one, it could be any word that begins so
        return True
    if "".join(tokens).startswith(("mrandmrs", "mrmrs", "mr&mrs")):
        return True
    return _joins_tokens(tokens) or any(_joins_inside(token) for token in tokens)


def _joins_tokens(tokens: tuple[str, ...]) -> bool:
    """Whether it is `john.and.mary` or `j.and.m.smith`; `b.and.b` and `mary.n.james` are neither."""
    for at, token in enumerate(tokens[:-1]):
        if token not in JOINING or not at:
            continue
        before, behind = tokens[at - 1], tokens[at + 1]
        if before in GIVEN_NAMES and behind in GIVEN_NAMES and before != behind:
            return True
        are_initials = len(before) == len(behind) == 1 and before != behind
        if are_initials and len(tokens) > at + 2 and len(tokens[at + 2]) >= _SHORTEST_SURNAME:
            return True
    return False


def _joins_inside(token: str) -> bool:
    """Whether it is `johnandmary`, perhaps with a surname behind."""
    at = token.find("and", 1)
    while at > 0:
        before, behind = token[:at], token[at + 3 :]
        if before in GIVEN_NAMES and any(_is_name_and_rest(behind, end) for end in range(2, len(behind) + 1)):
            return True
        at = token.find("and", at + 1)
    return False


def _is_name_and_rest(text: str, end: int) -> bool:
    rest = len(text) - end
    return text[:end] in GIVEN_NAMES and (rest == 0 or rest >= _SHORTEST_SURNAME)


def _is_two_names(tokens: tuple[str, ...]) -> bool:
    """Whether it is `mary.john` or `maryjohn`; a name made of two, such as `mary.ann`, is one."""
    together = "".join(tokens)
    if together in GIVEN_NAMES or together in COMPOUND_NAMES:
        return False
    match tokens:
        case (first, second):
            return first != second and first in GIVEN_NAMES and second in GIVEN_NAMES
        case (only,):
            return any(only[:at] in GIVEN_NAMES and only[at:] in GIVEN_NAMES for at in range(2, len(only) - 1))
    return False


def signs_of_display_name(name: str) -> tuple[NameSign, ...]:
    """Return what the name beside a From address suggests (J5)."""
    words = words_of_name(name)
    is_joint = not any(_speaks_of_work(word) for word in words) and (
        _is_family(words) or any(_joins_people(words, at) for at, word in enumerate(words) if word in JOINING)
    )
    return (NameSign.JOINT_DISPLAY_NAME,) if is_joint else ()


def words_of_name(name: str) -> tuple[str, ...]:
    """Return the words of the name beside an address, in lower case; none of a name that is an address."""
    if "@" in name:
        return ()  # programs put the address where a name belongs
    plain = unicodedata.normalize("NFC", name[:LONGEST_NAME]).lower()
    return tuple(_WORD.findall(plain)[:MOST_WORDS])


def _is_family(words: tuple[str, ...]) -> bool:
    """Whether it is `Smith family` or `The Smiths`."""
    match words:
        case ("the", name):
            return len(name) > 3 and name.endswith("s") and not name.endswith("ss") and name not in NO_FAMILY_NAMES
        case (_, *_, last):
            return last in FAMILIES
    return False


def _joins_people(words: tuple[str, ...], at: int) -> bool:
    """Whether the words on both sides of a joining word begin with, or lead up to, two given names or two titles."""
    before, behind = words[:at], words[at + 1 :]
    if not before or not behind:
        return False
    if before[-1] in TITLES and behind[0] in TITLES:
        return True
    return behind[0] in GIVEN_NAMES and any(
        name in GIVEN_NAMES and name != behind[0] for name in (before[0], before[-1])
    )


def _speaks_of_work(text: str) -> bool:
    # Only at the end, or Lawrence would be a firm of solicitors.
    return text.endswith("law") or any(stem in text for stem in WORK)


def given_name(name: str) -> str:
    """Return the given name of one person from the name beside an address; empty if it does not show one."""
    words = words_of_name(name)
    if any(word in JOINING or _speaks_of_work(word) for word in words):
        return ""
    if "," in name and len(words) > 1:
        words = words[1:]  # Smith, Anna
    named = [word for word in words if word not in TITLES]
    return named[0] if named and named[0] in GIVEN_NAMES else ""


def _plain(word: str) -> str:
    """Return a word in lower case, without accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(each))
