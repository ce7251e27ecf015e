"""Whether a call asks for something that there is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailcheck.settings import Settings


def require(settings: "Settings", accounts: tuple[str, ...], output_format: str) -> None:
    """Raise UserError if the call names an account or a format that there is not."""
    from mailcheck.errors import Problem, UserError
    from mailcheck.report import renderers

    names = [each.account.name for each in settings.accounts]
    formats = sorted(renderers(settings.plugins))
    wrong = [
        Problem(f"There is no account called {name!r}.", "--account", f"There are: {', '.join(names)}.")
        for name in accounts
        if name not in names
    ]
    if output_format not in formats:
        wrong.append(Problem(f"There is no format {output_format!r}.", "--format", f"There are: {', '.join(formats)}."))
    if wrong:
        raise UserError(wrong)
