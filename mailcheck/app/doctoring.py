"""`mailcheck doctor`: what works and what does not, step by step."""

import platform
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mailcheck.app.doctor_step import Step
    from mailcheck.model import Account
    from mailcheck.settings import Settings

CONFIG = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual."
)
WELL, ILL = "\N{CHECK MARK}", "\N{BALLOT X}"


@click.command()
@CONFIG
@click.option("--report", is_flag=True, help="Make a text that is safe to send to somebody who helps you.")
def doctor(config: Path | None, report: bool) -> int:
    """Try everything, step by step, and say for each what would put it right."""
    from mailcheck.app.browsing import beginner
    from mailcheck.app.checking import asker
    from mailcheck.app.doctor import examine
    from mailcheck.app.saying import complain
    from mailcheck.gather.credentials import Secrets
    from mailcheck.settings import load_settings

    settings = load_settings(config)
    keeper = Secrets.of(settings, ask=asker(), tell=complain, begin=beginner())
    steps = []
    for step in examine(settings, keeper):
        steps.append(step)
        if not report:
            _show(step, is_new=len(steps) == 1 or steps[-2].part != step.part)
    if report:
        click.echo("\n".join(to_send(settings, steps)))
    return 0 if all(step.is_well for step in steps) else 1


def _show(step: "Step", *, is_new: bool) -> None:
    from mailcheck.app.saying import say

    if is_new:
        say(f"\n{step.part}")
    say(f"{WELL if step.is_well else ILL} {step.what}", indent=2)
    if step.remedy and not step.is_well:
        say(f"To put it right: {step.remedy}", indent=4)


def to_send(settings: "Settings", steps: "Iterable[Step]") -> list[str]:
    """Return the lines of a text without names, addresses, paths or a server of one's own."""
    from mailcheck import __version__

    accounts = [*(each.account for each in settings.accounts), *settings.declared]
    labels = {each.name: f"account {at} ({each.role.value})" for at, each in enumerate(accounts, start=1)}
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    lines = [f"mailcheck {__version__} on {system} ({sys.platform})", ""]
    for step in steps:
        label = labels.get(step.part, step.part)
        text = step.private or step.what
        for hidden in (str(settings.path), *(private for account in accounts for private in _private(account))):
            text = re.sub(re.escape(hidden), "(hidden)", text, flags=re.IGNORECASE) if hidden else text
        lines.append(f"{WELL if step.is_well else ILL} {label}: {text}")
    return [*lines, "", "No name, address or password is in this text."]


def _private(account: "Account") -> tuple[str, ...]:
    """Return what a server may say of an account; of a provider that many have, its name may stand."""
    own = (account.address, account.user, account.name)
    is_shared = account.provider is not None and account.provider_by_domain
    return own if is_shared else (*own, account.host, account.address.rpartition("@")[2])
