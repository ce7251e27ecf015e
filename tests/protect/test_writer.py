"""What `protect` makes of a Word document is what a reader's word processor opens."""

import pytest

from mailcheck.protect import make_copy, make_plan
from tests.protect.documents import PASSPHRASE, copied
from tests.servers.starting import started
from tests.servers.writer import Writer

pytestmark = pytest.mark.server


def test_writer_opens_the_copy_with_the_passphrase_and_not_without(tmp_path):
    """With the same words as the original."""
    original = copied("plain.docx", tmp_path)
    plan = make_plan([original])
    make_copy(plan, PASSPHRASE)
    with started(Writer) as writer:
        assert writer.words(original, "") == "A sample without anybody's data."
        assert writer.words(plan.copy, PASSPHRASE.value) == "A sample without anybody's data."
        assert writer.words(plan.copy, "another passphrase") is None
        assert writer.words(plan.copy, "") is None
