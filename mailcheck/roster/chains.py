"""Whether a chain of attestations holds together: gaps, links that do not fit, numbers given twice, dates. Pure."""

from collections.abc import Sequence

from mailcheck.dataclass import dataclass

Row = tuple[int, bytes, bytes | None, int]
"""Sequence, digest, digest of the one before, and when it was made; ordered by sequence."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What is to be said of a chain; all zero if it holds together."""

    lowest: int | None
    """The lowest number ever seen: what was deleted in time is not missing."""
    missing: int = 0
    broken: int = 0
    forked: int = 0
    backwards: int = 0


def judge_chain(rows: Sequence[Row], lowest: int | None, known_before: frozenset[bytes], follows: int) -> Chain:
    """Judge the attestations of one key.

    `lowest` is the lowest number seen so far; `known_before` are digests of what the key before signed, and `follows`
    the highest number among them (0 if there is none).
    """
    if not rows:
        return Chain(lowest)
    by_number: dict[int, list[Row]] = {}
    for row in rows:
        by_number.setdefault(row[0], []).append(row)
    first, last = min(by_number), max(by_number)
    begins = min(first, lowest or first)
    missing = last - first + 1 - len(by_number)
    if follows and first > follows + 1:
        missing += first - follows - 1
    broken = backwards = 0
    for number, here in by_number.items():
        before = by_number.get(number - 1, [])
        digests = {digest for _, digest, _, _ in before} or (known_before if number == first else frozenset())
        for _, _, previous, made in here:
            broken += bool(digests) and previous not in digests
            backwards += any(made < earlier for *_, earlier in before)
    forked = sum(len(here) > 1 for here in by_number.values())
    return Chain(begins, missing, broken, forked, backwards)
