"""A first check where the name system answers, as it does for members: later ones need not ask again.

    python -m tests.bench.named SETTINGS

On loopback no name is found, and a look-up that failed is tried again by every run.
"""

import sys
from pathlib import Path

from mailcheck import check, load_settings
from mailcheck.gather.domain import Records
from mailcheck.state import State


class Named:
    """A resolver that knows this computer, and of the domain that it is looked after."""

    def look_up(self, name: str, kind: str) -> Records:
        """Return records; none of a name that nobody has."""
        if name.startswith("mailcheck-"):
            return Records()
        texts = {"A": "127.0.0.1", "MX": "10 localhost.", "TXT": "v=spf1 -all"}
        return Records((texts[kind],) if kind in texts else ())


def check_named(path: Path) -> None:
    """Check, and keep what was seen."""
    settings = load_settings(path)
    with State.open(settings.state_path) as state:
        check(settings, state=state, resolver=Named())


if __name__ == "__main__":
    check_named(Path(sys.argv[1]))
