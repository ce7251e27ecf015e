"""Reads a settings file, and finds every problem in it at once."""

import os
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any, TypeVar

from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, SettingsError
from mailcheck.model import Account, Policy, Said
from mailcheck.model.transition import Transition
from mailcheck.parse.secure_mail import SecureMail
from mailcheck.registry import missing_plugins
from mailcheck.settings import schema
from mailcheck.settings.accounts import resolve, together
from mailcheck.settings.chosen_policy import chosen_policy
from mailcheck.settings.folders import default_data_folder, usual_settings_path
from mailcheck.settings.issuers import issuers
from mailcheck.settings.nightly import Nightly
from mailcheck.settings.nightly_table import NightlyTable
from mailcheck.settings.problems import place, problems, shown
from mailcheck.settings.providers import load_providers
from mailcheck.settings.said import load_said
from mailcheck.settings.secure_mail import load_secure_mail
from mailcheck.settings.settings import AccountSettings, Settings, said_beside
from mailcheck.settings.table import Table, Wrong
from mailcheck.settings.text import parse_toml, read_toml

T = TypeVar("T", bound=Table)
K = TypeVar("K", dict[str, Any], list[Any])


def load_settings(path: Path | str | None = None, *, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of a file, with its policy and what the person said.

    Without `path`: the file that the variable MAILCHECK_CONFIG names, else that in the system's configuration folder.
    The variable MAILCHECK_DATA moves the data folder.
    Raises SettingsError with every problem at once: where it stands, what is wrong, and what would be right.
    """
    chosen = Path(path).expanduser().absolute() if path else usual_settings_path(environ)
    try:
        raw = read_toml(chosen)
    except FileNotFoundError:
        raise SettingsError(_not_there(chosen)) from None
    return _settings(_File(raw, chosen), default_data_folder(environ))


def check_text(text: str, path: Path) -> tuple[Problem, ...]:
    """Return what would be wrong with a settings file of this text at this place; empty if it could be loaded."""
    try:
        _settings(_File(parse_toml(text, str(path)), path), default_data_folder())
    except SettingsError as wrong:
        return wrong.problems
    return ()


def _not_there(path: Path) -> Problem:
    remedy = (
        "To set up your own accounts, run `mailcheck setup`. To see first what mailcheck does, run `mailcheck demo`: "
        f"it needs no settings. Looked for: {path}"
    )
    return Problem("There are no settings here yet.", remedy=remedy)


@dataclass(frozen=True, slots=True)
class _File:
    """A settings file being read, and the problems found so far."""

    raw: dict[str, Any]
    path: Path
    wrong: list[Problem] = field(default_factory=list)

    def part(self, key: str, kind: type[K]) -> K:
        """Return a part of the file; empty, if it is not there or of the wrong kind, which is told elsewhere."""
        value = self.raw.get(key)
        return value if isinstance(value, kind) else kind()


def _settings(file: _File, data_folder: Path) -> Settings:
    _table(file, schema.SettingsFile, file.raw)
    member = _table(file, schema.MemberTable, file.part("member", dict), "member")
    check = _table(file, schema.CheckTable, file.part("check", dict), "check")
    transition = _transition(file)
    nightly = _nightly(file)
    changes = _table(file, schema.PolicyTable, file.part("policy", dict), "policy")
    computer = _table(file, schema.ComputerTable, file.part("computer", dict), "computer")
    own_issuers = _own_issuers(file)
    accounts, declared = _accounts(file)
    plugins = _plugins(file)
    policy = _policy(file, changes, data_folder)
    said = _said(file, (changes.key if changes else None) or "")
    secure_mail = _secure_mail(file, check)
    if file.wrong or not (member and check and policy and said and computer):
        raise SettingsError(file.wrong)
    since = check.since or said.since
    return Settings(
        path=file.path,
        accounts=accounts,
        policy=policy,
        said=said,
        since=since,
        plugins=plugins,
        member=member.name or "",
        shares_address=member.share_address,
        institute_key=changes.key or "" if changes else "",
        data_folder=data_folder,
        transition=transition,
        read_words=check.read_words,
        secure_mail=secure_mail,
        nightly=nightly,
        declared=declared,
        shared_computer=computer.shared,
        issuers=issuers(_registered(policy), own_issuers),
    )


def _table(file: _File, model: type[T], raw: dict[str, Any], *at: str | int) -> T | None:
    """Hold a table to its shape; None if it does not fit."""
    try:
        return model.read(raw)
    except Wrong as error:
        file.wrong.extend(problems(error.found, file.raw, str(file.path), at))
        return None


def _transition(file: _File) -> Transition | None:
    """Return the weeks of separation; None if the file names none, or none that can be used."""
    if "transition" not in file.raw:
        return None
    table = _table(file, schema.TransitionTable, file.part("transition", dict), "transition")
    return None if table is None else Transition(table.start, table.until)


def _nightly(file: _File) -> Nightly:
    table = _table(file, NightlyTable, file.part("nightly", dict), "nightly")
    if table is None:
        return Nightly()
    return Nightly(table.notify, table.neutral, tuple(table.on_result or ()), table.ping or "")


def _registered(policy: Policy) -> dict[str, dict[str, Any]]:
    """Return what the institute registered, by issuer."""
    return {
        name: {"client_id": client_id, "client_secret": policy.client_secrets.get(name)}
        for name, client_id in policy.client_ids.items()
    }


def _own_issuers(file: _File) -> dict[str, dict[str, Any]]:
    found = {}
    for name, raw in file.part("oauth", dict).items():
        table = _table(file, schema.IssuerTable, raw, "oauth", name) if isinstance(raw, dict) else None
        if table is not None:
            found[name] = table.values()
    return found


def _accounts(file: _File) -> tuple[tuple[AccountSettings, ...], tuple[Account, ...]]:
    """Return the accounts that are connected, and those that are declared instead."""
    providers = load_providers()
    tables = file.part("account", list)
    accounts: list[AccountSettings] = []
    declared: list[Account] = []
    for at, raw in enumerate(tables):
        table = _table(file, schema.AccountTable, raw, "account", at) if isinstance(raw, dict) else None
        if table is not None:
            where = place(file.raw, str(file.path), ("account", at))
            match resolve(table, providers, file.path.parent, where):
                case AccountSettings() as found if not table.connected:
                    declared.append(found.account)
                case AccountSettings() as found:
                    accounts.append(found)
                case wrong:
                    file.wrong.extend(wrong)
    file.wrong.extend(together([raw for raw in tables if isinstance(raw, dict)], str(file.path)))
    return tuple(accounts), tuple(declared)


def _plugins(file: _File) -> tuple[str, ...]:
    names = tuple(name for name in file.part("plugins", list) if isinstance(name, str))
    for name in missing_plugins(names) if names else ():
        remedy = "Install the package that brings it, or take its name out."
        file.wrong.append(Problem(f'"{shown(name)}" is not installed.', f"{file.path}: plugins", remedy))
    return names


def _policy(file: _File, changes: schema.PolicyTable | None, data_folder: Path) -> Policy | None:
    if changes is None:
        return None
    try:
        return chosen_policy(changes, file.path, data_folder)
    except SettingsError as error:
        file.wrong.extend(error.problems)
        return None


def _secure_mail(file: _File, check: schema.CheckTable | None) -> SecureMail | None:
    if check is None or check.secure_mail is None:
        return None
    try:
        return load_secure_mail(file.path.parent / Path(check.secure_mail).expanduser())
    except SettingsError as error:
        file.wrong.extend(error.problems)
        return None


def _said(file: _File, institute: str) -> Said | None:
    try:
        said = load_said(said_beside(file.path))
        if not said.granted:
            return said
        from mailcheck.settings.granted import verified  # noqa: PLC0415 - brings cryptography

        return replace(said, granted=tuple(verified(said.granted, institute)))
    except SettingsError as error:
        file.wrong.extend(error.problems)
        return None
