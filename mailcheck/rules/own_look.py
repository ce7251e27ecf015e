"""What to tell a member who has to look for themselves, where a provider shows mailcheck nothing."""

from collections.abc import Iterable, Mapping

from mailcheck.model import Account

THEN_SAY = "Then say what you found: `mailcheck declare`."


def at_forwarding(account: Account) -> str:
    """Return where the member looks whether letters of an account are passed on; empty if it is not known."""
    return " ".join(account.provider.forwarding_steps) if account.provider else ""


def at_access(account: Account) -> str:
    """Return where the member looks who else can open a mailbox; empty if it is not known."""
    return " ".join(account.provider.access_steps) if account.provider else ""


AT_ANY_PROVIDER: Mapping[str, tuple[str, ...]] = {
    "forwarding-hidden": (
        "In a browser, sign in to your webmail and look through its settings for forwarding, filters and rules.",
        "None of them should send letters to your other account, or collect them from there.",
        "If the address is at a domain of your own, look in its control panel too, or ask whoever runs it.",
    ),
    "access-hidden": (
        "In a browser, sign in to your webmail and look through its settings for people whom you let in, or who share "
        "your mailbox.",
        "Nobody else should know its password.",
        "If somebody else runs the mail server, ask them who may open your mailbox.",
    ),
}
"""What holds where the provider is not known, by what a declaration is asked for."""


def steps_for(accounts: Iterable[Account], *, only_if: str) -> dict[str, tuple[str, ...]]:
    """Return the steps that a declaration asks for, by provider: `only_if` is the declaration's own.

    Only professional accounts are asked about who has access; forwarding can begin at either side.
    """
    found: dict[str, tuple[str, ...]] = {}
    for account in accounts:
        if only_if == "access-hidden" and not account.role.is_professional:
            continue
        provider = account.provider
        if provider is None:
            name, steps = f"the provider of {account.name}", AT_ANY_PROVIDER.get(only_if, ())
        else:
            known = {"forwarding-hidden": provider.forwarding_steps, "access-hidden": provider.access_steps}
            name, steps = provider.name, known.get(only_if, ())
        if steps:
            found[name] = steps
    return found
