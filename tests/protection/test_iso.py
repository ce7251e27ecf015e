"""CD and DVD images."""

from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import sample, state_and_blocks
from tests.samples.from_specification.archives import File, iso

LOCKED, WORDS = File(b"A.7Z", sample("password.7z")), File(b"A.TXT", b"some words")


def test_an_image_is_open_if_it_is_as_large_as_it_says():
    """Its mark stands far behind the beginning."""
    data = sample("plain.iso")
    assert (judged(data).state, judged(data).format) == (OPEN, "iso")
    assert judged(data[: len(data) // 2 // 512 * 512]).state is UNREADABLE
    assert state_and_blocks(data + bytes(1 << 20))[1] <= 8


def test_what_only_could_be_an_image_is_not_a_known_format():
    """Zeros, for instance."""
    answer = judged(bytes(80 * 512))
    assert (answer.state, answer.reason) == (UNREADABLE, "it is not a format mailcheck knows")


def test_the_files_on_an_image_decide():
    """In each of its directories."""
    assert judged(iso(LOCKED)).state is PROTECTED
    assert judged(iso(LOCKED, WORDS)).state is PARTIAL
    assert judged(iso(WORDS)).state is OPEN
    assert judged(iso()).state is OPEN
    assert judged(iso(LOCKED, long_names=(LOCKED,))).state is PROTECTED
    assert judged(iso(LOCKED, long_names=(WORDS,))).state is PARTIAL


def test_a_directory_that_is_not_read_may_list_more():
    """An image with a second directory of another kind is not called protected."""
    assert judged(iso(LOCKED, udf=True)).state is PARTIAL


def test_a_folder_that_holds_itself_is_walked_once():
    """Otherwise it would have no end."""
    image = bytearray(iso(LOCKED))
    at = image.index(b"A.7Z") - 33
    image[at + 25] = 2
    image[at + 2 : at + 6] = image[16 * 2048 + 158 : 16 * 2048 + 162]
    assert judged(bytes(image)).state is OPEN


def test_a_file_that_begins_where_another_does_is_looked_at_too():
    """What is behind a locked archive opens, if a longer file on the image holds both."""
    longer = File(b"A.BIN", LOCKED.content + b"some words" * 400)
    image = bytearray(iso(longer, File(b"B.7Z", LOCKED.content)))
    first, second = image.index(b"A.BIN") - 33, image.index(b"B.7Z") - 33
    image[second + 2 : second + 10] = image[first + 2 : first + 10]
    assert judged(bytes(image)).state is PARTIAL
