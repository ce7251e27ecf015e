"""Which policy a settings file names: the shipped one, a file of its own, or the institute's signed one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.errors import Problem, SettingsError
from mailcheck.model import Policy
from mailcheck.settings.policy import load_policy
from mailcheck.settings.problems import shown

if TYPE_CHECKING:
    from mailcheck.settings.schema import PolicyTable


def chosen_policy(changes: "PolicyTable", settings: Path, data_folder: Path) -> Policy:
    """Return the policy that the table `policy` of a settings file asks for. Raises SettingsError."""
    where = f"{settings}: policy"
    if changes.signed is not None:
        return _signed_policy(changes, settings.parent, data_folder, where)
    path = None if changes.file is None else settings.parent / Path(changes.file).expanduser()
    return load_policy(path, rules=changes.rules, decisions=changes.decisions, where=where)


def _signed_policy(changes: "PolicyTable", folder: Path, data_folder: Path, where: str) -> Policy:
    """Return the institute's signed policy. What it decides is not changed here; more looks may be asked for."""
    from mailcheck.settings.signed_policy import current, source_of  # noqa: PLC0415 - brings cryptography

    wrong = list(_own_changes(changes, where))
    try:
        signed = current(source_of(changes.signed or "", changes.key or "", folder, data_folder))
        made = load_policy(rules=changes.rules, where=where, text=(signed.policy, f"signed policy {signed.serial}"))
    except SettingsError as error:
        raise SettingsError([*wrong, *error.problems]) from None
    if wrong:
        raise SettingsError(wrong)
    return replace(made, serial=signed.serial)


def _own_changes(changes: "PolicyTable", where: str) -> Iterator[Problem]:
    """Yield what a member wrote that only the institute decides."""
    remedy = "Take it out, or ask your institute."
    what = "cannot stand beside your institute's signed policy."
    if changes.file is not None:
        yield Problem(what, f"{where}.file", remedy)
    if changes.decisions:
        yield Problem(what, f"{where}.decisions", remedy)
    for rule, change in changes.rules.items():
        if change != {"enabled": True}:
            yield Problem(what, f"{where}.rules.{shown(rule)}", f"{remedy} Only `enabled = true` may be added.")
