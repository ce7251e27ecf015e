"""What can be measured again: dates and reports, one small file per member. May be thrown away at any time."""

from mailcheck.state.file import erase
from mailcheck.state.kept import KeptDocument
from mailcheck.state.letters import Letters, Row
from mailcheck.state.packing import pack, put_back, unpack
from mailcheck.state.seen import Seen, SeenBefore
from mailcheck.state.store import Run, State, glance
from mailcheck.state.tally import Tally, tally

__all__ = [
    "KeptDocument",
    "Letters",
    "Row",
    "Run",
    "Seen",
    "SeenBefore",
    "State",
    "Tally",
    "erase",
    "glance",
    "pack",
    "put_back",
    "tally",
    "unpack",
]
