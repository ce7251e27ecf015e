"""What to tell a member who has to look for themselves, where a provider shows mailcheck nothing."""

from collections.abc import Iterable

from mailcheck.model import Account

THEN_SAY = "Then say what you found: `mailcheck declare`."


def at_forwarding(account: Account) -> str:
    """Return where the member looks whether letters of an account are passed on; empty if it is not known."""
    return " ".join(account.provider.forwarding_steps) if account.provider else ""


def at_access(account: Account) -> str:
    """Return where the member looks who else can open a mailbox; empty if it is not known."""
    return " ".join(account.provider.access_steps) if account.provider else ""


def steps_for(accounts: Iterable[Account], *, only_if: str) -> dict[str, tuple[str, ...]]:
    """Return the steps that a declaration asks for, by provider: `only_if` is the declaration's own.

    Only professional accounts are asked about who has access; forwarding can begin at either side.
    """
    found: dict[str, tuple[str, ...]] = {}
    for account in accounts:
        if account.provider is None:
            continue
        steps: tuple[str, ...] = ()
        if only_if == "forwarding-hidden":
            steps = account.provider.forwarding_steps
        elif only_if == "access-hidden" and account.role.is_professional:
            steps = account.provider.access_steps
        if steps:
            found[account.provider.name] = steps
    return found
