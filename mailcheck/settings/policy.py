"""Reads a policy: the one that ships with mailcheck, or an institute's own."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mailcheck.errors import Problem, SettingsError
from mailcheck.model import Basis, Clause, Decision, Declaration, Policy, RulePolicy
from mailcheck.model.policy import Attesting
from mailcheck.settings.policy_file import DecisionTable, PolicyFile
from mailcheck.settings.problems import did_you_mean, problems, shown, unknown_key
from mailcheck.settings.shipped import shipped
from mailcheck.settings.table import Wrong
from mailcheck.settings.text import parse_toml, read_toml

RuleChanges = Mapping[str, Mapping[str, Any]]
Options = dict[str, dict[str, Any]]


def load_policy(
    path: Path | None = None,
    *,
    rules: RuleChanges | None = None,
    decisions: Mapping[str, Any] | None = None,
    where: str = "policy",
    text: tuple[str, str] | None = None,
) -> Policy:
    """Return the policy of a file, by default the one that ships with mailcheck.

    `rules` holds changes by rule (`enabled`, or one of its options), `decisions` new values by decision; `where` says
    in an error where these changes stand. `text` is a policy that is no file of its own, and its name.
    Raises SettingsError with every problem of the file, or else of the changes.
    """
    file = _checked(*(_raw(path) if text is None else (parse_toml(*text), text[1])))
    rules, decisions = rules or {}, decisions or {}
    wrong = [*_wrong_rules(file, rules, f"{where}.rules"), *_wrong_decisions(file, decisions, f"{where}.decisions")]
    if wrong:
        raise SettingsError(wrong)
    return _policy(file, rules, _options(file, rules, decisions), decisions)


def _checked(raw: dict[str, Any], name: str) -> PolicyFile:
    """Hold a policy file to its shape."""
    try:
        file = PolicyFile.read(raw)
    except Wrong as error:
        raise SettingsError(problems(error.found, raw, name)) from None
    if wrong := list(_loose_ends(file, name)):
        raise SettingsError(wrong)
    return file


def _raw(path: Path | None) -> tuple[dict[str, Any], str]:
    if path is None:
        return parse_toml(shipped("policy.toml"), "policy.toml"), "policy.toml"
    try:
        return read_toml(path), str(path)
    except FileNotFoundError:
        remedy = "Put the policy file there, or take `file` out of [policy]."
        raise SettingsError(Problem("there is no policy file here.", str(path), remedy)) from None


def _loose_ends(file: PolicyFile, name: str) -> Iterator[Problem]:
    """Yield what points nowhere, and what is there twice."""
    clauses = {clause.id for clause in file.clause}
    pointers = [(f"rules.{rule}: clause", table.clause) for rule, table in file.rules.items()]
    for declaration in file.declaration:
        at = f'declaration "{shown(declaration.id)}"'
        pointers += [(f"{at}: clause", clause) for clause in (declaration.clause, *declaration.also_serves)]
    for at, clause in pointers:
        if clause not in clauses:
            yield Problem("is none of the clauses.", f"{name}: {at}", did_you_mean(clause, clauses))
    for kind, tables in (("clause", file.clause), ("declaration", file.declaration), ("decision", file.decision)):
        for id_, count in Counter(table.id for table in tables).items():
            if count > 1:
                yield Problem("is there twice.", f'{name}: {kind} "{shown(id_)}"', "Give each an id of its own.")
    for decision in file.decision:
        if not _has_value(file, decision):
            remedy = "Write its `value`, or the `rule` and the `option` that hold it."
            yield Problem("has no value.", f'{name}: decision "{shown(decision.id)}"', remedy)


def _has_value(file: PolicyFile, decision: DecisionTable) -> bool:
    held = decision.rule in file.rules and decision.option in file.rules[decision.rule].others
    return held if decision.rule is not None else decision.value is not None


def _wrong_rules(file: PolicyFile, rules: RuleChanges, where: str) -> Iterator[Problem]:
    for rule, changes in rules.items():
        if rule not in file.rules:
            yield unknown_key(rule, file.rules, f"{where}.{shown(rule)}")
            continue
        known = {"enabled": True, **file.rules[rule].others}
        for option, value in changes.items():
            yield from _wrong_value(option, value, known, f"{where}.{rule}.{shown(option)}")


def _wrong_decisions(file: PolicyFile, decisions: Mapping[str, Any], where: str) -> Iterator[Problem]:
    options = _options(file, {}, {})
    known = {decision.id: _value(decision, options, {}) for decision in file.decision}
    for id_, value in decisions.items():
        yield from _wrong_value(id_, value, known, f"{where}.{shown(id_)}")


def _wrong_value(key: str, value: object, known: Mapping[str, Any], where: str) -> Iterator[Problem]:
    if key not in known:
        yield unknown_key(key, known, where)
    elif type(value) is not type(known[key]):
        yield Problem("is not of the kind that belongs here.", where, f"The policy says: {_toml(known[key])}")


def _toml(value: object) -> str:
    """Return a value of the policy as it is written in TOML."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case list():
            return f"[{', '.join(_toml(item) for item in value)}]"
    return str(value)


def _options(file: PolicyFile, rules: RuleChanges, decisions: Mapping[str, Any]) -> Options:
    """Return every rule's options: the file's, then what decisions change, then what is changed by hand."""
    options = {rule: dict(table.others) for rule, table in file.rules.items()}
    for decision in file.decision:
        if decision.rule is not None and decision.option is not None and decision.id in decisions:
            options[decision.rule][decision.option] = decisions[decision.id]
    for rule, changes in rules.items():
        options[rule].update({option: value for option, value in changes.items() if option != "enabled"})
    return options


def _value(decision: DecisionTable, options: Options, decisions: Mapping[str, Any]) -> object:
    if decision.rule is not None and decision.option is not None:
        return options[decision.rule][decision.option]
    return decisions.get(decision.id, decision.value)


def _policy(file: PolicyFile, rules: RuleChanges, options: Options, decisions: Mapping[str, Any]) -> Policy:
    return Policy(
        id=file.id,
        version=file.version,
        title=file.title,
        reviewed=file.reviewed,
        clauses=tuple(Clause(**table.values()) for table in file.clause),
        rules={
            name: RulePolicy(
                name,
                table.clause,
                Basis(table.basis),
                rules.get(name, {}).get("enabled", table.enabled),
                options[name],
                table.at_worst,
            )
            for name, table in file.rules.items()
        },
        declarations=tuple(
            Declaration(**{**table.values(), "basis": Basis(table.basis), "also_serves": tuple(table.also_serves)})
            for table in file.declaration
        ),
        exception_reasons=file.exception_reasons,
        confidential=file.confidential,
        decisions=tuple(
            Decision(table.id, table.question, _value(table, options, decisions), table.decided)
            for table in file.decision
        ),
        attesting=Attesting(file.attestation.every_days, file.attestation.keep_months),
        contact=file.contact,
        client_ids=file.client_ids,
        client_secrets=file.client_secrets,
        updated=file.updated,
    )
