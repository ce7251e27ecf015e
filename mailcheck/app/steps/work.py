"""Takes the steps for real: finds servers, signs in, writes down. Every door walks with this."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from mailcheck.app.steps import keeping, looking, resuming, signing
from mailcheck.app.steps.addresses import partners_of
from mailcheck.app.steps.entries import declared_values, drafts, values_of
from mailcheck.app.steps.outside import Outside
from mailcheck.app.steps.plan import Facts, Kind, Progress, Question, Unusable
from mailcheck.app.steps.servers import found as after_finding
from mailcheck.app.steps.walk import answer, back, screen, skip
from mailcheck.errors import SettingsError
from mailcheck.gather.secret import Password
from mailcheck.model import Role
from mailcheck.settings import (
    Settings,
    load_policy,
    load_providers,
    load_settings,
    record_partners,
    usual_settings_path,
)
from mailcheck.settings.edit import put_account, put_values
from mailcheck.settings.folders import default_data_folder
from mailcheck.settings.issuers import issuers
from mailcheck.settings.settings import said_beside

TRANSITION = timedelta(days=60)


class Walk:
    """One person's way through the set-up. What is typed in stays in memory, and only until it is kept."""

    def __init__(
        self,
        settings_path: Path | None = None,
        *,
        outside: Outside | None = None,
        tell: Callable[[str], object] = lambda text: None,
        today: Callable[[], date] = date.today,
        environ: Mapping[str, str] = os.environ,
        is_kept: bool = True,
    ) -> None:
        """`tell` is called with a line that a person needs while something is being done, such as a code to type.

        Without `is_kept`, where somebody stops is not written down.
        """
        self._is_kept = is_kept
        self.path = settings_path or usual_settings_path(environ)
        self.outside, self.tell, self.today = outside or Outside(), tell, today
        self.data_folder = default_data_folder(environ)
        self.held: dict[str, Password] = {}
        """What was typed in, by account, until this walk is over."""
        self.facts = self._facts()

    def begin(self) -> Progress:
        """Return where somebody stopped last time, else the first step."""
        return resuming.load(self.path) or self.afresh()

    def afresh(self) -> Progress:
        """Return the first step, with what the settings hold already."""
        known = self.facts.known
        first = Progress()
        return replace(first, work=known.get(Role.PROFESSIONAL, first.work), home=known.get(Role.PERSONAL, first.home))

    def take(self, progress: Progress, typed: str = "") -> Progress:
        """Return how it goes on after an answer, a secret or a task. Raises Unusable, and UserError for the disk."""
        shown = screen(self.facts, progress)
        if shown.kind is Kind.SECRET:
            if not typed:
                raise Unusable("Nothing was typed. Paste the password here, or skip this step.")
            after = signing.with_password(self, progress, typed)
        elif shown.kind is Kind.TASK:
            after = self._done(progress)
        else:
            after = self._answered(progress, typed)
        return self._kept(after)

    def skip(self, progress: Progress) -> Progress:
        """Go on without an answer."""
        return self._kept(skip(self.facts, progress))

    def back(self, progress: Progress) -> Progress:
        """Go back to what was asked before."""
        return self._kept(back(self.facts, progress))

    def settings(self) -> Settings:
        """Return the settings as they are now. Raises SettingsError."""
        return load_settings(self.path)

    def _kept(self, progress: Progress) -> Progress:
        if not self._is_kept:
            return progress
        if progress.at == "done":
            looking.signing_key(self, progress)
            resuming.forget(self.path)
            return progress
        try:
            resuming.save(self.path, progress)
        except SettingsError as problem:
            self._is_kept = False  # said once; whoever goes on may still come to an end
            self.tell(f"How far you have come cannot be written down: {problem}")
        return progress

    def _answered(self, progress: Progress, typed: str) -> Progress:
        """Take an answer, and write down at once what it says."""
        after = answer(self.facts, progress, typed)
        given = (typed.strip() or screen(self.facts, progress).default).lower()
        match progress.at:
            case "computer":
                self._write_computer(is_shared=given == "y")
            case "plan" if given == "1":
                self._write_transition()
            case "declared" if given in {"y", "n"}:
                keeping.declare(self, progress.asked[0], is_so=given == "y")
            case "client-id":
                put_values(self.path, f"oauth.{progress.draft.issuer}", {"client_id": typed.strip()})
                self.facts = self._facts()
            case "where":
                return keeping.elsewhere(self, progress, in_file=given == "f")
            case "partner" if typed.strip():
                record_partners(self.said_path, partners_of(typed))
            case "further":
                self._write_further(after)
        if after.draft.is_declared and not progress.draft.is_declared:
            self._write_declared(after)
        return after

    def _done(self, progress: Progress) -> Progress:
        match progress.at:
            case "find" | "meet":
                return after_finding(self.facts, signing.met(self, progress))
            case "approve" | "code":
                return signing.in_browser(self, progress)
            case "writing":
                return looking.letters(self, progress)
            case "looking" | "looking-back":
                return looking.report(self, progress)
            case "switching-on":
                return looking.night(self, progress)
        return looking.entry(self, progress)

    def write(self, progress: Progress, secret: object) -> None:
        """Write the current account into the settings. Raises SettingsError."""
        put_account(self.path, values_of(self.facts, progress.draft, secret))

    def _write_computer(self, *, is_shared: bool) -> None:
        if is_shared or self.path.exists():
            put_values(self.path, "computer", {"shared": True if is_shared else None})
        if is_shared:
            put_values(self.path, "nightly", {"neutral": True})

    def _write_transition(self) -> None:
        start = self.today()
        put_values(self.path, "transition", {"from": start, "until": start + TRANSITION})

    def _write_further(self, progress: Progress) -> None:
        if progress.work.also and progress.work.is_done:
            put_account(self.path, {"name": progress.work.name, "also": list(progress.work.also)})

    def _write_declared(self, progress: Progress) -> None:
        if progress.draft.address:
            put_account(self.path, declared_values(progress.draft))

    def _facts(self) -> Facts:
        policy, known, own = load_policy(), {}, {}
        try:
            settings = load_settings(self.path)
            policy, known, own = settings.policy, drafts(settings), dict(settings.issuers)
        except SettingsError:
            own = dict(issuers(looking.registered(self.path)))
        questions = {each.id: Question(each.question, each.meaning) for each in policy.declarations}
        return Facts(load_providers(), own, questions, known, policy.contact)

    @property
    def said_path(self) -> Path:
        """Where answers are written down."""
        return said_beside(self.path)
