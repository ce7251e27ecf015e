"""Whether a call asks for something that there is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailcheck.settings import Settings


def require(settings: "Settings", accounts: tuple[str, ...], output_format: str) -> None:
    """Raise UserError if the call names an account or a format that there is not."""
    from mailcheck.errors import Problem, UserError
    from mailcheck.report import renderer, renderers

    names = [each.account.name for each in settings.accounts]
    wrong = [
        Problem(f"There is no account called {name!r}.", "--account", f"There are: {', '.join(names)}.")
        for name in accounts
        if name not in names
    ]
    if output_format != "text" and renderer(output_format, settings.plugins) is None:
        formats = ", ".join(sorted(renderers(settings.plugins)))
        wrong.append(Problem(f"There is no format {output_format!r}.", "--format", f"There are: {formats}."))
    if wrong:
        raise UserError(wrong)
