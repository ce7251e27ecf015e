"""Whether the way to the mailbox is encrypted."""

from mailcheck.model import Security, Status
from mailcheck.rules.secure_connection import secure_connection
from tests.factories import GONE, connection, evidence, home, policy, seen


def judge(way):
    """Return the rule's one answer; the home account's connection is not judged."""
    plain = connection(security=Security.NONE)
    (answer,) = secure_connection(evidence(seen(connection=way), seen(home(), connection=plain)), policy())
    return answer.status


def test_an_encrypted_connection_is_met():
    """TLS from the start, or after STARTTLS."""
    assert judge(connection()) is Status.MET
    assert judge(connection(security=Security.STARTTLS)) is Status.MET


def test_an_open_connection_is_not_met_unless_it_stays_on_this_computer():
    """A bridge program on loopback is no line."""
    assert judge(connection(security=Security.NONE)) is Status.NOT_MET
    assert judge(connection(security=Security.NONE, is_loopback=True)) is Status.MET


def test_no_connection_is_could_not_check():
    """A server that does not answer is not the member's fault."""
    assert judge(GONE) is Status.COULD_NOT_CHECK
