"""`mailcheck protect`: an encrypted copy of documents, and the passphrase for their reader."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.protect import Passphrase, Plan

ATTENTION, COULD_NOT = 1, 3
TRIES = 3
ASK = "Choose a passphrase of at least twelve characters. It is not shown while you type."
TELL = (
    "Tell it to the reader by telephone or by text message, never in a second e-mail: "
    "whoever can read the first e-mail can read the second one too."
)
KEPT_NOWHERE = "It is shown this once and kept nowhere: without it nobody can open the copy, you included."
LIFTED = "The original had a second password against editing or printing; the copy has none."
STOPPED = "Stopped. No copy was made, and your original is unchanged."
NAME = "The name of the copy can be read by anybody: let it name nobody."


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", metavar="OUT", type=click.Path(path_type=Path), help="Where the copy goes; .zip for an archive.")
@click.option("--generate", "way", flag_value="generate", default="generate", help="Make a passphrase (the default).")
@click.option("--ask", "way", flag_value="ask", help="Ask for a passphrase of your own.")
@click.option("--force", is_flag=True, help="Replace OUT if it is there; never an original.")
def protect(files: tuple[Path, ...], to: Path | None, way: str, force: bool) -> int:
    """Make an encrypted copy of documents, for sending.

    A PDF becomes a PDF with a password, a Word, Excel or PowerPoint document one with a password, anything else and
    several files a ZIP archive that hides their names. The originals are not changed. The copy is opened and compared
    before it counts.
    """
    from mailcheck.app.saying import complain, say
    from mailcheck.protect import generate, make_copy, make_plan

    _needs_a_screen(way)
    plan = make_plan(files, to=to, replaces=force)
    code = _say_left(plan)
    if not plan.originals:
        return code
    try:
        passphrase = generate() if way == "generate" else _ask(plan)
        make_copy(plan, passphrase)
    except (KeyboardInterrupt, click.Abort):
        complain(STOPPED)
        return COULD_NOT
    own = way == "ask"
    _say_made(plan, own=own)
    if not own:
        _say_passphrase(passphrase)
        say(f"{KEPT_NOWHERE}\n")
    say(f"{TELL}\n")
    _say_about(plan)
    return code


def _needs_a_screen(way: str) -> None:
    """Refuse where a passphrase would land in a file or a log, or could not be typed."""
    if way == "generate" and not sys.stdout.isatty():
        raise UserError(
            Problem(
                "the passphrase is shown on a screen only, never written to a file or a log.",
                "mailcheck protect",
                "Run it in a terminal, without > or |.",
            )
        )
    if way == "ask" and not sys.stdin.isatty():
        raise UserError(Problem("a passphrase is typed at a keyboard only.", "--ask", "Run it in a terminal."))


def _say_left(plan: "Plan") -> int:
    """Say which files have a password already; 1 if one of them is weak."""
    from mailcheck.app.saying import say
    from mailcheck.model import Strength
    from mailcheck.report.words import harmless

    code = 0
    for path, answer in plan.left:
        say(f"{harmless(str(path))} has a password already: {answer.reason}. It was left as it is.")
        if answer.strength is Strength.WEAK:
            code = ATTENTION
            say("  That method is weak. Save it without a password, and protect that copy.")
    return code


def _ask(plan: "Plan") -> "Passphrase":
    from mailcheck.app.saying import say
    from mailcheck.protect import Passphrase, problem_with

    say(ASK)
    names = [word for path in plan.originals for word in path.stem.replace("_", " ").replace("-", " ").split()]
    for _ in range(TRIES):
        passphrase = Passphrase(click.prompt("Passphrase", hide_input=True, confirmation_prompt="Once more"))
        problem = problem_with(passphrase, known=names)
        if problem is None:
            return passphrase
        say(problem)
    raise UserError("No passphrase was chosen, so no copy was made. Without --ask, mailcheck makes one for you.")


def _say_made(plan: "Plan", *, own: bool) -> None:
    from mailcheck.app.saying import say
    from mailcheck.protect.archive_form import ARCHIVE
    from mailcheck.report.words import count, harmless

    holding = f", holding {count(len(plan.originals), 'document')}," if plan.form is ARCHIVE else ""
    opens = "the passphrase that you chose." if own else "this passphrase:"
    say(f"Made {harmless(str(plan.copy))}{holding} which opens only with {opens}")


def _say_about(plan: "Plan") -> None:
    """Say what else there is to know of the copy."""
    from mailcheck.app.saying import say
    from mailcheck.protect.plan import ARCHIVE_NAME
    from mailcheck.report.words import count

    originals = "Your original is" if len(plan.originals) == 1 else f"Your {count(len(plan.originals), 'original')} are"
    say(f"{originals} unchanged. The copy was opened with the passphrase and compared. It is {plan.form.name}.")
    if plan.why_archive:
        say(plan.why_archive)
    if plan.form.reader_needs:
        say(plan.form.reader_needs)
    if plan.lifts_restrictions:
        say(LIFTED)
    if not plan.copy.name.startswith(ARCHIVE_NAME.removesuffix(".zip")):
        say(NAME)


def _say_passphrase(shown: "Passphrase") -> None:
    click.echo(f"\nPassphrase:  {click.style(shown.value, bold=True)}\n")
