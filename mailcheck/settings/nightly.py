"""How a nightly run tells of itself."""

from mailcheck.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Nightly:
    """The table `[nightly]`."""

    notify: bool = True
    """Whether a note appears on the screen when something changed."""
    neutral: bool = False
    """Whether its words give nothing away: somebody else uses this computer with the same log-in."""
    on_result: tuple[str, ...] = ()
    """A command that is run after each nightly run, with counts in its environment."""
    ping: str = ""
    """An https address that is called when a run begins, and when it is over."""
