"""One night, from the settings to what is told."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from mailcheck.app.nightly.attesting import attestation_due
from mailcheck.app.nightly.concerns import NOT_RUN, Concern, concerns_of
from mailcheck.app.nightly.counts import environment
from mailcheck.app.nightly.due import Ended
from mailcheck.app.nightly.memory import keep_refusals, keep_told, refusals_in, told_in
from mailcheck.app.nightly.refused import CarefulKeeper, refused_after
from mailcheck.app.nightly.telling import decide
from mailcheck.app.nightly.told import Telling
from mailcheck.app.nightly.words import in_words
from mailcheck.app.nightly.world import World
from mailcheck.dataclass import dataclass
from mailcheck.errors import UserError
from mailcheck.gather.ping import Ping
from mailcheck.model import Report
from mailcheck.settings import AccountSettings, InEnvironment, InTurn, OneSource, Settings
from mailcheck.state import State

OFFLINE = frozenset({"dns", "offline", "not-imap"})
"""Refusals of a computer without a network, or with one that wants a web page first: no mail server was reached."""
SLEPT = timedelta(hours=1)
"""A run that took longer, and failed somewhere, fell asleep with its computer."""


@dataclass(frozen=True, slots=True)
class Night:
    """A nightly run that is due, with the lock held."""

    path: Path
    """The settings file."""
    state: State
    world: World
    began: datetime

    def pass_by(self) -> Ended:
        """Look, remember, and tell. Never raises but for what ends the process."""
        try:
            if trouble := self.world.refresh_policy(self.path):
                self.world.complain(trouble)
            settings = self.world.settings(self.path)
        except UserError as wrong:
            self.world.complain(str(wrong))
            return self._tell(None, Ended.FAILED, None, (NOT_RUN,))
        self._ping(settings, Ping.START)
        report, ended, concerns = self._look(settings)
        self._tell(settings, ended, report, concerns)
        reached = report is not None and any(account.problem is None for account in report.accounts)
        self._ping(settings, Ping.DONE if reached or (report and not report.accounts) else Ping.FAILED)
        return ended

    def _look(self, settings: Settings) -> tuple[Report | None, Ended, Iterable[Concern]]:
        """Check, and keep the report if there is one worth keeping."""
        from mailcheck.app.own_key import note_own_key
        from mailcheck.audit.keeping import keep_report, write_down

        try:
            keeper = CarefulKeeper(self.world.keeper(settings), refusals_in(self.state))
            if notice := note_own_key(settings, keeper):
                self.world.complain(notice)
            report = self.world.check(settings, keeper, self.state)
            if how_it_ended(report) is Ended.OFFLINE:
                return report, Ended.OFFLINE, (NOT_RUN,)
            refusals = refused_after(report, keeper, report.finished.date())
            keep_refusals(self.state, refusals)
            write_down(settings, report)
            keep_report(self.state, report)
        except UserError as wrong:
            self.world.complain(str(wrong))
            return None, Ended.FAILED, (NOT_RUN,)
        except Exception as error:  # noqa: BLE001 - containment: the night is noted as failed, and told after three days
            self.world.complain(f"Something went wrong inside mailcheck: {type(error).__name__}.")
            return None, Ended.FAILED, (NOT_RUN,)
        return report, Ended.RAN, concerns_of(report, [each.account for each in refusals.accounts])

    def _tell(
        self, settings: Settings | None, ended: Ended, report: Report | None, concerns: Iterable[Concern]
    ) -> Ended:
        """Tell what changed, and remember it as told once somebody was reached."""
        today = self.world.now().date()
        due = attestation_due(settings, self.world.complain) if settings else None
        decision = decide(told_in(self.state), concerns, today, has_looked=ended is Ended.RAN, due=due)
        was_told = self._deliver(settings, ended, report, decision.telling)
        keep_told(self.state, decision.delivered if was_told else decision.pending)
        return ended

    def _deliver(self, settings: Settings | None, ended: Ended, report: Report | None, telling: Telling | None) -> bool:
        """Tell by every way that the settings name; where they cannot be read, by a note that gives nothing away."""
        neutral = settings is None or settings.nightly.neutral or settings.shared_computer
        message = in_words(telling, neutral=neutral) if telling else None
        reached = False
        if message and (settings is None or settings.nightly.notify):
            reached = self.world.note(message)
        if settings is not None and settings.nightly.on_result:
            counts = environment(ended, report, telling, message)
            hidden = [
                place.name for each in settings.accounts for place in _places(each) if isinstance(place, InEnvironment)
            ]
            reached |= self.world.command(settings.nightly.on_result, counts, hidden)
        return reached

    def _ping(self, settings: Settings, what: Ping) -> None:
        if settings.nightly.ping:
            self.world.ping(settings.nightly.ping, what)


def _variables(settings: Settings) -> list[str]:
    """Return the environment variables that hold a password."""
    places = [place for each in settings.accounts for place in _places(each)]
    return [place.name for place in places if isinstance(place, InEnvironment)]


def _places(account: AccountSettings) -> tuple[OneSource, ...]:
    return account.secret.places if isinstance(account.secret, InTurn) else (account.secret,)


def how_it_ended(report: Report) -> Ended:
    """Return how a run ended that made a report."""
    problems = [account.problem for account in report.accounts]
    is_offline = bool(problems) and all(problem is not None and problem.key in OFFLINE for problem in problems)
    has_slept = report.finished - report.started > SLEPT and any(problems)
    return Ended.OFFLINE if is_offline or has_slept else Ended.RAN
