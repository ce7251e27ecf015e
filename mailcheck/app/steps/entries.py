"""From what the steps know to what the settings hold, and back."""

from typing import Any

from mailcheck.app.steps.plan import Draft, Facts, Way
from mailcheck.app.steps.servers import provider_of
from mailcheck.app.steps.signing_in import user_of
from mailcheck.model import Account, Role, Security
from mailcheck.settings import AccountSettings, FromPrompt, FromSignIn, Settings

Values = dict[str, Any]


def account_of(facts: Facts, draft: Draft) -> Account:
    """Return the account of a draft, as a sign-in needs it."""
    own = facts.providers.by_address(draft.address)
    provider = provider_of(facts, draft) or facts.providers.by_host(draft.host)
    return Account(
        name=draft.name,
        role=draft.role,
        address=draft.address,
        host=draft.host,
        port=draft.port,
        security=draft.security,
        user=user_of(facts, draft),
        provider=provider,
        provider_by_domain=own is not None and own is provider,
        joint=draft.joint,
        also=draft.also,
    )


def values_of(facts: Facts, draft: Draft, secret: object) -> Values:
    """Return what is written into the settings: no more than what mailcheck would not know by itself."""
    known = facts.providers.by_address(draft.address)
    is_usual = known is not None and known.imap_host == draft.host and known.imap_port == draft.port
    return {
        "name": draft.name,
        "role": draft.role.value,
        "address": draft.address,
        "connected": None,
        "host": None if is_usual else draft.host,
        "port": None if is_usual or draft.port == 993 else draft.port,
        "security": None if is_usual or draft.security is Security.TLS else draft.security.value,
        "user": draft.user or None,
        "also": list(draft.also) or None,
        "joint": True if draft.joint else None,
        "secret": secret,
    }


def declared_values(draft: Draft) -> Values:
    """Return what is written for an account that is declared instead of connected."""
    return {
        "name": draft.name,
        "role": draft.role.value,
        "address": draft.address,
        "also": list(draft.also) or None,
        "connected": False,
        **dict.fromkeys(("host", "port", "security", "user", "secret", "joint", "command", "token_command")),
    }


def drafts(settings: Settings) -> dict[Role, Draft]:
    """Return the first account of each role that the settings hold."""
    found: dict[Role, Draft] = {}
    for each in settings.accounts:
        found.setdefault(_side(each.account), _draft(each))
    for account in settings.declared:
        draft = Draft(_side(account), account.name, account.address, account.also, is_done=True, is_declared=True)
        found.setdefault(_side(account), draft)
    return found


def _side(account: Account) -> Role:
    return Role.PROFESSIONAL if account.role.is_professional else Role.PERSONAL


def _draft(each: AccountSettings) -> Draft:
    account = each.account
    is_signed_in = isinstance(each.secret, FromSignIn)
    return Draft(
        _side(account),
        account.name,
        account.address,
        account.also,
        provider=account.provider.id if account.provider else "",
        host=account.host,
        port=account.port,
        security=account.security,
        source="in your settings",
        is_trusted=True,
        way=Way.BROWSER if is_signed_in else Way.PASSWORD,
        issuer=each.secret.issuer if isinstance(each.secret, FromSignIn) else "",
        user=account.user if account.user != account.address else "",
        is_kept=not isinstance(each.secret, FromPrompt),
        is_done=True,
        joint=account.joint,
    )
