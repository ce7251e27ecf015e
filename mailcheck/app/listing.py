"""A group of commands whose help tells each command's first sentence whole."""

import click

LONGEST_HELP = 160
"""Characters of a command's line in the list: the first sentence of each is shorter."""


class Listed(click.Group):
    """A command group whose help cuts no sentence short."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line, or as many as it takes, for each command."""
        names = self.list_commands(ctx)
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.commands[name].get_short_help_str(LONGEST_HELP)) for name in names])
