"""The command line: reads arguments, calls one function, shows the result, returns the exit code."""

from collections.abc import Sequence

import click

from mailcheck import __version__
from mailcheck.app.accounts import account
from mailcheck.app.answering import answer
from mailcheck.app.attesting import attest
from mailcheck.app.checking import check, demo, show
from mailcheck.app.declaring import declare
from mailcheck.app.doctoring import doctor
from mailcheck.app.explaining import explain
from mailcheck.app.fleets import fleet
from mailcheck.app.history import forget, history
from mailcheck.app.inspecting import inspect
from mailcheck.app.leaving import leave
from mailcheck.app.letter import letter
from mailcheck.app.listing import LONGEST_HELP
from mailcheck.app.onboarding import onboarding
from mailcheck.app.opening import open_page
from mailcheck.app.passwords import password
from mailcheck.app.policing import policy
from mailcheck.app.preparing import settings
from mailcheck.app.protecting import protect
from mailcheck.app.rostering import roster
from mailcheck.app.saying import complain
from mailcheck.app.scheduling import schedule
from mailcheck.app.setting_up import setup
from mailcheck.app.settling import make_exception, settle
from mailcheck.app.sorting import sort
from mailcheck.app.wrong import problems_in_words, wrong_call_in_words
from mailcheck.errors import UserError, where_raised

COULD_NOT = 3
"""Exit code for a wrong call, unusable settings and any unexpected error."""

GROUPS = {
    "Everyday": (
        "open",
        "check",
        "show",
        "answer",
        "sort",
        "settle",
        "except",
        "inspect",
        "protect",
        "history",
        "explain",
        "demo",
    ),
    "Setting up": (
        "setup",
        "account",
        "doctor",
        "declare",
        "letter",
        "onboarding",
        "attest",
        "policy",
        "schedule",
        "settings",
        "password",
        "forget",
        "leave",
    ),
    "Supervisors": ("roster", "fleet"),
}


class Grouped(click.Group):
    """A command group whose help lists commands under headings."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under the headings of GROUPS."""
        for heading, names in GROUPS.items():
            rows = [(name, self.commands[name].get_short_help_str(LONGEST_HELP)) for name in names]
            with formatter.section(heading):
                formatter.write_dl(rows)


@click.group(cls=Grouped, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mailcheck")
@click.option("--verbose", is_flag=True, help="Show where in the program an unexpected error arose.")
def mailcheck(verbose: bool) -> None:
    """Are your professional and personal email kept apart? Reads only; changes nothing.

    Try `mailcheck demo` first: it needs no account and no network.
    """


for command in (
    open_page,
    check,
    show,
    answer,
    sort,
    settle,
    make_exception,
    inspect,
    protect,
    history,
    explain,
    fleet,
    demo,
    setup,
    account,
    doctor,
    leave,
    settings,
    password,
    declare,
    letter,
    schedule,
    forget,
    onboarding,
    policy,
    attest,
    roster,
):
    mailcheck.add_command(command)


def main(argv: Sequence[str]) -> int:
    """Run mailcheck and return its exit code: 0 met or declared, 1 attention, 2 not met, 3 could not check."""
    verbose = "--verbose" in argv
    try:
        code = mailcheck.main(list(argv), prog_name="mailcheck", standalone_mode=False)
    except click.ClickException as wrong:
        complain(wrong_call_in_words(wrong))
        return COULD_NOT
    except (KeyboardInterrupt, click.Abort):
        complain("Stopped. Nothing in your mailboxes was changed.")
        return COULD_NOT
    except UserError as wrong:
        complain(problems_in_words(wrong))
        return COULD_NOT
    except Exception as error:  # noqa: BLE001 - the last containment: one plain line instead of a traceback
        _show_unexpected(error, verbose=verbose)
        return COULD_NOT
    return code if isinstance(code, int) else 0


def _show_unexpected(error: Exception, *, verbose: bool) -> None:
    """Say in one line that mailcheck failed. The error's own text might quote a letter, so only its kind is shown."""
    if verbose:
        click.echo(where_raised(error), err=True)
    hint = "" if verbose else " (mailcheck --verbose … shows where)"
    complain(f"mailcheck: something went wrong inside mailcheck: {type(error).__name__}{hint}.")
