"""Secrets as values that cannot show themselves."""

from mailcheck.dataclass import dataclass

HIDDEN = "•••"


@dataclass(frozen=True, slots=True, repr=False)
class Password:
    """A mailbox or app password. Neither `repr` nor `str` shows its value or its length."""

    value: str

    def __repr__(self) -> str:
        return f"Password({HIDDEN})"


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """An OAuth 2 access token (RFC 6750). Neither `repr` nor `str` shows its value or its length."""

    value: str

    def __repr__(self) -> str:
        return f"Token({HIDDEN})"


Secret = Password | Token
