"""PKCS #12 stores."""

from tests.protection.looks import OPEN, UNREADABLE, judged
from tests.protection.other_samples import sample


def test_an_empty_password_protects_nothing():
    """Anybody's program tries it first."""
    answer = judged(sample("store-empty.p12"))
    assert (answer.state, answer.reason) == (OPEN, "its password is empty, so anybody can open it")


def test_a_store_with_something_behind_it_is_unreadable():
    """Nor is one that is cut off."""
    assert judged(sample("store.p12") + b"more").state is UNREADABLE
    assert judged(sample("store.p12")[:-1]).state is UNREADABLE
