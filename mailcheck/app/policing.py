"""`mailcheck policy`: which policy is judged by, and the institute's newest one."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from mailcheck.settings.signed_policy import Source

DAILY = 20 * 3600
"""Seconds after which a signed policy is fetched again."""


@click.command()
@click.option("--update", is_flag=True, help="Fetch your institute's newest policy now.")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual.")
def policy(update: bool, config: Path | None) -> int:
    """Say which policy is judged by, who decided what, and whom to ask."""
    from mailcheck.app.saying import say
    from mailcheck.settings import load_settings

    if update and (trouble := refresh(config, anew=True)):
        say(trouble, err=True)
    for line in told(load_settings(config).policy):
        say(line)
    return 0


def told(policy: Any) -> list[str]:  # noqa: ANN401 - a Policy; its module is not loaded for --help
    """Return what is to be said of a policy."""
    from mailcheck.model.days import day_in_words

    signed = f", signed by your institute, number {policy.serial}" if policy.serial else ", not signed"
    lines = [f"{policy.title}: version {policy.version}{signed}. Reviewed on {day_in_words(policy.reviewed)}."]
    if policy.contact:
        lines.append(policy.contact)
    lines.append("\nWhat the policy leaves open:")
    for each in policy.decisions:
        value = ", ".join(each.value) if isinstance(each.value, list) else each.value
        value = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        who = "decided by the institute" if each.is_decided else "not yet decided by the institute; mailcheck's default"
        lines.append(f"- {each.question} {value} ({who})")
    return lines


def refresh(config: Path | None, *, anew: bool = False) -> str:
    """Fetch the institute's policy if the settings name an https address and a day has passed.

    Returns what went wrong, in words; empty if nothing did. A policy that is refused is not used: the last one is.
    """
    source = _source(config)
    if source is None or not source.is_remote or not (anew or _is_old(source.memory)):
        return ""
    from mailcheck.errors import SettingsError
    from mailcheck.gather.policy_source import fetch_signed_policy
    from mailcheck.model import Missing
    from mailcheck.settings.signed_policy import accept

    octets = fetch_signed_policy(source.where)
    if isinstance(octets, Missing):
        return octets.reason
    try:
        accept(source, octets)
    except SettingsError as refused:
        return f"{refused} The last policy is used."
    source.memory.touch()
    return ""


def _is_old(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime > DAILY
    except OSError:
        return True


def _source(config: Path | None) -> "Source | None":
    """Return where the settings say that the signed policy is; None if they say nothing, or nothing that is right."""
    from mailcheck.errors import SettingsError
    from mailcheck.settings import default_data_folder, usual_settings_path
    from mailcheck.settings.text import read_toml

    path = Path(config).expanduser().absolute() if config else usual_settings_path()
    try:
        table = read_toml(path).get("policy", {})
        where, key = table.get("signed"), table.get("key")
        if not (isinstance(where, str) and isinstance(key, str)):
            return None
        from mailcheck.settings.signed_policy import source_of  # brings cryptography, slow to load

        return source_of(where, key, path.parent, default_data_folder())
    except (SettingsError, OSError, AttributeError):
        return None  # loading the settings tells what is wrong with them
