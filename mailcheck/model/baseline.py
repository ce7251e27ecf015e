"""How an inbox stood at an earlier run."""

from mailcheck.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Baseline:
    """What later runs compare with (evidence D8). All baselines of a member are from one and the same run."""

    uidvalidity: int
    uidnext: int
