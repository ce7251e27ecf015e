"""What to tell after a nightly run: only what changed. Pure: what was told before, today, and what was seen.

- Something new, or worse than it was: at once, all of a night in one message.
- Something still open: again after seven days, all of it together, so that five things are not five messages a week.
- Something that could not be looked at: after three days; at once, if it will not mend by itself.
- Everything closed, or everything looked at again: once.
- Another attestation is due: on that day, and every thirty days until it is written.
- Nothing to tell for thirty days: a sign of life.

Days are counted by the calendar, because a laptop runs its nights at any hour.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from mailcheck.app.nightly.concerns import BAD, Concern
from mailcheck.app.nightly.told import Decision, Known, Telling, Told
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
        {known.id: _put_right(known, today) for known in told.known},
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
        quiet = Told(night.remembered(), last, reminded)
        return Decision(None, quiet, quiet)
    now = today if telling.is_attestation_due else reminded
    return Decision(telling, Told(night.remembered(spoken=True), today, now), Told(night.waiting(), last, reminded))


def _is_to_remind(reminded: date | None, due: date | None, today: date) -> bool:
    if due is None or today < due:
        return False
    return reminded is None or reminded < due or (today - reminded).days >= SILENCE


def seen(told: Told, concerns: Iterable[Concern], today: date) -> Told:
    """Return what is known once a person has seen a whole report on the screen: everything in it is told."""
    night = _Night(
        {known.id: known for known in told.known}, {each.id: each for each in concerns}, today, has_looked=True
    )
    return Told(
        tuple(replace(known, told=today) if known.id in night.now else known for known in night.remembered()),
        today,
        told.reminded,
    )


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

    def remembered(self, *, spoken: bool = False) -> tuple[Known, ...]:
        """Return what is known after this night; `spoken`: a message was told, and it spoke of everything open."""
        gone = {known.id for known in self._gone()}
        kept = [known for id_, known in self.before.items() if id_ not in self.now and id_ not in gone]
        current = [
            known if known.status is each.status else replace(known, status=each.status)
            for each in self.now.values()
            for known in [self._known(each)]
        ]
        if spoken:
            current = [replace(known, told=self.today) if self._is_spoken_of(known) else known for known in current]
        return (*kept, *current)

    def waiting(self) -> tuple[Known, ...]:
        """Return what is known after a night whose message reached nobody: the next night finds the same news."""
        return (
            *(known for id_, known in self.before.items() if id_ not in self.now),
            *map(self._known, self.now.values()),
        )

    def _known(self, concern: Concern) -> Known:
        return self.before.get(concern.id) or Known(concern.id, concern.status, self.today)

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

    def _is_spoken_of(self, known: Known) -> bool:
        return self.now[known.id].is_bad or self._is_told_as_unseen(self.now[known.id])

    def _gone(self) -> list[Known]:
        """Return what is over. Where something could not be looked at, nothing that was found there is over."""
        is_whole = all(concern.is_bad for concern in self.now.values())
        return [
            known
            for id_, known in self.before.items()
            if self.has_looked and id_ not in self.now and (is_whole or known.status not in BAD)
        ]

    def _is_over(self, *, is_bad: bool) -> bool:
        """Whether something that was told is over, and nothing of its kind is left."""
        was_told = any(known.told is not None and (known.status in BAD) is is_bad for known in self._gone())
        return was_told and not any(each.is_bad is is_bad and not each.is_quiet for each in self.now.values())


def _put_right(known: Known, today: date) -> Known:
    """Return what is known without days to come: a clock that was ahead wrote them."""
    return replace(known, since=min(known.since, today), told=known.told and min(known.told, today))
