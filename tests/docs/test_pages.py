"""Documentation cannot drift."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mailcheck.app.cli import PLACES

DOCS = Path("docs")


@pytest.fixture(scope="module")
def made():
    """What the generator makes now, in a process of its own: click remembers help options from run to run."""
    code = "import json, runpy; print(json.dumps(runpy.run_path('docs/generate.py')['pages']()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def test_generated_pages_are_current(made):
    """`python docs/generate.py` would change nothing."""
    stale = [
        path for path, text in made.items() if not (DOCS / path).exists() or (DOCS / path).read_text("utf-8") != text
    ]
    assert stale == []


def test_no_generated_page_is_left_over(made):
    """A rule that is gone leaves no page behind."""
    assert {f"rules/{page.name}" for page in (DOCS / "rules").glob("*.md")} == {
        path for path in made if path.startswith("rules/")
    }


def test_every_command_is_in_the_readme_or_the_docs():
    """Nobody has to guess that a command exists."""
    written = "\n".join(page.read_text("utf-8") for page in [Path("README.md"), *DOCS.glob("*.md")])
    assert [name for name in PLACES if f"mailcheck {name}" not in written] == []


def test_links_between_pages_lead_somewhere():
    """Every relative link in README and docs points at a file that is there."""
    broken = []
    for page in [Path("README.md"), Path("CHANGELOG.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page}: {target}")
    assert broken == []
