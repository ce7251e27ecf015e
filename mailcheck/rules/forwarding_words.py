"""How forwarding is told to the member: what was seen, and the one thing to do next."""

from mailcheck.model import Grade
from mailcheck.model.comparison import Sign
from mailcheck.model.days import day_in_words
from mailcheck.rules.crossing import Crossing

SEEN = {
    "D13": "The test letter sent to {source} also arrived in {target}.",
    "F1": "A rule on the mail server sends every letter from {source} on to {target}.",
    "F2": "A rule on the mail server sends some letters from {source} on to {target}.",
    "F6": "Gmail forwards letters from {source} to {target} automatically.",
    "F7": "A rule at Outlook or Exchange forwards letters from {source} to {target}.",
    "F8": "A rule at the mail provider of {source} forwards letters to {target}.",
    "F9": "The Gmail account {target} collects the letters of {source}.",
    "F10": "A programme copies letters from {source} into {target}.",
    "F11": "A programme that keeps mailboxes alike has written into {target}.",
    "F12": "Letters addressed to {source} arrive in {target}.",
    "F13": "The same letters are in {source} and in {target}, although they were sent to {source} alone.",
}
"""What each row of docs/evidence.md is called."""

_AT_PROVIDER = (
    "Sign in to {source} on your mail provider's website, look under forwarding, rules or filters, "
    "and switch off what sends letters to {target}."
)
_PROGRAMME = "Find the programme or device that copies letters from {source} into {target}, and switch that off there."
REMEDY = {
    "D13": _AT_PROVIDER,
    "F1": _AT_PROVIDER,
    "F2": _AT_PROVIDER,
    "F6": (
        "In Gmail, open the settings of {source}, then 'Forwarding and POP/IMAP', and switch forwarding off. "
        "Look under 'Filters and Blocked Addresses' too: no filter should say 'Forward to'."
    ),
    "F7": (
        "In Outlook on the web, open the settings of {source}, then Mail. Look under Forwarding and under Rules, "
        "and switch off what sends letters to {target}."
    ),
    "F8": _AT_PROVIDER,
    "F9": (
        "In Gmail, open the settings of {target}, then 'Accounts and Import', and take {source} out "
        "under 'Check mail from other accounts'."
    ),
    "F10": _PROGRAMME,
    "F11": _PROGRAMME,
    "F12": "Ask your mail provider whether the address of {source} also leads to {target}, and have that undone.",
    "F13": _PROGRAMME,
}

SEND_LETTER = "Send the test letter, which shows it for certain: `mailcheck letter`."
_GRADES = tuple(Grade)
MOST_TOLD = 3


def best(crossing: Crossing) -> Sign:
    """Return the piece of evidence that says most."""
    return min(crossing.signs, key=lambda sign: (_GRADES.index(sign.grade), sign.row))


def title(crossing: Crossing, sign: Sign) -> str:
    """Return what one piece of evidence says, in one sentence."""
    return SEEN[sign.row].format(source=crossing.source, target=crossing.target)


def remedy(crossing: Crossing, sign: Sign) -> str:
    """Return the one thing to do about it."""
    return REMEDY[sign.row].format(source=crossing.source, target=crossing.target)


def seen_on(sign: Sign) -> str:
    """Return on how many letters it was seen, and when last; empty if it is not about letters."""
    if not sign.letters or sign.row == "D13":
        return ""
    letters = "one letter" if sign.letters == 1 else f"{sign.letters} letters"
    last = f", the last of {day_in_words(sign.last)}" if sign.last else ""
    return f"Seen on {letters}{last}."


def besides(crossing: Crossing, told: Sign) -> str:
    """Return what else was seen, beside what the title tells."""
    others = dict.fromkeys(title(crossing, sign) for sign in crossing.signs if sign.row != told.row)
    return " ".join(list(others)[:MOST_TOLD])


def rows(crossing: Crossing) -> str:
    """Return the rows of docs/evidence.md, each once."""
    return " ".join(dict.fromkeys(sign.row for sign in crossing.signs))
