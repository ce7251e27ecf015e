"""A list of plain English words for what people tell each other on the telephone."""

from functools import cache


@cache
def words() -> tuple[str, ...]:
    """Return the words of the EFF's long list that are lower-case English without hyphens, in order."""
    from xkcdpass.xkcd_password import generate_wordlist

    return tuple(sorted(generate_wordlist("eff-long", min_length=3, max_length=9, valid_chars="[a-z]")))
