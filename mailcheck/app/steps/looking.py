"""The last steps, for real: the test letter, the first report, the nightly run, the entry in the menu."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mailcheck.app.steps.plan import Progress
from mailcheck.errors import MailcheckError, SettingsError, UserError
from mailcheck.settings.text import read_toml

if TYPE_CHECKING:
    from mailcheck.app.steps.work import Walk
    from mailcheck.gather.credentials import Secrets
    from mailcheck.model import Report
    from mailcheck.settings import Settings

MOST_CLAUSES, MOST_ROWS = 7, 14


def letters(walk: "Walk", progress: Progress) -> Progress:
    """Make the test letters that are missing, and tell how the first is sent."""
    from mailcheck.app.letter import from_supervisors, latest_letters, missing_letters
    from mailcheck.app.letter_text import told
    from mailcheck.settings import record_letter

    settings = walk.settings()
    now = datetime.now().astimezone()
    known = tuple(latest_letters(settings.said.letters, settings))
    made = tuple(missing_letters(settings, known, now))
    for each in made:
        record_letter(settings.said_path, each)
    theirs = from_supervisors(settings)
    lines = [line for each in (*known, *made)[:1] for line in told(each, is_theirs=each.code in theirs)]
    lines.append("")
    lines.append("`mailcheck letter` shows this again, and looks where it arrived; every check looks as well.")
    return _with(progress, codes=tuple(line.strip("\n") for line in lines)).to("codes")


def report(walk: "Walk", progress: Progress) -> Progress:
    """Run the check, keep its report, and show it in a few lines."""
    is_back = progress.at == "looking-back"
    try:
        lines = tuple(_lines(_checked(walk, look_back=is_back), is_back=is_back))
    except UserError as problem:
        lines = tuple(str(each) for each in problem.problems)
    except MailcheckError as problem:
        lines = (str(problem),)
    return _with(progress, report=lines).to("history" if is_back else "reported")


def _checked(walk: "Walk", *, look_back: bool) -> "Report":
    import mailcheck
    from mailcheck.app.keeping import keep
    from mailcheck.state import State
    from mailcheck.state.lock import only_run

    settings = walk.settings()
    with only_run(settings.state_path), State.open(settings.state_path) as state:
        found = mailcheck.check(settings, secrets=keeper(walk, settings), state=state, look_back=look_back)
        keep(settings, state, found)
    return found


def keeper(walk: "Walk", settings: "Settings") -> "Secrets":
    """Return where secrets come from during the set-up: what was typed in a moment ago need not be typed again."""
    from mailcheck.gather.credentials import Secrets

    return Secrets(
        settings.data_folder,
        ask=lambda name: walk.held[name].value if name in walk.held else "",
        keyring=walk.outside.keyring(),
        issuers=settings.issuers,
        shared_computer=settings.shared_computer,
    )


def _lines(found: "Report", *, is_back: bool) -> Iterator[str]:
    from mailcheck.model import IN_ORDER
    from mailcheck.report.parts import ORDER, waits_for_an_answer
    from mailcheck.report.sections import tally
    from mailcheck.report.words import label

    if is_back:
        from mailcheck.report.earlier import earlier_rows

        history = found.look_back
        rows = [f"{label}: {text}" if label else text for label, text in earlier_rows(history)] if history else []
        yield from rows[:MOST_ROWS] or ["There is nothing from before today."]
        return
    yield tally(found)
    yield ""
    troubled = [clause for clause in found.clauses if clause.status not in IN_ORDER]
    for clause in sorted(troubled, key=lambda each: ORDER.index(each.status))[:MOST_CLAUSES]:
        called = label(clause.status, is_waiting=waits_for_an_answer(clause, found))
        yield f"- {called.lower()}: {clause.title}"
    if len(troubled) > MOST_CLAUSES:
        yield f"- and {len(troubled) - MOST_CLAUSES} more"
    yield ""
    yield "Nothing in your mailboxes was changed. `mailcheck check` shows the whole report, with what to do."


def night(walk: "Walk", progress: Progress) -> Progress:
    """Switch the nightly run on."""
    try:
        lines = walk.outside.install(walk.path)
    except UserError as problem:
        lines = tuple(str(each) for each in problem.problems)
    return _with(progress, nightly="\n".join(lines)).to("switched-on")


def entry(walk: "Walk", progress: Progress) -> Progress:
    """Put an entry into the computer's menu."""
    try:
        told = walk.outside.place_entry()
    except UserError as problem:
        told = str(problem)
    return _with(progress, entry=told).to("done")


def signing_key(walk: "Walk", progress: Progress) -> None:
    """Make the key that signs attestations, where a password was kept on this computer; nothing is asked for it.

    Only at the end of the set-up: who stops before leaves none behind. Where it cannot be made it is made at first use.
    """
    from mailcheck.attestation.key import member_key

    if progress.shared or not (progress.work.is_kept or progress.home.is_kept):
        return
    with suppress(MailcheckError):
        settings = walk.settings()
        keeper(walk, settings).own_key(member_key(settings))


def registered(settings_path: Path) -> dict[str, dict[str, Any]]:
    """Return the client ids in a settings file that holds no account yet."""
    try:
        found = read_toml(settings_path).get("oauth", {})
    except (FileNotFoundError, SettingsError):
        return {}
    return {name: dict(table) for name, table in found.items() if isinstance(table, dict)}


def _with(progress: Progress, **changes: object) -> Progress:
    return replace(progress, **changes)  # type: ignore[arg-type] # the callers name fields of Progress
