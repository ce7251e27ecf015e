"""What to tell after a nightly run: only what changed. Pure: what was told before, today, and what was seen.

- Something new, or worse than it was: at once, all of a night in one message.
- Something still open: again after seven days, all of it together, so that five things are not five messages a week.
- Something that could not be looked at: after three days; at once, if it will not mend by itself.
- Everything closed, or everything looked at again: once.
- Another attestation is due: on that day, and every thirty days until it is written.
- Nothing to tell for thirty days: a sign of life.

Days are counted by the calendar, because a laptop runs its nights at any hour.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from mailcheck.app.nightly.concerns import BAD, Concern
from mailcheck.app.nightly.told import Decision, Known, Telling, Told, alike
from mailcheck.dataclass import dataclass
from mailcheck.model import Status

AGAIN, PATIENCE, SILENCE = 7, 3, 30
"""Days: until something open is told again, something unseen is told, and a sign of life is given."""


def decide(
    told: Told, concerns: Iterable[Concern], today: date, *, has_looked: bool, due: date | None = None
) -> Decision:
    """Return what to tell of tonight's concerns; `has_looked`: the run was made, whatever it found.

    `due` is the day on which the policy asks for another attestation.
    """
    night = _Night(
        {id_: _put_right(known, today) for id_, known in told.by_id().items()},
        {concern.id: concern for concern in concerns},
        today,
        has_looked=has_looked,
    )
    last = min(told.last or today, today)
    telling = night.telling()
    if telling is None and has_looked and (today - last).days >= SILENCE:
        telling = Telling(open=night.open)
    reminded = told.reminded and min(told.reminded, today)
    if has_looked and _is_to_remind(reminded, due, today):
        telling = replace(telling or Telling(open=night.open), is_attestation_due=True)
    if telling is None:
        quiet = Told(alike(night.remembered()), last, reminded)
        return Decision(None, quiet, quiet)
    now = today if telling.is_attestation_due else reminded
    delivered = Told(alike(night.remembered(night.is_spoken_of)), today, now)
    return Decision(telling, delivered, Told(alike(night.waiting()), last, reminded))


def _is_to_remind(reminded: date | None, due: date | None, today: date) -> bool:
    if due is None or today < due:
        return False
    return reminded is None or reminded < due or (today - reminded).days >= SILENCE


def seen(told: Told, concerns: Iterable[Concern], today: date) -> Told:
    """Return what is known once a person has seen a whole report on the screen: everything in it is told."""
    night = _Night(told.by_id(), {each.id: each for each in concerns}, today, has_looked=True)
    return Told(alike(night.remembered(lambda _: True)), today, told.reminded)


@dataclass(frozen=True, slots=True)
class _Night:
    """One night: what was known before it, and what was seen in it."""

    before: Mapping[str, Known]
    now: Mapping[str, Concern]
    today: date
    has_looked: bool

    def telling(self) -> Telling | None:
        """Return what changed; None if nothing did."""
        news = [each for each in self.now.values() if self._is_news(each)]
        ripe = [each for each in self.now.values() if self._is_ripe(each)]
        unseen = [self._known(each) for each in self.now.values() if self._is_told_as_unseen(each)]
        found = Telling(
            new=len(news),
            new_not_met=sum(each.status is Status.NOT_MET for each in news),
            open=self.open,
            unseen=len(unseen),
            unseen_days=max(((self.today - each.since).days for each in unseen), default=0),
            is_new_unseen=bool(ripe),
            is_reminder=any(map(self._is_due_again, self.now.values())),
            is_cleared=self._is_over(is_bad=True),
            is_seen_again=self._is_over(is_bad=False),
        )
        return None if found.is_sign_of_life else found

    @property
    def open(self) -> int:
        """How much was seen that is not in order."""
        return sum(each.is_bad for each in self.now.values())

    def remembered(self, is_told: Callable[[Concern], bool] = lambda _: False) -> Iterator[tuple[str, Known]]:
        """Yield what is known after this night; `is_told` says which concerns somebody was told of in it."""
        over = self._over()
        yield from ((id_, known) for id_, known in self._not_seen() if id_ not in over)
        for id_, concern in self.now.items():
            known = self._known(concern)
            yield id_, Known(concern.status, known.since, self.today if is_told(concern) else known.told)

    def waiting(self) -> Iterator[tuple[str, Known]]:
        """Yield what is known after a night whose message reached nobody: the next night finds the same news."""
        yield from self._not_seen()
        yield from ((id_, self._known(concern)) for id_, concern in self.now.items())

    def _known(self, concern: Concern) -> Known:
        return self.before.get(concern.id) or Known(concern.status, self.today)

    def _is_news(self, concern: Concern) -> bool:
        known = self.before.get(concern.id)
        if not concern.is_bad or known is None or known.told is None:
            return concern.is_bad
        return concern.status is Status.NOT_MET and known.status is not Status.NOT_MET

    def _is_ripe(self, concern: Concern) -> bool:
        """Whether something unseen is to be told for the first time."""
        known = self._known(concern)
        if concern.is_bad or known.told is not None:
            return False
        return concern.is_urgent or (self.today - known.since).days >= PATIENCE

    def _is_told_as_unseen(self, concern: Concern) -> bool:
        return not concern.is_bad and (self._is_ripe(concern) or self._known(concern).told is not None)

    def _is_due_again(self, concern: Concern) -> bool:
        told = self._known(concern).told
        return told is not None and not concern.is_quiet and (self.today - told).days >= AGAIN

    def is_spoken_of(self, concern: Concern) -> bool:
        """Whether a message of this night speaks of a concern."""
        return concern.is_bad or self._is_told_as_unseen(concern)

    def _not_seen(self) -> Iterator[tuple[str, Known]]:
        return ((id_, known) for id_, known in self.before.items() if id_ not in self.now)

    def _over(self) -> dict[str, Known]:
        """Return what is over. Where something could not be looked at, nothing that was found there is over."""
        if not self.has_looked:
            return {}
        is_whole = all(concern.is_bad for concern in self.now.values())
        return {id_: known for id_, known in self._not_seen() if is_whole or known.status not in BAD}

    def _is_over(self, *, is_bad: bool) -> bool:
        """Whether something that was told is over, and nothing of its kind is left."""
        over = self._over().values()
        was_told = any(known.told is not None and (known.status in BAD) is is_bad for known in over)
        return was_told and not any(each.is_bad is is_bad and not each.is_quiet for each in self.now.values())


def _put_right(known: Known, today: date) -> Known:
    """Return what is known without days to come: a clock that was ahead wrote them."""
    return replace(known, since=min(known.since, today), told=known.told and min(known.told, today))
