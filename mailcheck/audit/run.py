"""One run of the check, from settings to report."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from mailcheck.audit.known_letters import known_letters, known_uses
from mailcheck.audit.known_looks import known_looks
from mailcheck.audit.own_papers import without_own_papers
from mailcheck.errors import Cancelled, SecretError
from mailcheck.gather import looking
from mailcheck.gather.beside import Beside
from mailcheck.gather.collect import collect
from mailcheck.gather.domain import Resolver, SystemResolver
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.meanwhile import Behind, load_beside
from mailcheck.gather.reaching import Reach, reach
from mailcheck.gather.visit import Connector, Progress, Question, Step, silent
from mailcheck.gather.visiting import MARKS
from mailcheck.model import (
    AccountEvidence,
    Evidence,
    Report,
)
from mailcheck.parse.recognise import recognisers
from mailcheck.protection import judge_protection
from mailcheck.registry import discover

if TYPE_CHECKING:
    from mailcheck.gather.connecting import SignIn
    from mailcheck.gather.secret import Secret
    from mailcheck.settings import AccountSettings, Settings
    from mailcheck.state import State

Clock = Callable[[], datetime]


class Keeper(Protocol):
    """Where secrets come from; `mailcheck.gather.credentials.Secrets` is the usual one."""

    def secret_for(self, account: "AccountSettings", /) -> "Secret":
        """Return the secret of an account; raises SecretError."""

    def installation_key(self) -> bytes:
        """Return the key by which things are recognised from run to run."""


def check(  # noqa: PLR0913 - a host may replace every part; all but the settings have a default
    settings: "Settings",
    *,
    secrets: Keeper | None = None,
    state: "State | None" = None,
    clock: Clock | None = None,
    resolver: Resolver | None = None,
    progress: Progress = silent,
    cancel: Callable[[], bool] = lambda: False,
    only: Sequence[str] = (),
    look_back: bool = False,
    reach: Reach = reach,
) -> Report:
    """Look at the accounts of `settings` and return what was found. Reads only; prints, prompts and exits nowhere.

    `secrets` tells passwords and the installation key (default: from where the settings say, without prompting);
    `state` remembers when a finding was first seen, and incidents whose letter has vanished (default: nothing is
    remembered); `clock` tells the time; `resolver` looks names up (default: the system's own); `progress` is called as
    the run goes on, from several threads; `cancel` is asked often and stops the run when it returns True; `only` names
    the accounts to look at; `look_back` tells what was sent before the day that counts, as history; `reach` connects to
    a mail server, which may have been done ahead (`mailcheck.gather.reaching.Lines`). Thread-safe.

    Raises Cancelled, and UserError if the settings themselves cannot be used. What goes wrong with one account is
    part of the report.
    """
    now = clock or _local_time
    started = now()
    keeper = secrets or _usual_keeper(settings)
    told = _stoppable(progress, cancel)
    chosen = tuple(each for each in settings.accounts if not only or each.account.name in only)
    with Behind() as behind, _connector(chosen, keeper, reach) as connector:
        connector.begin(each.account for each in chosen)  # answers are on their way while the rest is got ready
        installation_key = keeper.installation_key()
        names = resolver or SystemResolver()
        question = _question(settings, installation_key, started, names, look_back=look_back)
        question = replace(
            question, letters=known_letters(settings, state, question.keys), uses=known_uses(state, question)
        )
        looks = None if state is None else known_looks(settings, state, question)
        question = question if looks is None else replace(question, memory=looks)
        seen = _look(settings, connector, question, chosen, progress=told, behind=behind)
        from mailcheck.audit.concluding import Conclusion  # noqa: PLC0415 - loaded by now, while servers were waited for

        return Conclusion(settings, installation_key, state, looks).report(seen, started=started, now=now)


def _load_ahead(settings: "Settings", question: Question) -> None:
    """Load while servers are waited for: whatever judges, and in a first run everything that looks.

    Whoever needs them waits for the rest, and is told what fails.
    """

    def load() -> None:
        if not any(question.memory.recall(each.account.name, MARKS) for each in settings.accounts):
            looking.load()
        import mailcheck.audit.concluding  # noqa: F401, PLC0415 - this is where it is loaded

        discover("mailcheck.rules", "rule", plugins=settings.plugins)

    load_beside(load)


def _local_time() -> datetime:
    return datetime.now().astimezone()


def _usual_keeper(settings: "Settings") -> Keeper:
    from mailcheck.gather.credentials import Secrets  # noqa: PLC0415 - only where the caller brings none

    return Secrets.of(settings)


def _stoppable(progress: Progress, cancel: Callable[[], bool]) -> Progress:
    def told(step: Step) -> None:
        if cancel():
            raise Cancelled("The check was stopped. Nothing was changed.")
        progress(step)

    return told


def _question(
    settings: "Settings", installation_key: bytes, now: datetime, resolver: Resolver, *, look_back: bool
) -> Question:
    every = (*(each.account for each in settings.accounts), *settings.declared)
    keys, run_keys = Keys(installation_key), Keys.random()
    return Question(
        now=now,
        since=settings.since or settings.said.since or now.date(),
        said=settings.said,
        keys=keys,
        run_keys=run_keys,
        judge=partial(judge_protection, plugins=settings.plugins),
        others=every,
        recognisers=recognisers(every, partial(keys.digest, Purpose.ADDRESS)),
        resolver=resolver,
        switched_on=_switched_on(settings),
        look_back=look_back,
        secure_mail=settings.secure_mail,
    )


def _switched_on(settings: "Settings") -> frozenset[str]:
    """Return what is looked at only because the member wished it."""
    about_people = ("separate-correspondents", "professional-mail-stays")
    rules = settings.policy.rules
    wishes = {
        "words": settings.read_words,
        "correspondents": any(name in rules and rules[name].is_enabled for name in about_people),
    }
    return frozenset(name for name, is_wished in wishes.items() if is_wished)


def _look(
    settings: "Settings",
    connector: Connector,
    question: Question,
    chosen: "Sequence[AccountSettings]",
    *,
    progress: Progress,
    behind: Behind,
) -> Evidence:
    accounts = tuple(each.account for each in chosen)
    _load_ahead(settings, question)
    with Beside() as beside:
        judge = partial(judge_protection, plugins=settings.plugins, beside=beside)
        seen = collect(accounts, connector, replace(question, judge=judge), progress=progress, behind=behind)
    return Evidence(
        now=question.now,
        since=question.since,
        accounts=tuple(map(without_own_papers, map(_with_hidden_files, seen.accounts))),
        pairs=seen.pairs,
        said=replace(settings.said, letters=seen.letters),
        left_out=tuple(each.account.name for each in settings.accounts if each not in chosen),
        transition=settings.transition,
        declared=settings.declared,
    )


def _with_hidden_files(seen: AccountEvidence) -> AccountEvidence:
    """Return what was seen of an account, with the documents that stand in the words of its letters."""
    if seen.words is None:
        return seen
    from mailcheck.gather.words import with_hidden_files  # noqa: PLC0415 - only where words are read

    return with_hidden_files(seen)


def _connector(accounts: "Iterable[AccountSettings]", keeper: Keeper, by: Reach) -> "SignIn":
    """Return what gets in. Every secret is fetched here, in the caller's thread, so that it may be asked for."""
    from mailcheck.gather.connecting import SignIn  # noqa: PLC0415 - imapclient is imported when it is needed

    def secret(account: "AccountSettings") -> "Secret | SecretError":
        try:
            return keeper.secret_for(account)
        except SecretError as problem:
            return problem

    return SignIn({each.account.name: secret(each) for each in accounts}, by)
