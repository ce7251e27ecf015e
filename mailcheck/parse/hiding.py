"""Which providers show mailcheck neither who else has access to a mailbox nor whether they forward its mail (J13)."""

from mailcheck.model import Account

PROVIDERS = frozenset({"gmail", "google-workspace", "outlook-com", "microsoft-365", "icloud", "yahoo", "aol"})
"""By id, as in config/providers.toml."""
_HOSTS = frozenset(
    {
        *("imap.gmail.com", "imap.googlemail.com", "outlook.office365.com", "imap-mail.outlook.com"),
        *("imap.mail.me.com", "imap.mail.yahoo.com", "imap.aol.com"),
    }
)


def hides_settings(account: Account) -> bool:
    """Whether an account's provider keeps delegates, family groups, shared mailboxes and mail rules to itself."""
    is_known = account.provider is not None and account.provider.id in PROVIDERS
    return is_known or account.host.rstrip(".").casefold() in _HOSTS
