"""How many people's names stand beside one address (evidence J10), told apart by words that may be digests."""

from collections.abc import Callable, Iterator, Mapping

from mailcheck.dataclass import dataclass
from mailcheck.parse.name_words import SHORT_FORMS
from mailcheck.parse.names import MOST_WORDS, given_name, signs_of_display_name, words_of_name

OFTEN_ENOUGH = 3
"""Letters under a name before it counts: a single slip does not."""
_BEGINNING = 3
"""Letters that make a short form likely."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as it is compared with others. Whoever makes it says what stands for each word: the word, or a digest."""

    whole: str
    given: str = ""
    """Empty if it does not show one person's given name."""
    words: tuple[str, ...] = ()
    beginning: str = ""
    """Of the given name."""
    forms: tuple[str, ...] = ()
    """What stands for all short forms of the given name."""
    is_joint: bool = False
    """It reads like two people's or a family's (J5)."""


def person_name(name: str, digest: Callable[[str], str] = str) -> PersonName:
    """Return a name as it is compared, with `digest` of its words in their place."""
    given, is_joint = given_name(name), bool(signs_of_display_name(name))
    if not given:
        return PersonName(digest(name), is_joint=is_joint)
    words = tuple(sorted(digest(word) for word in set(words_of_name(name))))
    forms = tuple(digest(" ".join(sorted(group))) for group in SHORT_FORMS if given in group)
    return PersonName(digest(name), digest(given), words, digest(given[:_BEGINNING]), forms, is_joint)


def people_named(letters: Mapping[str, int]) -> int:
    """Return how many people's names there are, given how many letters carry each name."""
    return people_among({person_name(name): count for name, count in letters.items()})


def people_among(letters: Mapping[PersonName, int]) -> int:
    """Return the same of names that may be digests.

    A name and its short form, or a name and another that holds it, are one person's.
    """
    people: list[PersonName] = []
    for name in _most_frequent(letters):
        if name.given and letters[name] >= OFTEN_ENOUGH and not any(_is_same(name, known) for known in people):
            people.append(name)
    return len(people)


def _most_frequent(letters: Mapping[PersonName, int]) -> Iterator[PersonName]:
    yield from sorted(letters, key=lambda name: (-letters[name], name.whole))[:MOST_WORDS]


def _is_same(one: PersonName, other: PersonName) -> bool:
    if one.given in other.words or other.given in one.words:
        return True
    return one.beginning == other.beginning or not set(one.forms).isdisjoint(other.forms)
