"""Domain names as written, and as they are compared."""

import re

# RFC 1035 §2.3.4 and RFC 5890 §2.3.1: labels of 1 to 63 letters, digits and inner hyphens.
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST = 253


def ascii_domain(text: str) -> str:
    """Return a domain name as it is compared: A-labels (RFC 5891, mapped by UTS 46), lower case, no final dot.

    Raises ValueError if it is no domain name.
    """
    domain = text.lower().removesuffix(".")
    if not domain.isascii():
        import idna  # noqa: PLC0415 - its tables take time to load, and few addresses need them

        try:
            domain = idna.encode(domain, uts46=True).decode("ascii").removesuffix(".")
        except UnicodeError:  # its text quotes the name
            raise ValueError("it is not a domain name") from None
    if len(domain) > _LONGEST or not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        raise ValueError("it is not a domain name")
    return domain


def domain_of(address: str) -> str:
    """Return the domain of an address as it is compared. Raises ValueError if the address has none."""
    _, at, domain = address.strip().rpartition("@")
    if not at:
        raise ValueError("it has no @")
    return ascii_domain(domain)


def is_below(domain: str, suffix: str) -> bool:
    """Whether `domain` lies below `suffix`, label by label: `evilgoogle.com` does not lie below `google.com`."""
    return domain.endswith("." + suffix)


def is_at_or_below(domain: str, suffix: str) -> bool:
    """Whether `domain` is `suffix` or lies below it, label by label."""
    return domain == suffix or is_below(domain, suffix)
