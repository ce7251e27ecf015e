"""The findings of a run. There may be one for each of many thousands of letters: they are held squeezed.

What they have in common (their rule, their state, what to do) is held once for some hundreds of them, and the rest as
text that hardly takes room. A finding is made when somebody looks at it.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from typing import Any, overload

from mailcheck.dataclass import dataclass
from mailcheck.model.finding import Finding, Item, Outcome

TOGETHER = 250
"""Findings that are squeezed together, at most: so few that an octet tells of which kind each of them is."""
_LEFT_OUT = 255
"""Instead of a kind, of one that is not among these findings."""
LEVEL = 1
"""They repeat themselves so much that trying harder saves little and takes time."""

Test = Callable[[Finding], bool]
"""Asks about what findings have in common: nothing of their title, key or items is known there."""
DaysOf = Callable[[Iterable[str]], Mapping[str, date]]


@dataclass(frozen=True, slots=True)
class _Lump:
    """Some findings, one after the other."""

    kinds: tuple[Finding, ...]
    """Of each kind one finding that stands for all."""
    which: bytes
    """Of each finding, which of the kinds it is."""
    days: tuple[date | None, ...]
    """On which each was first seen."""
    named: str
    """The identifier of each, as JSON."""
    told: bytes
    """Title, key and items of each, as JSON, squeezed."""

    def __len__(self) -> int:
        return len(self.which) - self.which.count(_LEFT_OUT)

    def __iter__(self) -> Iterator[Finding]:
        told = json.loads(zlib.decompress(self.told))
        each = zip(self.which, json.loads(self.named), self.days, told, strict=True)
        for which, id_, day, (title, key, items) in each:
            if which == _LEFT_OUT:
                continue
            like = self.kinds[which]
            said = like.outcome
            outcome = Outcome(
                said.status,
                said.accounts,
                title,
                said.detail,
                said.remedy,
                said.grade,
                said.evidence_ids,
                said.looked_at,
                tuple(map(_item, items)),
                key,
                said.together,
                said.is_incident,
            )
            yield Finding(
                id_,
                like.rule,
                like.basis,
                like.clause,
                like.status,
                outcome,
                like.why,
                day,
                like.exception,
                like.settled,
            )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Findings(Sequence[Finding]):
    """Findings in order. What is asked of all of them is asked of their `kinds`, where that will do: these are few."""

    lumps: tuple[_Lump, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Findings":
        """Return findings as they are held; they may come one by one."""
        if isinstance(findings, Findings):
            return findings
        coming, known = iter(findings), dict[Finding, Finding]()
        return cls(tuple(_lump(some, known) for some in iter(lambda: tuple(islice(coming, TOGETHER)), ())))

    @classmethod
    def together(cls, parts: "Iterable[Findings]") -> "Findings":
        """Return all of several, in order."""
        return cls(tuple(chain.from_iterable(part.lumps for part in parts)))

    @property
    def kinds(self) -> tuple[Finding, ...]:
        """A finding that stands for each kind, without title, key, items, identifier and day, as they first come."""
        chosen = (kind for lump in self.lumps for number, kind in enumerate(lump.kinds) if number in lump.which)
        return tuple(dict.fromkeys(chosen))

    def where(self, test: Test) -> "Findings":
        """Return those of the kinds that pass a test, in order; what is held of each is shared."""
        return Findings(tuple(filter(len, (_chosen(lump, test) for lump in self.lumps))))

    def changed(self, change: Callable[[Finding], Finding]) -> "Findings":
        """Return the same findings, with what each kind has in common changed."""
        return Findings(tuple(replace(lump, kinds=tuple(map(change, lump.kinds))) for lump in self.lumps))

    def first_seen_on(self, days_of: DaysOf) -> "Findings":
        """Return the same findings with the days on which they were first seen; `days_of` tells those of some."""
        return Findings(tuple(_first_seen(lump, days_of) for lump in self.lumps))

    def by_id(self) -> Iterator[tuple[str, Finding]]:
        """Yield the identifier of each, and the finding that stands for its kind."""
        for lump in self.lumps:
            each = zip(json.loads(lump.named), lump.which, strict=True)
            yield from ((id_, lump.kinds[which]) for id_, which in each if which != _LEFT_OUT)

    def octets(self) -> Iterator[bytes]:
        """Yield what tells them apart, for whoever digests it: what they have in common is not in it."""
        for lump in self.lumps:
            yield from (lump.which, lump.named.encode(), lump.told)

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(map(len, self.lumps))

    def __iter__(self) -> Iterator[Finding]:
        """Make them, one after the other."""
        return chain.from_iterable(self.lumps)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        """Return one of them, or several."""
        if isinstance(index, slice):
            return tuple(self)[index]
        return next(islice(self, range(len(self))[index], None))

    def __eq__(self, other: object) -> bool:
        """Whether they are the same findings in the same order, however they are held."""
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        """Return the same number for equal findings."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """Show them."""
        return repr(tuple(self))


def _lump(findings: Sequence[Finding], known: dict[Finding, Finding]) -> _Lump:
    """Return findings together; `known` are the kinds of those before, so that each is held once."""
    kinds: dict[Finding, int] = {}
    which = bytes(kinds.setdefault(known.setdefault(kind, kind), len(kinds)) for kind in map(_kind, findings))
    told = [(each.outcome.title, each.outcome.key, tuple(map(_plain, each.outcome.items))) for each in findings]
    return _Lump(
        tuple(kinds),
        which,
        tuple(each.first_seen for each in findings),
        json.dumps([each.id for each in findings]),
        zlib.compress(json.dumps(told).encode(), LEVEL),
    )


def _kind(finding: Finding) -> Finding:
    said = finding.outcome
    common = Outcome(
        said.status,
        said.accounts,
        "",
        said.detail,
        said.remedy,
        said.grade,
        said.evidence_ids,
        said.looked_at,
        together=said.together,
        is_incident=said.is_incident,
    )
    return Finding(
        "",
        finding.rule,
        finding.basis,
        finding.clause,
        finding.status,
        common,
        finding.why,
        None,
        finding.exception,
        finding.settled,
    )


def _chosen(lump: _Lump, test: Test) -> _Lump:
    numbers = bytearray(range(256))
    for number, kind in enumerate(lump.kinds):
        if not test(kind):
            numbers[number] = _LEFT_OUT
    return replace(lump, which=lump.which.translate(numbers))


def _first_seen(lump: _Lump, days_of: DaysOf) -> _Lump:
    ids = json.loads(lump.named)
    days = days_of(ids)
    return replace(lump, days=tuple(map(days.get, ids)))


def _plain(item: Item) -> tuple[object, ...]:
    return (
        item.folder,
        item.uidvalidity,
        item.uid,
        item.stored.toordinal(),
        item.format,
        item.protection,
        item.strength,
        item.size,
    )


def _item(plain: Any) -> Item:  # noqa: ANN401 - as JSON has it
    folder, uidvalidity, uid, stored, *rest = plain
    return Item(folder, uidvalidity, uid, date.fromordinal(stored), *rest)
