"""Attestations in letters that were saved whole (.eml): that is how they come to a supervisor. Pure, and bounded."""

from collections.abc import Iterator
from itertools import islice

from mailcheck.parse.enclosed import documents_in

SUFFIX = ".eml"
LARGEST_LETTER = 4 * 1024 * 1024
"""Octets of a saved letter; a larger one is not looked into."""
MOST_DOCUMENTS = 100
"""Documents of one letter that are looked at."""


def documents_of(letter: bytes) -> Iterator[bytes]:
    """Yield the documents of a letter and of the letters in it; none if it is no letter, or cannot be taken apart."""
    try:
        for _, _, content in islice(documents_in(letter, "", []), MOST_DOCUMENTS):
            yield content
    except ValueError:
        return
