"""The command line: reads arguments, calls one function, shows the result, returns the exit code."""

from collections.abc import Sequence
from importlib import import_module

import click

from mailcheck import __version__
from mailcheck.app.listing import LONGEST_HELP
from mailcheck.app.saying import complain
from mailcheck.app.wrong import problems_in_words, wrong_call_in_words
from mailcheck.errors import UserError, where_raised

COULD_NOT = 3
"""Exit code for a wrong call, unusable settings and any unexpected error."""

GROUPS = {
    "Everyday": {
        "open": "opening.open_page",
        "check": "checking.check",
        "show": "checking.show",
        "answer": "answering.answer",
        "sort": "sorting.sort",
        "settle": "settling.settle",
        "except": "settling.make_exception",
        "inspect": "inspecting.inspect",
        "protect": "protecting.protect",
        "history": "history.history",
        "explain": "explaining.explain",
        "demo": "checking.demo",
    },
    "Setting up": {
        "setup": "setting_up.setup",
        "account": "accounts.account",
        "doctor": "doctoring.doctor",
        "declare": "declaring.declare",
        "letter": "letter.letter",
        "onboarding": "onboarding.onboarding",
        "attest": "attesting.attest",
        "policy": "policing.policy",
        "schedule": "scheduling.schedule",
        "settings": "preparing.settings",
        "password": "passwords.password",
        "forget": "history.forget",
        "leave": "leaving.leave",
    },
    "Supervisors": {"roster": "rostering.roster", "fleet": "fleets.fleet"},
}
"""Every command as the help shows it, and where it is: only the one that is called is loaded."""
PLACES = {name: place for group in GROUPS.values() for name, place in group.items()}


class Grouped(click.Group):
    """A command group whose help lists commands under headings, and which loads a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None if there is none of that name."""
        if cmd_name in PLACES and cmd_name not in self.commands:
            module, _, function = PLACES[cmd_name].partition(".")
            self.add_command(getattr(import_module(f"mailcheck.app.{module}"), function), cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under the headings of GROUPS."""
        for heading, names in GROUPS.items():
            found = {name: self.get_command(ctx, name) for name in names}
            rows = [(name, each.get_short_help_str(LONGEST_HELP)) for name, each in found.items() if each]
            with formatter.section(heading):
                formatter.write_dl(rows)


@click.group(cls=Grouped, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mailcheck")
@click.option("--verbose", is_flag=True, help="Show where in the program an unexpected error arose.")
def mailcheck(verbose: bool) -> None:
    """Are your professional and personal email kept apart? Reads only; changes nothing.

    Try `mailcheck demo` first: it needs no account and no network.
    """


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
