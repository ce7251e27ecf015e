"""The connection to the mail server is encrypted."""

from collections.abc import Iterator

from mailcheck.model import Connection, Evidence, Grade, Missing, Outcome, RulePolicy, Security, Status
from mailcheck.rules import could_not_check, outcome, rule


@rule
def secure_connection(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """The way to the professional mailbox is encrypted, and the server is the right one.

    Why: on an open line, the password and every letter can be read on the way.
    Looks at: the connection that mailcheck itself made, its encryption and the server's certificate.
    Cannot see: how your phone or mail programme connects.
    Put right: use the server's encrypted port (993) in every programme that reads this mailbox.
    """
    for seen in evidence.professional():
        name = seen.account.name
        match seen.connection:
            case Missing() as missing:
                yield could_not_check(name, missing)
            case Connection(security=Security.NONE, is_loopback=True):
                yield outcome(
                    Status.MET,
                    name,
                    "The mail server runs on this computer, so nothing travels over a line.",
                    grade=Grade.PROOF,
                )
            case Connection(security=Security.NONE):
                yield outcome(
                    Status.NOT_MET,
                    name,
                    "The connection to this mailbox is not encrypted.",
                    remedy="Use the server's encrypted port, 993.",
                    grade=Grade.PROOF,
                )
            case Connection():
                yield outcome(
                    Status.MET,
                    name,
                    "The connection is encrypted, and the server proved who it is.",
                    grade=Grade.PROOF,
                    looked_at="the connection that mailcheck made",
                )
