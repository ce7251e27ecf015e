"""Who lets a member sign in in the browser (OAuth 2): facts about an issuer, and the client id that is used there."""

from mailcheck.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Issuer:
    """One issuer of OAuth 2 tokens, as the tables `[oauth.NAME]` have it."""

    id: str
    name: str
    authorize: str
    token: str
    device: str = ""
    """Where a code for another device is asked for (RFC 8628); empty: not offered."""
    tenant: str = ""
    """Stands in the addresses for `{tenant}`, which only Microsoft has."""
    scopes: tuple[str, ...] = ()
    redirect: str = "http://127.0.0.1"
    """Where the browser comes back to; a free port is added (RFC 8252 section 7.3)."""
    mechanisms: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    """More that is asked for at the first step, such as `access_type=offline`."""
    client_id: str = ""
    """Under which name mailcheck is registered there; none ships, because each names one product of one owner."""
    client_secret: str = ""
    """Issued to desktop programs by Google and not confidential there; empty elsewhere."""

    def at(self, address: str) -> str:
        """Return one of the issuer's addresses, with the tenant in its place."""
        return address.replace("{tenant}", self.tenant)

    @property
    def is_usable(self) -> bool:
        """Whether a sign-in can be begun: only under a client id."""
        return bool(self.client_id and self.authorize and self.token)
