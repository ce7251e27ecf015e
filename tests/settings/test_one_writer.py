"""Several programs write down what a person said at the same moment, and nothing of it is lost."""

import subprocess
import sys
from datetime import date

from mailcheck.model import Declared
from mailcheck.settings import load_said, record_declaration

WRITER = """
import sys
from datetime import date
from pathlib import Path
from mailcheck.model import Declared
from mailcheck.settings import record_declaration
for number in range(12):
    name = f"question-{sys.argv[2]}-{number}"
    record_declaration(Path(sys.argv[1]), Declared(name, "yes", "", date(2026, 11, 1), date(2027, 11, 1)))
"""


def test_three_programs_lose_none_of_each_others_answers(tmp_path):
    """The page, the terminal and the nightly run."""
    path = tmp_path / "said.toml"
    record_declaration(path, Declared("first", "yes", "", date(2026, 11, 1), date(2027, 11, 1)))
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, path, str(at)]) for at in range(3)]
    assert [each.wait(100) for each in writers] == [0, 0, 0]
    expected = {"first", *(f"question-{at}-{number}" for at in range(3) for number in range(12))}
    assert {each.id for each in load_said(path).declarations} == expected
    assert [each.name for each in tmp_path.iterdir()] == ["said.toml"]
