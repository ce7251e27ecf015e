"""One step of `mailcheck doctor`."""

from mailcheck.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried."""

    part: str
    """The account's name, or "this computer"."""
    what: str
    is_well: bool
    remedy: str = ""
    private: str = ""
    """What stands in place of `what` in a text that is sent to somebody; empty: it is fit to be sent."""


COMPUTER = "this computer"


def well(part: str, what: str, private: str = "") -> Step:
    """Return a step that worked."""
    return Step(part, what, is_well=True, private=private)


def ill(part: str, what: str, remedy: str, private: str = "") -> Step:
    """Return a step that did not, with what would put it right."""
    return Step(part, what, is_well=False, remedy=remedy, private=private)
