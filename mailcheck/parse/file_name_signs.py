"""What the name of a sent file tells whoever sees it: a person's name, clinical words. Returns kinds, never words."""

import re
from collections.abc import Collection

from mailcheck.model import FileNameSign
from mailcheck.parse.given_names import GIVEN_NAMES

LONGEST = 255
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{1,5}){1,2}$")

_PAPERS = """
a about access agenda agreement and annual appendix application april article assessment attendance august autumn bill
booking booklet brochure calendar centre certificate chapter checklist client clinic clinical conference confidential
consent contract copy core course data date day december directions discharge draft exercise fax february fee fees file
final flyer for form formulation friday from gdpr group guide guidance handout her his in information insurance intake
introduction invoice january journal july june leaflet learning letter list log map march may meeting memo minutes model
monday month my new newsletter note notes november number october of office on our outcome page paper patient pdf plan
policy poster practice presentation price prices print privacy programme progress psychology reading receipt record
records ref referral reflection reflective regarding report response review revised rota saturday scan schedule
september service session sessions signed slides spring statement summary sunday supervision supervisee supervisor table
template terms text the therapy thesis thursday timetable to training treatment tuesday update version wednesday week
winter with word workbook worksheet workshop year
"""
_PAPER = frozenset(_PAPERS.split())
"""Words of which titles are made: none of them is a surname here."""

_CLINICAL = re.compile(
    r"(?i)(?:assess|diagnos|formulat|referr|referral|discharge|safeguard|suicid|self-?harm|depress|anxi|trauma|ptsd"
    r"|psychos|bipolar|bulimi|anorex|addict|alcohol|abus|bereave|phq|gad|core-?(?:om|10|34)|clinical|patient|client"
    r"|supervisee|therapy|session|case|medicat|prescri|crisis|risk)"
)
_ABOUT_ONE = re.compile(
    r"(?i)(?:note|letter|report|summar|record|plan|assessment|referral|discharge|formulation|transcript|process|review)"
)
_OF_A_PERSON = re.compile(r"(?i)(?:assess|diagnos|formulat|referr|discharge|safeguard|suicid|self-?harm|phq|gad)")
_FOR_ALL = re.compile(
    r"(?i)(?:leaflet|template|blank|handout|worksheet|workbook|flyer|brochure|guid|polic|poster|article"
    r"|book|slides|presentation|fees?$|prices?$|terms|agreement|consent|contract|form$|checklist|information|training"
    r"|course|workshop|paper|chapter|programme|agenda|privacy|newsletter|insurance|certificate|resource|exercise)"
)


def signs_of_file_name(name: str | None, own: Collection[str] = ()) -> tuple[FileNameSign, ...]:
    """Return what a file's name tells. `own` are the sender's own names, lower case: they tell nothing new."""
    words = _words(name or "")
    signs = []
    if any(_is_person(words, at, own) for at in range(len(words))):
        signs.append(FileNameSign.PERSON)
    if _is_clinical(words):
        signs.append(FileNameSign.CLINICAL)
    return tuple(signs)


def _words(name: str) -> list[str]:
    return _WORD.findall(_HUMP.sub(" ", _ENDING.sub("", name[:LONGEST]).replace("_", " ")))


def _is_person(words: list[str], at: int, own: Collection[str]) -> bool:
    """Whether a given name stands here beside what may be a surname or an initial."""
    given = words[at]
    if given.lower() not in GIVEN_NAMES or given.lower() in own or given.lower() in _PAPER:
        return False
    beside = [words[place] for place in (at - 1, at + 1) if 0 <= place < len(words)]
    return any(_is_surname(word, given) and word.lower() not in own for word in beside)


def _is_surname(word: str, given: str) -> bool:
    if word.lower() in _PAPER:
        return False
    is_initial = len(word) == 1 and word.isupper()
    return is_initial or (len(word) > 2 and word[0].isupper() == given[0].isupper() and not _FOR_ALL.match(word))


def _is_clinical(words: list[str]) -> bool:
    """Whether the words speak of one person's treatment, and not of something that is given to everybody."""
    if any(_FOR_ALL.match(word) for word in words):
        return False
    speaks = [word for word in words if _CLINICAL.match(word)]
    about = [word for word in words if _ABOUT_ONE.match(word)]
    return bool(speaks) and (len(set(speaks) | set(about)) > 1 or any(_is_plain_enough(word) for word in speaks))


def _is_plain_enough(word: str) -> bool:
    """Whether one word is enough: it is written about a person only."""
    return _OF_A_PERSON.match(word) is not None
