"""A professional address of its own."""

from collections.abc import Iterator

from mailcheck.model import Account, Evidence, Grade, Outcome, RulePolicy, Status
from mailcheck.parse.addresses import Sameness, compare
from mailcheck.parse.providers import is_loopback_name
from mailcheck.rules import no_partner, outcome, rule

ANOTHER_ADDRESS = "Open a second address for your practice and tell your clients about it."


@rule
def separate_addresses(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Professional and personal mail have addresses of their own.

    Why: a client who writes to your professional address should reach only you at work.
    Looks at: the addresses and log-in names in your settings, and what each provider says about differently
        written addresses that reach one mailbox. Nothing is fetched.
    Cannot see: an alias that you or an administrator set up by hand. Whether two different addresses are two
        mailboxes is the question of `separate-mailboxes`.
    Put right: open a second address, and use it for nothing but your practice.
    """
    yield from no_partner(evidence, "There was no second address to compare with.")
    for work, home in evidence.couples():
        yield _judge(work.account, home.account)


def _way_in(account: Account) -> tuple[str, str, int]:
    """Return server and log-in name; on this computer each port may be a bridge or tunnel to another provider."""
    host = account.host.rstrip(".").lower()
    return host, account.user.lower(), account.port if is_loopback_name(host) else 0


def _judge(work: Account, home: Account) -> Outcome:
    names = (work.name, home.name)
    looked = "the two addresses and log-in names in your settings"
    if _way_in(work) == _way_in(home):
        return outcome(
            Status.NOT_MET,
            names,
            "Both accounts log in to the same mailbox.",
            detail="They have the same mail server and the same log-in name.",
            remedy=ANOTHER_ADDRESS,
            grade=Grade.PROOF,
            evidence="D3",
            looked_at=looked,
        )
    same = compare(work, home)
    match same.sameness:
        case Sameness.SAME:
            return outcome(
                Status.NOT_MET,
                names,
                "Both addresses you gave are the same mailbox, written in two ways.",
                detail=same.reason,
                remedy=ANOTHER_ADDRESS,
                grade=Grade.PROOF,
                evidence="D1",
                looked_at=looked,
            )
        case Sameness.POSSIBLY:
            return outcome(
                Status.ATTENTION,
                names,
                "These two addresses look like two names for one mailbox. Are they?",
                detail=same.reason,
                remedy="If they are one mailbox, open a second address for your practice. If not, nothing is wrong.",
                grade=Grade.STRONG,
                evidence="D2",
                looked_at=looked,
            )
    return outcome(
        Status.MET,
        names,
        "The two addresses are different.",
        detail="Whether they lead to two mailboxes is looked at as well.",
        grade=Grade.PROOF,
        evidence="D1 D3",
        looked_at=looked,
    )
