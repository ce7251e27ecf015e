"""CD and DVD images."""

from tests.protection.looks import OPEN, UNREADABLE, judged
from tests.protection.other_samples import sample, state_and_blocks


def test_an_image_is_open_if_it_is_as_large_as_it_says():
    """Its mark stands far behind the beginning."""
    data = sample("plain.iso")
    assert (judged(data).state, judged(data).format) == (OPEN, "iso")
    assert judged(data[: len(data) // 2 // 512 * 512]).state is UNREADABLE
    assert state_and_blocks(data + bytes(1 << 20))[1] <= 4


def test_what_only_could_be_an_image_is_not_a_known_format():
    """Zeros, for instance."""
    answer = judged(bytes(80 * 512))
    assert (answer.state, answer.reason) == (UNREADABLE, "it is not a format mailcheck knows")
