"""The same home of one's own as every whole-program test has."""

from tests.whole.conftest import own_home

__all__ = ["own_home"]
