"""Writes the pages that are made from the program itself: `python docs/generate.py`.

A test compares them with what is committed, so that they cannot drift. With `--picture` the demo is run and its report
drawn for the README.
"""

import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from runpy import run_path

import click

from mailcheck.app.cli import mailcheck
from mailcheck.app.explaining import GRADES
from mailcheck.model import RulePolicy
from mailcheck.model.catalogue import EvidenceEntry
from mailcheck.protection.judge import claim_of
from mailcheck.registry import discover
from mailcheck.rules import name_of
from mailcheck.settings import load_policy
from mailcheck.settings.evidence import load_catalogue

DOCS = Path(__file__).parent
HELP = "../mailcheck/app/help.txt"
NOTE = "<!-- Made by docs/generate.py; edit the program, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """Return every generated page: its path below docs/, and its text."""
    made = {
        "cli.md": _command_line(),
        "formats.md": _formats(),
        "evidence.md": _evidence(),
        "approval/supply-chain.md": _supply_chain(),
    }
    made.update(_rules())
    return {path: NOTE + text for path, text in made.items()} | {HELP: _help()} | _schemas()


def _help() -> str:
    """Return what `mailcheck --help` prints, at 80 columns, so that it can be printed without click."""
    context = click.Context(mailcheck, info_name="mailcheck", help_option_names=["-h", "--help"], terminal_width=78)
    return mailcheck.get_help(context) + "\n"


def _schemas() -> dict[str, str]:
    """Return the JSON Schemas of what is held to its shape by the program itself."""
    from mailcheck.parse.attested import SCHEMA, Attested

    schema = Attested.model_json_schema(by_alias=True, mode="serialization")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
    return {f"schemas/{SCHEMA.replace('/', '-')}.json": json.dumps(head, indent=2, ensure_ascii=False) + "\n"}


def _command_line() -> str:
    parts = ["# Commands\n", "What each command takes; `mailcheck COMMAND --help` prints the same.\n"]
    for path, command in _commands(mailcheck, ("mailcheck",)):
        context = click.Context(command, info_name=" ".join(path), help_option_names=["-h", "--help"])
        parts.append(f"## {' '.join(path)}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def _commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in sorted(command.list_commands(context)):
            yield from _commands(command.get_command(context, name), (*path, name))


def _supply_chain() -> str:
    return str(run_path(str(DOCS / "supply_chain.py"))["page"]())


def _formats() -> str:
    formats = sorted(discover("mailcheck.protection", "format"), key=lambda each: claim_of(each).name)
    rows = [f"| {claim_of(each).name} | {_first_line(each)} |" for each in formats]
    head = [
        "# Formats",
        "",
        "What mailcheck can judge: does opening it need a secret? A file of any other kind is *unreadable*, "
        "never called protected and never called open.",
        "",
        "| format | what is looked at |",
        "|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def _first_line(function: object) -> str:
    return (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ").replace("|", "\\|")


def _evidence() -> str:
    catalogue = load_catalogue()
    parts = [
        "# Evidence\n",
        "What mailcheck looks at, how much each piece proves, and what follows. The findings of a report name their "
        "evidence by these ids in its JSON form; `mailcheck explain D6` prints one entry.\n",
        "How much it proves, at its best:\n",
        "\n".join(f"- *{grade}*: {words}" for grade, words in GRADES.items()),
        "\nWhich test shows what on which mail server: [what was measured](measured.md).\n",
    ]
    for letter, question in catalogue.groups.items():
        parts.append(f"## {letter}: {question}\n")
        parts += [_piece(entry) for entry in catalogue.entries if entry.group == letter]
    return "\n".join(parts)


def _piece(entry: EvidenceEntry) -> str:
    used = ", ".join(f"[{name}](rules/{name}.md)" for name in entry.rules)
    rows = [
        ("Looks at", entry.looks_at),
        ("Proves", f"{GRADES[entry.grade.value].removesuffix('.')} (*{entry.grade.value}*)."),
        ("What follows", entry.follows),
        ("Cannot see", entry.cannot_see),
        ("Used by", used),
        ("Told as", entry.told_as),
        ("Said beside", f"the declaration `{entry.beside}`; no rule judges by it." if entry.beside else ""),
    ]
    return "\n".join([f"### {entry.id}\n", *(f"- **{title}.** {text}" for title, text in rows if text)]) + "\n"


def _rules() -> dict[str, str]:
    policy = load_policy()
    rules = {name_of(each): each for each in discover("mailcheck.rules", "rule")}
    made = {
        f"rules/{name}.md": _rule(name, inspect.getdoc(each) or "", policy.rules[name]) for name, each in rules.items()
    }
    rows = [f"- [{name}]({name}.md) serves {policy.rules[name].clause}" for name in sorted(rules)]
    made["rules/index.md"] = "# Rules\n\n" + "\n".join(rows) + "\n"
    return made


def _rule(name: str, docstring: str, policy: RulePolicy) -> str:
    demand, _, rest = docstring.partition("\n\n")
    sections = "\n\n".join(f"**{title}.** {text}" for title, text in _sections(rest))
    return f"# {name}\n\n{demand}\n\nServes clause {policy.clause}, as {policy.basis.value}.\n\n{sections}\n"


def _sections(text: str) -> Iterator[tuple[str, str]]:
    title, taken = "", []
    for line in text.splitlines():
        if line and not line.startswith(" ") and ": " in line:
            if title:
                yield title, " ".join(taken)
            title, _, first = line.partition(": ")
            taken = [first[:1].upper() + first[1:]]
        elif line.strip():
            taken.append(line.strip())
    if title:
        yield title, " ".join(taken)


def picture() -> None:
    """Run the demo and draw its report."""
    from io import StringIO

    from rich.console import Console

    from mailcheck import check, load_settings
    from mailcheck.app.demo import demo
    from mailcheck.app.demo.keeper import DemoKeeper
    from mailcheck.app.demo.names import DemoNames
    from mailcheck.report.terminal import page

    with demo() as staged:
        result = check(load_settings(staged.settings_path), secrets=DemoKeeper(staged.environ), resolver=DemoNames())
    console = Console(record=True, width=80, file=StringIO(), highlight=False, emoji=False, markup=False)
    console.print(page(result))
    svg = console.export_svg(title="mailcheck demo")
    (DOCS / "demo.svg").write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n", encoding="utf-8")


def main() -> int:
    """Write every page that differs; return how many did."""
    changed = 0
    for path, text in pages().items():
        target = DOCS / path
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
            changed += 1
    return changed


if __name__ == "__main__":
    if "--picture" in sys.argv:
        picture()
    sys.stdout.write(f"{main()} pages written\n")
