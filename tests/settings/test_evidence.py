"""The catalogue of evidence, held to its schema and to what the rules do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
import tomli
from pydantic import BaseModel, ConfigDict, Field

from mailcheck.model import Grade
from mailcheck.model.catalogue import EvidenceEntry
from mailcheck.model.traces import NameSign, TraceKind
from mailcheck.registry import discover
from mailcheck.rules import name_of
from mailcheck.settings import load_policy, shipped
from mailcheck.settings.evidence import load_catalogue

RULES = Path("mailcheck/rules")
ROWS = re.compile(r"[ADFJNU]\d{1,2}(?: [ADFJNU]\d{1,2})*")
ENUMS = {"TraceKind": TraceKind, "NameSign": NameSign}
NEVER_PROOF = {"separate-mailboxes": {"F2", "F11", "F13"}}
"""A rule that asks another's scales for proof alone, and so never hears of what is less."""
NUMBERS = {"D": 13, "F": 15, "J": 13, "U": 10, "A": 12, "N": 6}


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str = Field(pattern=r"^[ADFJNU]\d{1,2}$")
    looks_at: str = Field(pattern=r"^[A-Z].+\.$")
    grade: Literal["proof", "strong", "weak", "info"]
    follows: str = Field(pattern=r"^[A-Z].+\.$")
    cannot_see: str = Field(pattern=r"^[A-Z].+\.$")
    rules: list[str] = []
    told_as: str = ""
    beside: str = ""


class Reading:
    """The modules of the rules, followed name by name from a rule's function."""

    def __init__(self):
        self.defined, self.imported = {}, {}
        for path in RULES.glob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            self.defined[path.stem] = dict(definitions(tree))
            self.imported[path.stem] = dict(imports(tree))

    def rows(self, module: str, name: str, known: set | None = None) -> set[str]:
        """Return every id of evidence in what is reached from a name."""
        known = set() if known is None else known
        if (module, name) in known or name not in self.defined.get(module, {}):
            return set()
        known.add((module, name))
        found = set()
        for node in ast.walk(self.defined[module][name]):
            found |= set(ids_in(node))
            for where, what in self.reached(module, node):
                found |= self.rows(where, what, known)
        return found

    def reached(self, module: str, node: ast.AST) -> Iterator[tuple[str, str]]:
        if isinstance(node, ast.Name) and node.id in self.defined[module]:
            yield module, node.id
        elif isinstance(node, ast.Name) and node.id in self.imported[module]:
            yield self.imported[module][node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            where, what = self.imported[module].get(node.value.id, ("", ""))
            if where == "__init__" and what in self.defined:  # `from mailcheck.rules import forwarding_words as words`
                yield what, node.attr


def definitions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield what a module defines: functions, classes and constants."""
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from ((each.id, node) for each in ast.walk(target) if isinstance(each, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, node


def imports(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what a module takes from the other rules, by the name that it gives to it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mailcheck.rules"):
            where = node.module.removeprefix("mailcheck.rules").lstrip(".") or "__init__"
            for each in node.names:
                yield each.asname or each.name, (where, each.name)


def ids_in(node: ast.AST) -> Iterator[str]:
    """Yield the ids that one node of the program is: words, or a member of an enumeration of rows."""
    match node:
        case ast.Constant(value=str(text)) if ROWS.fullmatch(text):
            yield from text.split()
        case ast.Attribute(value=ast.Name(id=name), attr=member) if name in ENUMS and member in ENUMS[name].__members__:
            yield ENUMS[name][member].value


@pytest.fixture(scope="module")
def used() -> dict[str, set[str]]:
    """The evidence that each rule judges by, read from the program."""
    reading = Reading()
    names = {name_of(each): each.__name__ for each in discover("mailcheck.rules", "rule")}
    return {name: reading.rows(module, module) - NEVER_PROOF.get(name, set()) for name, module in names.items()}


def test_every_entry_keeps_to_the_schema():
    """Whole sentences, a grade, and nothing that nobody reads."""
    raw = tomli.loads(shipped("evidence.toml"))
    assert (raw["schema"], list(raw["groups"])) == (1, list("DFJUAN"))
    assert len([Entry.model_validate(table) for table in raw["evidence"]]) == len(load_catalogue().entries)


def test_every_number_has_an_entry():
    """In order; D9 was taken up into D10, and numbers are never given again."""
    every = [f"{group}{number}" for group, last in NUMBERS.items() for number in range(group != "N", last + 1)]
    every.remove("D9")
    assert sorted(each.id for each in load_catalogue().entries) == sorted(every)


def test_each_rule_is_named_where_it_judges(used):
    """The catalogue names exactly the rules whose program reaches the id; what is told as another follows that one."""
    catalogue = load_catalogue()
    named = {each.id: set(each.rules) for each in catalogue.entries if not each.told_as}
    judging = {row: {rule for rule, rows in used.items() if row in rows} for row in named}
    assert named == judging
    assert {row for rows in used.values() for row in rows} <= set(named)


RANK = {Grade.INFO: 0, Grade.WEAK: 1, Grade.STRONG: 2, Grade.PROOF: 3}


def claims() -> Iterator[tuple[str, int, tuple[str, ...], Grade]]:
    """Yield where the rules' program names evidence together with how much it proves: place, rows, grade."""
    for path in sorted(RULES.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                given = [*node.args, *(each.value for each in node.keywords)]
                rows = tuple(row for each in given for row in ids_in(each))
                grades = [Grade[each.attr] for each in given if _is_grade(each)]
                if rows and len(grades) == 1:
                    yield path.stem, node.lineno, rows, grades[0]


def _is_grade(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Grade"


def test_no_rule_says_that_evidence_proves_more_than_the_catalogue_does():
    """At its best; together with others it may decide, and says so by the strongest of them."""
    best = {each.id: RANK[each.grade] for each in load_catalogue().entries}
    found = list(claims())
    assert len(found) > 20
    assert [each for each in found if RANK[each[3]] > max(best[row] for row in each[2])] == []


def test_an_entry_is_judged_told_as_another_or_said_beside_a_declaration():
    """One of the three, and never silently none; what is told as another is so by the same rules."""
    entries = {each.id: each for each in load_catalogue().entries}
    kinds = {
        each.id: (bool(each.rules) and not each.told_as, bool(each.told_as), bool(each.beside))
        for each in entries.values()
    }
    assert {name: kind for name, kind in kinds.items() if sum(kind) != 1} == {}
    declared = {each.id for each in load_policy().declarations}
    assert {each.id: each.beside for each in entries.values() if each.beside} == {"U8": "private-mail-programme"}
    assert "private-mail-programme" in declared
    assert {each.id: each.told_as for each in entries.values() if each.told_as} == {"A11": "A1", "N6": "A4"}
    assert all(each.rules == entries[each.told_as].rules for each in entries.values() if each.told_as)


def test_an_entry_is_found_however_it_is_written():
    """And is what the file says."""
    catalogue = load_catalogue()
    assert catalogue.find(" d12") == EvidenceEntry(
        "D12",
        "Under how many names at your own domain letters were delivered to you.",
        Grade.STRONG,
        "A sentence in the report, and no fault: letters to any name at your domain arrive with you.",
        "Names to which nobody has written lately.",
        ("no-forwarding",),
    )
    assert catalogue.find("D99") is None
