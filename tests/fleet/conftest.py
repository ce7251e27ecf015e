"""The same home of one's own, and the same name system, as every whole-program test has."""

from tests.whole.conftest import no_names, own_home

__all__ = ["no_names", "own_home"]
